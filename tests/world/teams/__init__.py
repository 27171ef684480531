"""A Teams of our own: as strict as the real one, driven as people drive it."""
from tests.world.teams.cards import Refused
from tests.world.teams.client import Seat, Shown
from tests.world.teams.connector import AIM, MOST
from tests.world.teams.limits import Fault
from tests.world.teams.platform import HOME, Answered, TeamsPlatform

__all__ = ["AIM", "HOME", "MOST", "Answered", "Fault", "Refused", "Seat", "Shown", "TeamsPlatform"]
