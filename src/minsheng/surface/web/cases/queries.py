"""Reads of the case screens beyond ``kernel.cases.queries``. Each starts from what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.models import Account, Post
from minsheng.kernel.access.rules import overlapping, unbarred
from minsheng.kernel.access.tokens import account_token, party_token
from minsheng.kernel.cases.intake import find_known, scoped_key
from minsheng.kernel.cases.loading import load_snapshot
from minsheng.kernel.cases.models import Attachment, Case, CaseLink, CaseParty, Content
from minsheng.kernel.cases.queries import visible_cases
from minsheng.kernel.cases.registers import named_accounts
from minsheng.kernel.deadlines.clock import Clock
from minsheng.kernel.files.models import StoredFile
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.models import ProcedureVersion
from minsheng.kernel.procedures.schema import Procedure


def is_official(actor: Actor, case: Case) -> bool:
    """Whether the actor sees all of a case, by a post or because the case names it, and not what parties see."""
    by_post = actor.reading_tokens() - actor.own_tokens()
    return actor.is_system or not by_post.isdisjoint(case.audience)


def content_of(case: Case) -> Content | None:
    """What the reporter said and where."""
    return Content.objects.filter(case_id=case.pk).first()


def clocks_of(case: Case) -> list[Clock]:
    """All clocks of a case in order of their starts. One query."""
    return load_snapshot(case).clocks


def attachment_for(actor: Actor, attachment_id: int) -> Attachment:
    """The attachment if the actor may open it. Raises Refusal ``file.unknown`` (404) otherwise."""
    found = Attachment.objects.select_related("file").filter(pk=attachment_id).first()
    case = visible_cases(actor).filter(pk=found.case_id).first() if found else None
    if found is None or case is None or not (found.public or is_official(actor, case)):
        raise Refusal("file.unknown", "files", status=404, id=attachment_id)
    return found


def account_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Display names at work by account id. One query, none for no ids."""
    wanted = {pk for pk in ids if pk is not None}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "display_name")) if wanted else {}


def accounts_to_name(actor: Actor, case: Case) -> list[Account]:
    """Whom an act may name, by name: those whom the case names, and for officials everybody with a post in the unit."""
    wanted = Q(pk__in=named_accounts(case))
    if actor.grants and case.lead_unit_id is not None:
        today = timezone.localdate()
        posts = Post.objects.filter(unit_id=case.lead_unit_id, valid_from__lte=today)
        posts = posts.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        wanted |= Q(pk__in=posts.values("account_id"))
    return list(Account.objects.filter(wanted, is_active=True).order_by("display_name"))


def codes_of(actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """Codes of cases by id, as far as the actor may see them. One query, none for no ids."""
    wanted = set(ids)
    return dict(visible_cases(actor).filter(pk__in=wanted).values_list("pk", "code")) if wanted else {}


def above_clearance(actor: Actor, ids: Iterable[int]) -> set[int]:
    """Those of the cases that are more confidential than any post of the actor may see, or that bar it. One query."""
    wanted = set(ids)
    if not wanted:
        return set()
    most = max((grant.clearance for grant in actor.grants), default=0)
    with acting_as_system():
        secret = Q(confidentiality__gt=most)
        barring = overlapping(Case.objects.filter(pk__in=wanted), actor.barring_tokens(), "barred")
        found = Case.objects.filter(secret, pk__in=wanted).values_list("pk", flat=True)
        return {*found, *barring.values_list("pk", flat=True)}


def parties_of(case: Case) -> list[tuple[int, str]]:
    """Ids of the parties to a case with their roles, its reporter first. One query."""
    reporter = [(case.reporter_id, "reporter")] if case.reporter_id is not None else []
    others = CaseParty.objects.filter(case_id=case.pk).order_by("id").values_list("party_id", "role")
    return [*reporter, *((party, role) for party, role in others if (party, role) not in reporter)]


def links_of(actor: Actor, case: Case) -> list[tuple[CaseLink, Case]]:
    """Links of a case with the case at the other end, as far as the actor may see that one. Two queries."""
    links = list(CaseLink.objects.filter(Q(case_id=case.pk) | Q(other_id=case.pk)).order_by("id"))
    ends = {link.pk: link.other_id if link.case_id == case.pk else link.case_id for link in links}
    seen = visible_cases(actor).in_bulk(ends.values()) if ends else {}
    return [(link, seen[ends[link.pk]]) for link in links if ends[link.pk] in seen]


def merged_with(actor: Actor, case: Case) -> list[Case]:
    """Cases that were merged into this one, and the one that it was merged into. One query."""
    around = Q(merged_into_id=case.pk)
    if case.merged_into_id is not None:
        around |= Q(pk=case.merged_into_id)
    return list(visible_cases(actor).filter(around).order_by("filed_at", "id"))


def own_reports(actor: Actor) -> QuerySet[Case]:
    """Cases that the actor reported as a resident or is a party to, newest first."""
    if actor.party_id is None:
        return Case.objects.none()
    own = frozenset((party_token(actor.party_id),))
    return overlapping(visible_cases(actor), own).order_by("-filed_at", "-id")


def released() -> dict[str, list[int]]:
    """Ids of all released versions by the key of their procedure. One query; the versions stand in memory."""
    found: dict[str, list[int]] = {}
    for pk, key in ProcedureVersion.objects.order_by("id").values_list("pk", "key"):
        found.setdefault(key, []).append(pk)
    return found


def waiting_for(actor: Actor, version_ids: list[int], act: str) -> QuerySet[Case]:
    """Open cases in a state from which ``act`` may be done, on which the actor holds a function that does it."""
    versions = [procedure for procedure in map(procedure_of, version_ids) if act in procedure.act]
    states = {state for procedure in versions for state in states_of(procedure, act)}
    tokens = frozenset().union(*(actor.tokens(name) for name in permissions_of(versions, act)))
    if actor.account_id is not None and any(is_named(actor, procedure, act) for procedure in versions):
        tokens |= {account_token(actor.account_id)}
    rows = overlapping(Case.objects.filter(closed_at__isnull=True, state__in=sorted(states)), tokens)
    return unbarred(rows, actor).filter(procedure_id__in=version_ids).order_by("due_at", "id")


def is_named(actor: Actor, procedure: Procedure, act: str) -> bool:
    """Whether an account that a case names may do the act, with what the actor holds."""
    functions = [procedure.who[name] for name in procedure.act[act].who]
    return any(f.relation == "named" and (f.permission is None or actor.holds(f.permission)) for f in functions)


def states_of(procedure: Procedure, act: str) -> list[str]:
    """States in which an act may be done."""
    spec = procedure.act[act]
    return [state for state in procedure.states if procedure.is_open(spec, state)]


def permissions_of(versions: Iterable[Procedure], act: str) -> set[str]:
    """Permissions of the functions that do an act by a post. Whom a case names is asked apart."""
    functions = [procedure.who[name] for procedure in versions for name in procedure.act[act].who]
    return {function.permission for function in functions if function.permission and function.relation != "named"}


def files_filed(actor: Actor, client_key: str) -> dict[bytes, int]:
    """Files of the case that this client filed under the key, by content: a double click sends pictures again."""
    key = scoped_key(actor, client_key)
    with acting_as_system():
        case = find_known([key] if key else []).get(key or "")
        rows = Attachment.objects.filter(case=case, seq=1).select_related("file") if case else ()
        return {bytes(row.file.sha256): row.file_id for row in rows}


def digests_of(file_ids: Iterable[int]) -> dict[int, bytes]:
    """Content digests of stored files by id."""
    return {
        pk: bytes(digest) for pk, digest in StoredFile.objects.filter(pk__in=set(file_ids)).values_list("pk", "sha256")
    }
