"""Platforms, as people call them."""

from __future__ import annotations

from bot.wording.sentences import words


def platform_name(platform: str) -> str:
    """Name a platform as people call it."""
    return words(f"introductions.platform.{platform}") if platform in ("slack", "teams", "console") else platform
