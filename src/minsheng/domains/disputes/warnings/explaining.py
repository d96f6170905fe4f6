"""Warnings in words: why, by which numbers, and which words stand where. What the reader may not see is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minsheng.domains.disputes.models import CaseWarning
from minsheng.domains.disputes.warnings import queries
from minsheng.domains.disputes.warnings.parameters import words_on
from minsheng.domains.disputes.warnings.words import around
from minsheng.kernel.access.actors import Actor
from minsheng.surface.web.words import language_now, place_name, unit_name

Texts = Mapping[tuple[int, int, str], str]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A word of the list in its place: what stands before it, the word, what stands behind it."""

    category: str
    before: str
    word: str
    behind: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A warning for a reader. ``others`` are codes of other cases that the reader may see; ``unseen`` how many more."""

    row: CaseWarning
    reason: str
    sentences: list[str]
    quotations: list[Quotation]
    others: list[str]
    unseen: int
    place: str
    may_decide: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.row.decided_at is None


def shown(actor: Actor, rows: Iterable[CaseWarning], decidable: frozenset[int] = frozenset()) -> list[Shown]:
    """Warnings in words (four statements at most for all). ``decidable`` are those on which the reader decides."""
    found = list(rows)
    codes, texts = queries.codes_seen(actor, found), queries.texts_of(found)
    return [_shown(row, codes, texts, row.pk in decidable) for row in found]


def _shown(row: CaseWarning, codes: Mapping[int, str], texts: Texts, may_decide: bool) -> Shown:
    named = row.data.get("cases", [])
    others = [codes[pk] for pk in named if pk in codes]
    return Shown(
        row=row,
        reason=str(row.get_reason_display()),
        sentences=_sentences(row),
        quotations=_quotations(row, texts),
        others=others,
        unseen=len(named) - len(others),
        place=place_name(row.case.area_id, language_now()),
        may_decide=may_decide,
    )


def _sentences(row: CaseWarning) -> list[str]:
    data = row.data
    if row.reason == "same_parties":
        return [_("There is another dispute between the same parties.")]
    if row.reason == "same_place":
        values = {"count": data["count"], "metres": round(data["metres"]), "days": data["days"]}
        return [_("%(count)s disputes within %(metres)s metres and %(days)s days.") % values]
    if row.reason == "growing":
        return [_growth(what, data[what]) for what in ("people", "amount") if what in data]
    if row.reason == "threat":
        return [
            _("Words that may tell of danger: %(categories)s. Please read the text itself.")
            % {"categories": _categories(row)}
        ]
    if row.reason == "refusals":
        count = data["count"]
        return [
            ngettext(
                "Mediation was refused or failed %(count)s time.",
                "Mediation was refused or failed %(count)s times.",
                count,
            )
            % {"count": count}
        ]
    return [
        _("%(unit)s has missed %(count)s deadlines of this case.")
        % {"unit": unit_name(one["unit"], language_now()), "count": one["count"]}
        for one in data.get("units", ())
    ]


def _growth(what: str, change: Mapping[str, str]) -> str:
    exact = ",.2f" if what == "amount" else ",.0f"
    numbers = {name: format(Decimal(change[name]), exact) for name in ("first", "now")}
    if what == "people":
        return _("People concerned: from %(first)s to %(now)s.") % numbers
    return _("Amount: from %(first)s to %(now)s yuan.") % numbers


def _categories(row: CaseWarning) -> str:
    language = language_now()
    names = {category.key: category(language) for category in words_on(timezone.localdate(row.raised_at)).categories}
    found = dict.fromkeys(names.get(hit["category"], hit["category"]) for hit in row.data.get("hits", ()))
    return (", " if language.startswith("en") else "、").join(found)


def _quotations(row: CaseWarning, texts: Texts) -> list[Quotation]:
    language = language_now()
    names = {category.key: category(language) for category in words_on(timezone.localdate(row.raised_at)).categories}
    found = []
    for hit in row.data.get("hits", ()):
        text = texts.get((row.case_id, hit["seq"], hit["field"]), "")
        start = text.find(hit["word"])
        if start >= 0:
            found.append(Quotation(names.get(hit["category"], hit["category"]), *around(text, start, hit["word"])))
    return found
