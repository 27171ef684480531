"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

from tests.laws import tried

settings.register_profile("milepost", tried(100))
settings.load_profile("milepost")
