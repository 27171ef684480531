"""A Teams of our own: strict where the real one is, driven as people drive it."""

from tests.teams_platform.cards import Refused
from tests.teams_platform.client import Seat, Shown
from tests.teams_platform.connector import AIM, MOST
from tests.teams_platform.limits import Fault
from tests.teams_platform.platform import HOME, Answered, TeamsPlatform

__all__ = ["AIM", "HOME", "MOST", "Answered", "Fault", "Refused", "Seat", "Shown", "TeamsPlatform"]
