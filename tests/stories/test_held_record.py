"""Whoever presses Save while the record is held by another reads in time that nothing was saved, and saves it once later."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.world.story import HANGS, Story

SOON = 0.3  # seconds in which an answer must come here; whoever waited for the record would wait for ever


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The record's file, held by another connection."""
    with closing(sqlite3.connect(folder / "record.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_save_that_cannot_be_made_in_time_is_refused_and_made_once_later(story: Story, tmp_path: Path) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 green hired")
    with held(tmp_path):
        story.desk.patience = SOON
        refused = await keira.says("yes")
        story.desk.patience = HANGS

    assert "Not saved" in refused
    assert await story.said_of("1.1.1") == []
    assert "Saved" in await keira.says("yes")
    assert await story.said_of("1.1.1") == ["green hired"]


async def test_a_form_that_cannot_be_saved_in_time_says_so(story: Story, tmp_path: Path) -> None:
    keira = story.person("keira")
    await keira.opens("update 1.1.1")
    await keira.fills({"Status": "Green", "What has happened": "hired two"})
    with held(tmp_path):
        story.desk.patience = SOON
        refused = await keira.presses("Save")

    assert "Not saved" in refused
    assert await story.said_of("1.1.1") == []


async def test_a_question_that_cannot_be_answered_in_time_speaks_of_no_saving(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    keira = story.person("keira")
    story.desk.patience = 0.0
    refused = [await keira.says("mine"), await keira.opens("update 1.1.1"), await keira.says("yes")]
    story.desk.patience = HANGS

    assert ["did not answer in time" in one for one in refused] == [True, True, True]
    assert ["Not saved" in one for one in refused] == [False, False, True]
    assert "the record is away (busy)" in caplog.text and "NoneType" not in caplog.text
    assert "Your milestones" in await keira.says("mine")
