"""Findings of the guard at the moment of entry beside doubts: what may never be kept, and links that are open to too many."""

from __future__ import annotations

from enum import StrEnum


class Stop(StrEnum):
    """The kinds of words that tell who a child is. They are never kept, whatever anybody says."""

    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    BIRTH_DATE = "birth_date"


class LinkRisk(StrEnum):
    """The reasons to warn of a link. It is kept all the same."""

    PERSONAL_DRIVE = "personal_drive"
    ANYONE = "anyone"
