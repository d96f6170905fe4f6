"""Loading: the same every time, in one process or in several; once only; and never among real cases."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from minsheng.base.errors import Refusal
from minsheng.base.time import SHANGHAI
from minsheng.demo import loading
from minsheng.demo.loading import Reporter, Wish, load_district
from minsheng.demo.management.commands.load_demo import PASSWORD
from minsheng.demo.models import DemoLoad
from minsheng.demo.office.people import named_places, roles
from minsheng.demo.simulation.plan import Planner
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.models import Account, Post
from minsheng.kernel.access.services import sign_in
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.rebuild import rebuild
from tests import database, server
from tests.demo.conftest import NOW, SEED, Databases, fingerprint, play
from tests.factories.district import a_report, make_district

CASES = 60


def test_the_command_in_two_processes_gives_the_same_as_one(offices: str, working_in: Databases) -> None:
    with database.copy_of(offices) as name:
        with working_in(name):
            play(CASES)
            alone = fingerprint()
        with database.copy_of(offices) as other:
            said = load_by_command(
                other, "--cases", str(CASES), "--disputes", "0", "--seed", str(SEED), "--now", NOW.isoformat()
            )
            again = load_by_command(other, "--cases", "70")
            with working_in(other):
                assert fingerprint() == alone
                assert len(alone) == CASES
                assert DemoLoad.objects.get().finished_at is not None
                account = sign_in(username="dispatcher", password="only for this test 1")
    assert account.display_name in said
    assert f"{CASES} cases" in said
    assert PASSWORD in said
    assert "simulated" in said
    assert "loaded already" in again


def load_by_command(name: str, *arguments: str) -> str:
    environ = {**os.environ, **database.environment("app", name), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    environ["PYTHONPATH"] = os.pathsep.join((str(database.SOURCE), str(server.ROOT)))
    command = [sys.executable, "-m", "django", "load_demo", "--processes", "2", *arguments]
    done = subprocess.run(command, env=environ, cwd=server.ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_loading_that_was_broken_off_goes_on(offices: str, working_in: Databases) -> None:
    with database.copy_of(offices) as name, working_in(name):
        play(CASES)
        whole = fingerprint()
    with database.copy_of(offices) as name, working_in(name):
        load = DemoLoad.objects.create(seed=SEED, cases=CASES, now=NOW)
        play_some(load, 25)
        assert 20 < len(fingerprint()) < CASES
        # What is asked for now does not matter: it goes on with what it began with.
        load_district(Wish(5, 1, timezone.now()), password="x" * 12, workers=1)
        assert fingerprint() == whole


def play_some(load: DemoLoad, count: int) -> None:
    """Play the first jobs only, as if the process had ended then."""
    loading._play(Planner(load.seed, load.cases, load.now).jobs()[:count], load, 1, Reporter().advance)


def test_over_the_year_end_deadlines_are_provisional(offices: str, working_in: Databases) -> None:
    now = datetime(2026, 12, 29, 15, 0, tzinfo=SHANGHAI)
    real = time_machine.travel(now + timedelta(minutes=1), tick=True)
    with real, database.copy_of(offices) as name, working_in(name):
        play(CASES, now)
        with acting_as_system():
            assert Case.objects.filter(provisional=True, closed_at__isnull=True).exists()
            assert rebuild(write=False).differences == []
            assert Act.objects.filter(at__gt=now).count() == 0


def test_accounts_of_every_role_can_sign_in_and_no_others(offices: str, working_in: Databases) -> None:
    with working_in(offices):
        usable = {it.username for it in Account.objects.all() if it.has_usable_password()}
        posts = Post.objects.select_related("account", "role")
        assert usable == {place.username for place in named_places()}
        assert {post.role.key for post in posts if post.account.username in usable} == set(roles())
        assert all(post.role.duty == post.account.duty for post in posts)
        assert Account.objects.count() > 600


@pytest.mark.django_db
def test_real_cases_are_not_mixed_with_simulated_ones() -> None:
    make_district()
    file_case(by=Actor.anonymous(), procedure="hotline.order", report=a_report())
    with pytest.raises(Refusal) as refused:
        load_district(Wish(1, 1, timezone.now()), password="x" * 12, workers=1)
    assert refused.value.code == "demo.not_empty"
    assert not DemoLoad.objects.exists()


@pytest.mark.django_db
def test_the_command_refuses_what_makes_no_sense(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (("--cases", "0"), ("--now", "tomorrow"), ("--now", "2199-01-01")):
        with pytest.raises(CommandError):
            call_command("load_demo", *arguments, stdout=StringIO())
    settings.HTTPS = True
    monkeypatch.delenv("MINSHENG_DEMO", raising=False)
    with pytest.raises(CommandError, match="MINSHENG_DEMO=1"):
        call_command("load_demo", stdout=StringIO())
