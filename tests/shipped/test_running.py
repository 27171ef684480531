"""What docs/running hands to an operator fits what Milepost is: its limits, its user, its files, and each other."""

from __future__ import annotations

import getpass
import os
import re
import subprocess
import tomllib
from configparser import RawConfigParser
from pathlib import Path

import pytest

from adapters.web.application import KEPT_OPEN, MOST_BODY
from adapters.web.lines import Limits
from bot.program.serving.server import LAST
from tests.shipped.locks import BUILD, ROOT
from tests.shipped.wheel import PACKAGES

RUNNING = ROOT / "docs" / "running"
UNITS = sorted((RUNNING / "systemd").glob("*.service"))
HARDENING = "# What it may do:"
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SECRET = re.compile(r"^\s*-?\s*#?([A-Z_]*(?:SECRET|TOKEN|PASSWORD|KEY)[A-Z_]*)\s*[=:][ \t]*(\S+)", re.MULTILINE)


def hardening(unit: Path) -> str:
    """Return what a unit forbids, which is told alike in each."""
    return unit.read_text().partition(HARDENING)[2].partition("\n[")[0].strip()


def test_every_unit_is_hardened_alike_and_runs_as_its_own_user() -> None:
    assert len(UNITS) == 5
    assert len({hardening(unit) for unit in UNITS}) == 1 and "NoNewPrivileges=yes" in hardening(UNITS[0])
    for unit in UNITS:
        lines = unit.read_text().splitlines()
        assert {"User=milepost", "EnvironmentFile=/etc/milepost.env", "WorkingDirectory=/var/lib/milepost"} <= set(lines), unit.name
        assert lines[0] == f"# /etc/systemd/system/{unit.name}"


def test_what_stays_is_started_again_and_has_time_to_end() -> None:
    for unit in UNITS:
        told = RawConfigParser(strict=False)
        told.read_string(unit.read_text())
        if told["Service"]["type"] == "exec":
            assert told["Service"]["restart"] == "always" and told["Unit"]["startlimitintervalsec"] == "0", unit.name
            assert int(told["Service"]["timeoutstopsec"]) > LAST + 1


def test_a_database_that_is_away_at_the_start_keeps_nothing_from_starting_later() -> None:
    for unit in UNITS:
        assert not re.search(r"^(Requires|BindsTo|Requisite)=", unit.read_text(), re.MULTILINE), "what it requires is tried once alone"
    migrate = (RUNNING / "systemd" / "milepost-migrate.service").read_text()
    assert "Restart=on-failure" in migrate and "StartLimitIntervalSec=0" in migrate


@pytest.mark.parametrize(("url", "asked"), [("", ["backup COPY.db"]), ("postgresql://server/name", ["backup COPY.dump.new", "backup --done"])])
def test_a_copy_of_the_night_is_noted_whichever_way_it_was_made(tmp_path: Path, url: str, asked: list[str]) -> None:
    milepost = tmp_path / "milepost"
    milepost.write_text(f'#!/bin/sh\necho "$@" >>"{tmp_path}/asked"\necho "touch $2"\n')
    milepost.chmod(0o755)
    subprocess.run(
        ["sh", RUNNING / "systemd" / "milepost-backup", tmp_path, "30"],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url, "MILEPOST": str(milepost)}, capture_output=True, check=True,
    )

    told = re.sub(rf"{tmp_path}/milepost-[0-9T-]+", "COPY", (tmp_path / "asked").read_text())
    assert told.splitlines() == asked


def test_a_command_gets_the_variables_to_the_letter(tmp_path: Path) -> None:
    given = ["DATABASE_URL=postgresql://m@db/m?sslmode=verify-full&sslrootcert=/x", "MILEPOST_TEAMS_TENANTS=0f1a=a.example, 77c2=b.example|c.example", "A=$(touch x) 'y\\n"]
    (tmp_path / "m.owner.env").write_text("MILEPOST_OWNER_DATABASE_URL=x")
    (tmp_path / "m.env").write_text("# said of them\n\n#B=2\n" + "\n".join(given) + "\n")
    milepost = tmp_path / "milepost"
    milepost.write_text('#!/bin/sh\necho "$@"\nenv\n')
    milepost.chmod(0o755)
    tmp_path.chmod(0o755)
    told = subprocess.run(
        ["sh", RUNNING / "systemd" / "milepost-do", "seed", "load", "a b"],
        env={"PATH": os.environ["PATH"], "SETTINGS": f"{tmp_path}/m.env", "MILEPOST": str(milepost), "AS": getpass.getuser()},
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()

    assert told[0] == "seed load a b" and {*given, "MILEPOST_OWNER_DATABASE_URL=x"} < set(told) and not any(line.startswith("B=") for line in told)


def test_the_owners_address_reaches_no_process_that_people_reach() -> None:
    assert [unit.stem for unit in UNITS if "owner.env" in unit.read_text()] == ["milepost-migrate"]


def test_what_is_handed_out_names_the_version_that_it_is_of() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    named = re.findall(r"milepost:(?:\$\{MILEPOST_VERSION:-)?(\d[\w.]+)", (ROOT / "compose.yaml").read_text() + (RUNNING / "README.md").read_text())
    assert len(named) == 3 and set(named) == {version}


def test_what_stands_before_milepost_keeps_to_its_limits() -> None:
    nginx, caddy = (RUNNING / "nginx.conf").read_text(), (RUNNING / "Caddyfile").read_text()
    body, asks = MOST_BODY // 1024, int(Limits().head)
    assert f"client_max_body_size {body}k;" in nginx and f"max_size {body}KiB" in caddy
    assert f"client_header_timeout {asks}s;" in nginx and f"read_header {asks}s" in caddy
    kept = [int(found) for found in re.findall(r"^\s+keepalive_timeout (\d+)s;  #|^\s+keepalive (\d+)s$", nginx + caddy, re.MULTILINE) for found in found if found]
    assert len(kept) == 2 and max(kept) < KEPT_OPEN, "a line would be used as Milepost closes it"
    assert all(f"location = {path} {{ return 404; }}" in nginx for path in ("/metrics", "/readyz")) and "path /metrics /readyz" in caddy


def test_the_image_is_made_of_the_packages_and_the_lock_of_what_runs_for_a_user_without_rights() -> None:
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE))
    named = {name for line in copied for name in line.split()}
    assert set(PACKAGES) | {"requirements.run.lock", "pyproject.toml", "LICENSE", "THIRD_PARTY.md", "README.md"} == named
    assert named == {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert "--require-hashes" in DOCKERFILE and "STOPSIGNAL SIGTERM" in DOCKERFILE and "/healthz" in DOCKERFILE
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert all(name in DOCKERFILE for name in BUILD), "what only makes the wheel stays in the image"


@pytest.mark.parametrize("file", [ROOT / "Dockerfile", ROOT / "compose.yaml", *RUNNING.rglob("*.*")], ids=lambda file: file.name)
def test_no_file_that_is_handed_out_holds_a_secret(file: Path) -> None:
    assert [name for name, said in SECRET.findall(file.read_text()) if not said.startswith(("#", "$"))] == []


def test_the_compose_file_gives_every_process_its_limits() -> None:
    compose = (ROOT / "compose.yaml").read_text()
    grace = re.search(r"stop_grace_period: (\d+)s  # asked", compose)
    assert grace is not None and int(grace[1]) > LAST + 1
    shared = compose.partition("x-milepost:")[2].partition("\nservices:")[0]
    assert all(line in shared for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "env_file: milepost.env"))
    assert compose.count("<<: *milepost") == 3 and "condition: service_completed_successfully" in compose
    assert compose.count("networks: [inside, outside]") == 3, "every command may have to speak to a platform"
