"""What is handed out holds all that Milepost needs to run, and nothing that lies beside it."""

from __future__ import annotations

from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

from tests.shipped.wheel import PACKAGES, built, held, kept

ABOUT = {"METADATA", "WHEEL", "RECORD", "entry_points.txt"}
LICENCES = {"licenses/LICENSE", "licenses/THIRD_PARTY.md", "licenses/adapters/web/look/letters.LICENSE"}


def test_the_wheel_holds_the_packages_with_their_data_and_nothing_else(tmp_path: Path) -> None:
    wheel = built("wheel", tmp_path)
    about = f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"
    expected = kept(*PACKAGES)
    assert {"prompts/nudges.toml", "adapters/web/look/letters.woff2", "store/migrations/script.py.mako"} < expected
    assert held(wheel) == expected | {f"{about}/{name}" for name in ABOUT | LICENCES}
    with ZipFile(wheel) as opened:
        told = Parser().parsestr(opened.read(f"{about}/METADATA").decode())
    assert told["License-Expression"] == "MIT AND OFL-1.1"
    assert set(told.get_all("Provides-Extra", [])) == {"papers", "pdf", "postgres", "test"}


def test_the_source_holds_what_the_wheel_is_made_of_and_no_tests_pictures_or_records(tmp_path: Path) -> None:
    source = held(built("sdist", tmp_path))
    assert kept(*PACKAGES) <= source
    assert {"pyproject.toml", "README.md", "LICENSE", "THIRD_PARTY.md", "requirements.run.lock"} <= source
    beside = source - kept(*PACKAGES)
    assert {path for path in beside if path.startswith("tests/")} == set()
    assert {Path(path).suffix for path in beside if not path.startswith("docs/running/")} <= {"", ".md", ".toml", ".lock", ".yaml"}
