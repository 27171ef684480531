"""A peer: how healthchecks' `sendalerts` sends, statement for statement, on Django; and what Milepost does of the same size.

healthchecks itself cannot be had as a package. The loop below is written anew after what its command does for each check that
goes down: its status by a conditional update, a flip, the flip claimed by another, the owner's profiles, the channels, a
notification noted before and after one HTTP request on a connection of its own, one after another, each statement committed by itself.
It draws no template, so it is rather faster than the original. `tests/bench/peers.sh` installs Django for it, outside Milepost's own packages.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bot.model.people import Address, PersonRow
from bot.model.plan import Action, Milestone, Plan, Role
from bot.ports.record import Tx
from bot.program.serving.run import tick_once
from bot.program.serving.settings import read_settings
from store.record import SqlStore
from tests.bench import databases
from tests.bench.delivery import slack
from tests.bench.measure import Spent, at_least, head, medians, row
from tests.bench.slack import SECRET, TOKEN
from tests.bench.subjects import Subject
from tests.records import long_ago, rounded

PEERS = Path(os.environ.get("MILEPOST_BENCH_PEERS", Path(__file__).parents[2] / ".peers"))
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a working Monday, the day on which every milestone here is due
LETTERS = 2000
OF_PEER = 500  # letters that the peer sends: it takes each by itself, so more say nothing more

PEER = '''
import json, sys, time, uuid
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit
import django, pycurl
from django.conf import settings

url, hook, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
parts = urlsplit(url)
database = {"ENGINE": "django.db.backends.sqlite3", "NAME": url.removeprefix("sqlite:///")}
if parts.scheme == "postgresql":
    named = {"NAME": parts.path[1:], "USER": parts.username, "HOST": parts.hostname, "PORT": parts.port}
    database = {"ENGINE": "django.db.backends.postgresql", **named}
settings.configure(DATABASES={"default": database}, INSTALLED_APPS=[], USE_TZ=True)
django.setup()
from django.db import connection, models
from django.utils.timezone import now

class Table(models.Model):
    class Meta:
        abstract = True
        app_label = "peer"

class Profile(Table):
    nag_period = models.DurationField(default=timedelta())

class Project(Table):
    owner = models.ForeignKey(Profile, models.CASCADE)

class Check(Table):
    name = models.CharField(max_length=100)
    code = models.UUIDField(default=uuid.uuid4, unique=True)
    project = models.ForeignKey(Project, models.CASCADE)
    timeout = models.DurationField(default=timedelta(days=1))
    last_ping = models.DateTimeField()
    alert_after = models.DateTimeField(null=True)
    status = models.CharField(max_length=6, default="up")
    class Meta(Table.Meta):
        abstract = False
        indexes = [models.Index(fields=["alert_after"], name="not_down", condition=~models.Q(status="down"))]

class Channel(Table):
    project = models.ForeignKey(Project, models.CASCADE)
    value = models.TextField()
    disabled = models.BooleanField(null=True)
    last_notify = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    checks = models.ManyToManyField(Check)

class Flip(Table):
    owner = models.ForeignKey(Check, models.CASCADE)
    created = models.DateTimeField()
    processed = models.DateTimeField(null=True)
    old_status = models.CharField(max_length=8)
    new_status = models.CharField(max_length=8)
    class Meta(Table.Meta):
        abstract = False
        indexes = [models.Index(fields=["processed"], name="not_processed", condition=models.Q(processed=None))]

class Notification(Table):
    code = models.UUIDField(default=uuid.uuid4)
    owner = models.ForeignKey(Check, models.CASCADE)
    channel = models.ForeignKey(Channel, models.CASCADE)
    check_status = models.CharField(max_length=6)
    created = models.DateTimeField(default=now)
    error = models.CharField(max_length=200, blank=True)

def filled():
    with connection.schema_editor() as editor:
        for table in (Profile, Project, Check, Channel, Flip, Notification):
            editor.create_model(table)
    project, late = Project.objects.create(owner=Profile.objects.create()), now() - timedelta(days=2)
    Check.objects.bulk_create(Check(name=f"Check {n}", project=project, last_ping=late, alert_after=late) for n in range(count))
    Channel.objects.bulk_create(Channel(project=project, value=f"{hook}chat.postMessage") for _ in range(count))
    pairs = zip(Check.objects.order_by("id"), Channel.objects.order_by("id"))
    through = Channel.checks.through
    through.objects.bulk_create(through(check_id=check.id, channel_id=channel.id) for check, channel in pairs)

def going_down():
    check = Check.objects.filter(alert_after__lt=now()).exclude(status="down").order_by("alert_after").first()
    if check is None:
        return False
    down_since = check.last_ping + check.timeout
    if now() >= down_since and Check.objects.filter(id=check.id, status=check.status).update(alert_after=None, status="down") == 1:
        Flip(owner=check, created=down_since, old_status=check.status, new_status="down").save()
    return True

def post(address, body):
    curl, answer, told = pycurl.Curl(), BytesIO(), json.dumps(body).encode()
    for option, value in ((pycurl.NOSIGNAL, 1), (pycurl.TIMEOUT, 30), (pycurl.URL, address.encode()), (pycurl.POSTFIELDS, told),
                          (pycurl.HTTPHEADER, [b"Content-Type: application/json"]), (pycurl.WRITEDATA, answer)):
        curl.setopt(option, value)
    curl.perform()
    assert curl.getinfo(pycurl.RESPONSE_CODE) == 200
    curl.close()

def send_one():
    flip = Flip.objects.filter(processed=None).first()
    if flip is None:
        return False
    if Flip.objects.filter(id=flip.id, processed=None).update(processed=now()) != 1:
        return True
    flip = Flip.objects.get(id=flip.id)
    check = flip.owner
    for profile in Profile.objects.filter(id=check.project.owner_id).exclude(nag_period=timedelta()):
        raise NotImplementedError(profile)
    for channel in check.channel_set.exclude(disabled=True):
        told = Notification(owner=check, channel=channel, check_status=flip.new_status, error="Sending")
        told.save()
        post(channel.value, {"text": f"{check.name} is down.", "attachments": [{"title": check.name, "text": "Last ping: 2 days ago."}]})
        Notification.objects.filter(id=told.id).update(error="")
        Channel.objects.filter(id=channel.id).update(last_notify=now(), last_error="", disabled=channel.disabled)
    return True

filled()
began, worked = time.perf_counter(), time.process_time()
while going_down():
    pass
while send_one():
    pass
print(json.dumps([time.perf_counter() - began, time.process_time() - worked]))
'''


def sent_by_peer(url: str, hook: str, count: int) -> Spent:
    """Let the peer find that so many checks are down and tell each one's channel. Returns what that took, without its start."""
    called = [str(PEERS / "bin/python"), "-c", PEER, url, hook, str(count)]
    told = subprocess.run(called, check=True, capture_output=True, text=True)
    return Spent(*json.loads(told.stdout))


def has_peer() -> bool:
    """Say whether the peer can be measured here."""
    return (PEERS / "bin/python").exists()


class Rates(NamedTuple):
    """Letters a second, and the CPU of one, in seconds."""

    rate: float
    cpu: float


def rates(taken: Spent, count: int) -> Rates:
    """Return the rates of so many letters."""
    return Rates(count / taken.wall, taken.cpu / count)


def plan_of(people: int) -> Plan:
    """Return a plan of a milestone a person, each due on the day."""
    roles = tuple(Role(name=f"Role {n}") for n in range(people))
    actions = []
    for first in range(0, people, 10):
        ref = f"1.{first // 10 + 1}"
        steps = [
            Milestone(ref=f"{ref}.{n + 1}", text="A step is agreed.", due=NOW.date(), baseline=NOW.date(), owners=(role.name,))
            for n, role in enumerate(roles[first : first + 10])
        ]
        actions.append(Action(ref=ref, priority=1, title="All", milestones=tuple(steps)))
    return Plan(short="p", title="P", actions=tuple(actions), roles=roles)


async def filled(url: str, people: int) -> None:
    """Make a record in which on that morning everybody is to be asked about one milestone."""
    store = SqlStore(url, long_ago)
    await asyncio.to_thread(store.migrate)

    def load(tx: Tx) -> None:
        plan = plan_of(people)
        tx.plans.save(plan)
        tx.people.save("p", [PersonRow(role=one.name, name=one.name, email=f"p{n}@example.org") for n, one in enumerate(plan.roles)])
        rounded(tx, "p", NOW - timedelta(days=3), ran=[("Europe/London", date(2026, 2, 27))])
        for person in tx.people.of("p").persons:
            to = Address(platform="slack", tenant="T1", id=f"U{person.id}", route=f'{{"channel": "D{person.id}"}}')
            tx.accounts.reach(person.id, to, NOW)

    await store.transact(load)
    await store.close()


async def sent_by_tick(url: str, hook: str, people: int) -> Spent:
    """Let one tick plan that morning's round and send it. Returns what that took, the letters all gone and on the record."""
    await filled(url, people)
    environment = {"DATABASE_URL": url, "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": hook}
    store = SqlStore(url, lambda: NOW)
    await store.open()
    wall, cpu = time.perf_counter(), time.process_time()
    counts, _ = await tick_once(store, read_settings(environment), NOW)
    taken = Spent(time.perf_counter() - wall, time.process_time() - cpu)
    await store.close()
    assert counts == {"planned": people, "sent": people, "failed": 0}, counts
    return taken


async def measure() -> None:
    """Print what a morning takes from its start to its last letter."""
    ours, peer = [], []
    async with slack(0) as hook:
        for _ in range(3):
            with databases.sqlite() as url:
                ours.append(rates(await sent_by_tick(url, hook, LETTERS), LETTERS))
            if has_peer():
                with databases.sqlite() as url:
                    peer.append(rates(await asyncio.to_thread(sent_by_peer, url, hook, OF_PEER), OF_PEER))
    if not peer:
        print(f"{LETTERS:,} letters, start to last: not measured, for {PEERS} has no Django: run tests/bench/peers.sh")
        return
    found, beside = medians(ours), medians(peer)
    row(
        f"{LETTERS:,} letters, planned and sent, start to last", found.rate, beside.rate, "/s", "sendalerts' loop on Django",
        subject=Subject.LETTERS, wanted=at_least(times=20), cpu=found.cpu * 1e3, bare_cpu=beside.cpu * 1e3,
    )  # fmt: skip


def main() -> None:
    """Measure on records of its own."""
    head()
    asyncio.run(measure())


if __name__ == "__main__":
    main()
