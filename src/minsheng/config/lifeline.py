"""Processes that must not outlive the one that started them, not even when that one is killed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
VARIABLE = "MINSHENG_SUPERVISOR"


def follow(supervisor: int) -> None:
    """Ask the kernel to kill this process when its parent ends; end now if process ``supervisor`` is gone already.

    Linux only; elsewhere a killed supervisor's children are found by the next one through the busy port.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    try:
        os.kill(supervisor, 0)
    except ProcessLookupError:
        sys.exit(1)
    except PermissionError:
        return


def follow_supervisor() -> None:
    """Do the same in a process further down, to which the supervisor's number comes in ``MINSHENG_SUPERVISOR``.

    Does nothing where no supervisor has started this process.
    """
    supervisor = os.environ.get(VARIABLE, "")
    if supervisor.isdecimal():
        follow(int(supervisor))
