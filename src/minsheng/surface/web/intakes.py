"""What a module adds to the screens: where its cases are filed, and which worklists its people need.

A domain names these in its module ``web.py``; screens know no procedure by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.web.words import language_now


@dataclass(frozen=True, slots=True)
class Intake:
    """A procedure under which people file. ``staff`` is the permission to file for a caller.

    ``residents``: offered on the portal. ``asks_kind``: residents choose the kind themselves; otherwise the first kind
    of the procedure stands until a clerk has looked. ``channels``: how a matter that a clerk takes down may come in.
    ``title`` and ``hint`` (Chinese, English) are what residents read; without them the procedure speaks for itself.
    The first intake for residents is the portal's main entry. ``given`` are inputs of the opening act that residents
    are not asked, since how they file says them. ``people`` False: nobody reports it, as an order to another unit.
    """

    procedure: str
    realm: str
    staff: str
    residents: bool = False
    asks_kind: bool = True
    channels: tuple[str, ...] = ("phone", "counter", "letter")
    order: int = 100
    title: tuple[str, str] = ("", "")
    hint: tuple[str, str] = ("", "")
    given: Mapping[str, str] = field(default_factory=dict)
    people: bool = True


@dataclass(frozen=True, slots=True)
class Worklist:
    """A tab of the inbox: cases that wait for ``act``. Shown to whoever holds a function that does it.

    ``named_by``: people with this permission do it on cases that name them, without a post that reads cases.
    """

    key: str
    procedure: str
    act: str
    zh: str
    en: str
    named_by: str = ""

    def __call__(self, language: str) -> str:
        """The tab's name in a language."""
        return self.en if language.startswith("en") else self.zh


_intakes: dict[str, Intake] = {}
_worklists: dict[str, Worklist] = {}


def register_intake(intake: Intake) -> None:
    """Add an intake at start-up. Registering another one for the same procedure is a programming error."""
    if _intakes.setdefault(intake.procedure, intake) != intake:
        raise ValueError(f"intake registered twice: {intake.procedure}")


def register_worklists(*worklists: Worklist) -> None:
    """Add worklists at start-up. Two different ones under one key are a programming error."""
    for worklist in worklists:
        if _worklists.setdefault(worklist.key, worklist) != worklist:
            raise ValueError(f"worklist registered twice: {worklist.key}")


def intakes() -> list[Intake]:
    """All intakes, the main one first."""
    return sorted(_intakes.values(), key=lambda intake: (intake.order, intake.procedure))


def intake_of(procedure: str) -> Intake | None:
    """The intake of a procedure, or None."""
    return _intakes.get(procedure)


def worklists() -> list[Worklist]:
    """All worklists in the order of registration."""
    return list(_worklists.values())


def works_by_name(actor: Actor) -> bool:
    """Whether the actor may be named on cases, as a mediator is, and so has an inbox."""
    return any(item.named_by and actor.holds(item.named_by) for item in _worklists.values())


def words_of(intake: Intake, procedure: Procedure) -> tuple[str, str]:
    """What residents read about an intake in the language of the page: a title and a line about it."""
    language = language_now()
    at = int(language.startswith("en"))
    return intake.title[at] or procedure.name(language), intake.hint[at] or procedure.summary(language)
