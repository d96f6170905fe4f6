"""A child that fails is started again later and later; one that never comes up is given up."""

from __future__ import annotations

import logging
import os
import sys
import time
from pathlib import Path

import pytest

from minsheng.config import children, supervisor
from minsheng.config.children import Child


def failing(tmp_path: Path) -> Child:
    program = "import pathlib, sys; pathlib.Path(sys.argv[1]).open('a').write('x'); sys.exit(3)"
    return Child("web", [sys.executable, "-S", "-c", program, str(tmp_path / "starts")], dict(os.environ))


def test_pauses_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(children, "FIRST_PAUSE_SECONDS", 0.05)
    child = failing(tmp_path)
    child._pause = 0.05
    with caplog.at_level(logging.WARNING, "minsheng.supervisor"):
        end = time.monotonic() + 10
        while child.failures < 3 and time.monotonic() < end:
            child.tend()
            time.sleep(0.01)
    assert (tmp_path / "starts").read_text() == "xxx"
    assert [record.args[2] for record in caplog.records] == [0.1, 0.2, 0.4]  # type: ignore[index]


def test_what_never_comes_up_is_given_up(tmp_path: Path) -> None:
    child = failing(tmp_path)
    child._pause = 0.01
    end = time.monotonic() + 10
    while child.failures < supervisor.FAILURES_AT_START and time.monotonic() < end:
        child.tend()
        time.sleep(0.01)
    with pytest.raises(supervisor.StepFailed, match="web ended 3 times"):
        supervisor._tend_at_start([child])


def test_one_that_does_not_listen_is_killed() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    child = Child("web", [sys.executable, "-c", deaf], dict(os.environ))
    child.start()
    process = child.process
    assert process is not None
    time.sleep(0.5)
    child.stop(0.2)
    assert process.returncode == -9
