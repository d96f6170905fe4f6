"""Which system user runs the embedded server. PostgreSQL refuses to run as root, so root lends it another user."""

from __future__ import annotations

import logging
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

logger = logging.getLogger("minsheng.database")
USER_NAME = "minsheng"
FALL_BACK = "nobody"
ROOT = 0
OTHERS_MAY_PASS = stat.S_IXOTH


@dataclass(frozen=True)
class ServerUser:
    """The user that owns the data directory; ``lent`` is true when this process is root and runs it as that user."""

    uid: int
    gid: int
    lent: bool

    def subprocess_arguments(self) -> dict[str, Any]:
        """Return the arguments of ``subprocess`` that start a program as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.lent else {}

    def own(self, path: Path) -> None:
        """Give ``path`` to this user where this process is root."""
        if self.lent:
            os.chown(path, self.uid, self.gid)


def server_user() -> ServerUser:
    """Return the user for the server: our own, or for root `minsheng` (made when missing) or else `nobody`."""
    if os.geteuid() != ROOT:
        return ServerUser(os.geteuid(), os.getegid(), lent=False)
    found = _lookup(USER_NAME) or _created() or pwd.getpwnam(FALL_BACK)
    return ServerUser(found.pw_uid, found.pw_gid, lent=True)


def _lookup(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _created() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if not useradd:
        return None
    command = [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", USER_NAME]
    subprocess.run(command, check=False, capture_output=True)
    return _lookup(USER_NAME)


def let_pass(user: ServerUser, path: Path) -> None:
    """Make every folder above ``path`` passable (not readable) for the lent user; log each one that had to change."""
    if not user.lent:
        return
    for folder in reversed(path.resolve().parents):
        found = folder.stat()
        mode = found.st_mode
        if found.st_uid != user.uid and not mode & OTHERS_MAY_PASS:
            folder.chmod(stat.S_IMODE(mode) | OTHERS_MAY_PASS)
            logger.warning("made %s passable for the database's user (chmod o+x)", folder)


def let_read(user: ServerUser, tree: Path) -> None:
    """Make the installed programs below ``tree`` readable for the lent user, as a strict umask may have hidden them."""
    if not user.lent or not tree.exists():
        return
    let_pass(user, tree)
    needed = stat.S_IROTH | stat.S_IXOTH
    if tree.stat().st_mode & needed == needed:
        return
    logger.warning("made the programs in %s readable for the database's user (chmod o+rX)", tree)
    for path in (tree, *tree.rglob("*")):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if not path.is_symlink():
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
