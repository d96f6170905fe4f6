"""What ``load-demo`` says at its end: what is in the district, who can sign in, and that all of it is invented."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Max

from minsheng.demo.disputes.summary import disputes_lines
from minsheng.demo.models import DemoLoad
from minsheng.demo.office.people import named_places, roles
from minsheng.demo.office.units import unit_facts
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.permissions import realms
from minsheng.kernel.cases.models import Act, Case, ClockRow
from minsheng.kernel.parties.queries import masked

SAMPLES = 3
STATEMENT = (
    "Everything is simulated: grid polygons, people, telephone numbers (no operator is known to have 1600…), pictures\n"
    "and cases are invented; only the names of areas are real. Text messages go into a file unless a provider is set.\n"
    "区界以下的网格、人员、电话、图片和工单均为模拟，仅地名真实。"
)


def summary(load: DemoLoad, *, password: str, seconds: float | None) -> str:
    """The whole text."""
    with acting_as_system():
        parts = [_counts(), *disputes_lines(load), _in_time(), _accounts(password), _portal()]
    took = f"\nLoaded in {seconds:.0f} s." if seconds is not None else ""
    return "\n\n".join([*parts, STATEMENT + took]) + "\n"


def _counts() -> str:
    names = {realm.number: realm.en for realm in realms()}
    own_realms = [realm.number for realm in realms() if realm.key in ("hotline", "grid")]
    rows = (
        Case.objects.filter(realm__in=own_realms)
        .values("realm", "state")
        .annotate(count=Count("id"))
        .order_by("realm", "state")
    )
    lines = [f"{Case.objects.count():,} cases, {Act.objects.count():,} acts"]
    for realm in sorted({row["realm"] for row in rows}):
        own = [row for row in rows if row["realm"] == realm]
        states = ", ".join(f"{row['state']} {row['count']:,}" for row in own)
        lines.append(f"  {names.get(realm, realm)} ({sum(row['count'] for row in own):,}): {states}")
    still_open = Case.objects.filter(closed_at__isnull=True)
    lines.append(f"  open now: {still_open.count():,}; escalated: {still_open.filter(escalation__gt=0).count():,}")
    return "\n".join(lines)


def in_time() -> dict[int, tuple[int, int]]:
    """For each realm: answered cases that missed no limit for handling, and all answered ones; none are exempt."""
    answered = ClockRow.objects.filter(key="handle", stopped_at__isnull=False, case__answered_at__isnull=False)
    answered = answered.filter(case__exempt=False)
    all_of = dict(answered.values_list("case__realm").annotate(n=Count("case", distinct=True)))
    late = answered.filter(stopped_at__gt=F("due_at"))
    late_of = dict(late.values_list("case__realm").annotate(n=Count("case", distinct=True)))
    return {realm: (count - late_of.get(realm, 0), count) for realm, count in all_of.items()}


def _in_time() -> str:
    names = {realm.number: realm.en for realm in realms()}
    shares = (
        f"{names.get(realm, realm)} {good:,} of {count:,} ({good / count:.1%})"
        for realm, (good, count) in sorted(in_time().items())
    )
    last = Act.objects.aggregate(last=Max("at"))["last"]
    until = f"; last act {last:%Y-%m-%d %H:%M} UTC" if last else ""
    return f"Answered in time: {'; '.join(shares) or '–'}{until}"


def _accounts(password: str) -> str:
    units = {unit.code: unit.name for unit in unit_facts()}
    rows = [(place.username, place.name, _role(place.role), units[place.unit]) for place in named_places()]
    widths = [max(_width(row[n]) for row in rows) for n in range(4)]
    lines = ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    head = f"Accounts (password of all, for this demonstration only: {password})"
    return "\n".join([head, *(f"  {line}" for line in lines)])


def _role(key: str) -> str:
    return f"{roles()[key]['name']} {roles()[key]['name_en']}"


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _portal() -> str:
    lines = ["To follow a case as its reporter (code, last four digits of the telephone):"]
    lines += [f"  {code}  {tail}  {title}" for code, tail, title in _samples()]
    return "\n".join(lines)


def _samples() -> Iterator[tuple[str, str, str]]:
    """Cases of these days in which the reporter has something to do."""
    seen: set[str] = set()
    for state in ("asking", "calling_back", "handling", "exempted", "closed"):
        case = Case.objects.filter(state=state, reporter__isnull=False).order_by("-filed_at").first()
        if case is not None and case.code not in seen and len(seen) < SAMPLES:
            seen.add(case.code)
            yield case.code, masked([case.reporter_id or 0])[case.reporter_id or 0].phone[-4:], case.title
