"""What ``minsheng`` says when it is asked for help: every command in its group, with one line each."""

from __future__ import annotations

from collections import defaultdict

from django.core.management import get_commands, load_command_class

from minsheng import __version__

OWN = {
    "Running": {
        "up": "start the database, the web and the jobs; Ctrl-C stops all",
        "down": "stop an installation that runs",
        "demo": "the same with a simulated district in it",
    },
    "Data": {
        "migrate": "bring the database up to date",
        "backup": "write database and files into one file",
        "restore": "bring them back from such a file",
        "database": "PostgreSQL's own shell: minsheng database psql",
    },
}
# Django's own commands that an operator or a developer of ours has a use for; the others still work.
DJANGO = ("check", "createsuperuser", "makemigrations", "shell", "showmigrations", "clearsessions", "procrastinate")


def overview() -> str:
    """Return the help text of all commands. Django must be set up."""
    groups: dict[str, dict[str, str]] = {name: dict(commands) for name, commands in OWN.items()}
    groups |= _django_commands()
    lines = [f"Minsheng {__version__}: the platform on which a district does its work for its residents.", ""]
    lines.append("usage: minsheng COMMAND [ARGUMENTS]; minsheng COMMAND --help says more about one")
    for name, commands in groups.items():
        lines += ["", f"{name}:"]
        lines += [f"  {command:<22} {text}" for command, text in sorted(commands.items())]
    return "\n".join(lines)


def _django_commands() -> dict[str, dict[str, str]]:
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for name, app in sorted(get_commands().items()):
        module = app if isinstance(app, str) else app.__module__
        if module.startswith("minsheng."):
            groups["The district's work"][name.replace("_", "-")] = _first_line(module, name)
        elif name in DJANGO:
            groups["Django"][name] = _first_line(module, name)
    return groups


def _first_line(app: str, name: str) -> str:
    try:
        return str(load_command_class(app, name).help or "").strip().split("\n")[0]
    except ImportError as error:  # one broken command must not hide the others
        return f"(cannot be loaded: {error})"
