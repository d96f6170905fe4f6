"""The parties to a case in words: masked, each with what it is to the case."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from minsheng.kernel.cases.models import Case
from minsheng.kernel.parties.queries import Masked, masked
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.web.cases.queries import parties_of


@dataclass(frozen=True, slots=True)
class CasePerson:
    """One party with all its parts in the case."""

    role: str
    party: Masked


def role_words(role: str, procedure: Procedure, language: str) -> str:
    """What a party is to a case: by the procedure's own lists, or by those of the case it came from."""
    spec = procedure.facts.get(role)
    if spec is not None:
        return spec(language)
    known = {"reporter": _("reporter"), "applicants": _("applicant"), "respondents": _("respondent")}
    return known.get(role, role)


def people_of(case: Case, procedure: Procedure, language: str) -> list[CasePerson]:
    """Every party that the eyes of the transaction may see, in the lists that say what it is to the case. Two queries.

    Lists of what parties have done (signed, refused) name nobody anew.
    """
    listed = [
        (int(party), key)
        for key, spec in procedure.facts.items()
        if spec.type == "parties" and (spec.sees or spec.bars)
        for party in case.facts.get(key) or ()
    ]
    named = {party for party, _role in listed}
    others = [(party, role) for party, role in parties_of(case) if party not in named]
    roles = [*others, *listed]
    known = masked(party for party, _role in roles)
    parts: dict[int, list[str]] = {}
    for party, role in roles:
        parts.setdefault(party, []).append(role_words(role, procedure, language))
    joint = ", " if language.startswith("en") else "、"
    return [
        CasePerson(joint.join(dict.fromkeys(words)), known[party]) for party, words in parts.items() if party in known
    ]


def party_choices(case: Case, procedure: Procedure, of: str | None, language: str) -> list[tuple[str, str]]:
    """Parties that an act may name: those of one list, or all of them. Whom the masks make alike are numbered.

    Never with a telephone number: its last digits prove a case, and parties read this of each other.
    """
    wanted = {int(party) for party in case.facts.get(of) or ()} if of else None
    found = [
        (str(person.party.party_id), f"{person.party.name} · {person.role}")
        for person in people_of(case, procedure, language)
        if wanted is None or person.party.party_id in wanted
    ]
    alike = Counter(label for _party, label in found)
    seen: Counter[str] = Counter()
    numbered = []
    for party, label in found:
        seen[label] += 1
        numbered.append((party, f"{label} {seen[label]}" if alike[label] > 1 else label))
    return numbered
