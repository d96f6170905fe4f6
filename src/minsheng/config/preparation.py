"""What stands between a stopped installation and one that serves: migrations, rights, static files, checks.

Started by the supervisor as a process of its own (``python -m minsheng.config.preparation``), in the owner role.
"""

from __future__ import annotations

import os
import sys

import django
from django.core.checks import run_checks
from django.core.wsgi import get_wsgi_application


def prepare() -> int:
    """Bring the database and the collected static files up to date; return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minsheng.config.settings")
    os.environ["MINSHENG_DB_ROLE"] = "owner"
    django.setup()
    from minsheng.config.database.migration import migrate  # noqa: PLC0415 - Django must be set up in the owner role
    from minsheng.config.database.roles import RolesError  # noqa: PLC0415 - the same
    from minsheng.config.settling import DistrictError, settle  # noqa: PLC0415 - the same
    from minsheng.config.static import collect  # noqa: PLC0415 - the same

    try:
        migrate(verbosity=0)
        settle()
    except (RolesError, DistrictError) as error:
        sys.stderr.write(f"minsheng: {error}\n")
        return 1
    collect()
    # The web would be started again and again for what these find once: a broken address list or middleware.
    problems = [problem for problem in run_checks() if problem.is_serious()]
    sys.stderr.writelines(f"minsheng: {problem}\n" for problem in problems)
    get_wsgi_application()
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(prepare())
