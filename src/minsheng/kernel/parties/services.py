"""Registering parties, and the rights of a person over what is kept about them (个人信息保护法 44–50)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minsheng.base.codes.credit import check_credit_code
from minsheng.base.codes.identity import check_identity
from minsheng.base.codes.phone import check_phone
from minsheng.base.errors import Refusal
from minsheng.base.text.cleaning import clean_text
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.rules import require
from minsheng.kernel.audit.services import record
from minsheng.kernel.parties.hooks import erasers, meets, personal_data_sources, retention_holds
from minsheng.kernel.parties.models import Party, PartyKind
from minsheng.kernel.parties.particulars import FIELDS, checked
from minsheng.kernel.parties.registering import add_or_find, fill_address
from minsheng.kernel.parties.sealing import blank, identity_indexes, phone_indexes, seal, unseal

SHORTEST_REASON = 4
LONGEST_REASON = 200


class ErasureGround(models.TextChoices):
    """Grounds on which a handler must delete personal data (个人信息保护法 47)."""

    PURPOSE_ENDED = "purpose_ended", _("the purpose is reached, cannot be reached, or needs the data no longer")
    TERM_ENDED = "term_ended", _("the service has ended or the term of keeping has run out")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("the person has withdrawn consent")
    UNLAWFUL = "unlawful", _("the handling broke a law or an agreement")
    OTHER = "other", _("another case that a law or regulation provides for")


def register_party(
    *,
    by: Actor,
    kind: PartyKind,
    name: str,
    phone: str = "",
    identity: str = "",
    address: str = "",
    account: Account | None = None,
) -> Party:
    """Return the party of these particulars, registering it if need be: one SELECT, at most one write.

    Must run inside a transaction that looks as the system (`look_as_system`): it is part of a larger service, such as
    filing. The same party is one of the same kind, name and phone (without phone: number), and of the same number if
    one is given. An account gets a party of its own and never takes over one that others made, for a name and a phone
    prove nothing; nor does somebody who merely knows them end up in an account's record.

    An address is added where none is known; another one is not changed, for the same reason. Raises Refusals with
    every faulty field, and Refusal ``access.denied`` for an account that is not the actor's own.
    """
    if account is not None and not by.is_system and by.account_id != account.pk:
        raise Refusal("access.denied", "account", status=403)
    clear = checked(kind, name=name, phone=phone, identity=identity, address=address)
    party, is_new = add_or_find(kind, clear, account)
    if not is_new and clear.address and party.address_cipher is None:
        fill_address(party, clear.address)
    return party


def update_party(
    *,
    by: Actor,
    party_id: int,
    name: str | None = None,
    phone: str | None = None,
    identity: str | None = None,
    address: str | None = None,
) -> Party:
    """Correct particulars (个人信息保护法 46); ``None`` leaves a field as it is, an empty text removes it. Audited.

    Allowed to the party itself, and with ``parties.update`` to whoever meets the party in their work. Raises Refusal
    ``access.denied``, ``party.not_found``, ``party.exists`` (another party has exactly these), or Refusals on the
    fields.
    """
    given = {"name": name, "phone": phone, "identity": identity, "address": address}
    changes = {field: value for field, value in given.items() if value is not None}
    if by.party_id != party_id:
        require(by, "parties.update")
    with acting_as_system():
        party = _locked(by, party_id)
        clear = checked(PartyKind(party.kind), **(unseal(party) | changes))
        try:
            with transaction.atomic():
                seal(party, clear).save()
        except IntegrityError as error:
            raise Refusal("party.exists", "name", status=409) from error
        record("parties.updated", by=by, subject="party", subject_id=party_id, data={"fields": sorted(changes)})
    return party


def reveal_party(
    *, by: Actor, party_id: int, fields: Sequence[str], reason: str, case_id: int | None = None
) -> dict[str, str]:
    """Return the named ``fields`` (of name, phone, identity, address) in clear, once the audit line is written.

    Needs ``parties.reveal``, a ``reason`` of 4 characters or more, and that the actor meets the party in its work (in
    the case ``case_id``, if given). Raises Refusal ``access.denied``, ``party.not_found``, ``party.field`` or
    ``reason.short``. Do not keep what is returned: ask again, so that the log tells who looked when.
    """
    require(by, "parties.reveal")
    unknown = [name for name in fields if name not in FIELDS]
    if unknown or not fields:
        raise Refusal("party.field", "fields", unknown=", ".join(unknown), known=", ".join(FIELDS))
    why = _reason(reason)
    with acting_as_system():
        party = _met(by, party_id, case_id)
        record(
            "parties.revealed",
            by=by,
            subject="party",
            subject_id=party_id,
            data={"fields": sorted(set(fields)), "reason": why},
            case_id=case_id,
        )
        return unseal(party, tuple(fields))


def find_by_phone(*, by: Actor, phone: str) -> list[Party]:
    """Parties with exactly this number, oldest first, masked. Needs ``parties.look_up``; audited without the number.

    Raises Refusal ``access.denied`` or ``phone.format``.
    """
    require(by, "parties.look_up")
    return _found(by, "phone", phone_indexes(check_phone(phone, "phone")))


def find_by_identity(*, by: Actor, identity: str, kind: PartyKind = PartyKind.PERSON) -> list[Party]:
    """Parties with exactly this identity number or credit code, oldest first, masked. As `find_by_phone`."""
    require(by, "parties.look_up")
    check = check_identity if kind == PartyKind.PERSON else check_credit_code
    return _found(by, "identity", identity_indexes(check(identity, "identity")))


def export_person(*, by: Actor, party_id: int, reason: str) -> dict[str, Any]:
    """Everything kept about one party, ready for JSON: its own particulars and a part for each registered source.

    For a request by Article 45. Allowed to the party itself and with ``parties.erase``. Audited. Raises Refusal
    ``access.denied``, ``party.not_found`` or ``reason.short``.
    """
    if by.party_id != party_id:
        require(by, "parties.erase")
    why = _reason(reason)
    with acting_as_system():
        party = _existing(Party.objects.filter(pk=party_id))
        parts = {name: source(party_id) for name, source in personal_data_sources.named()}
        data = {"sources": sorted(parts), "reason": why}
        record("parties.exported", by=by, subject="party", subject_id=party_id, data=data)
        own = {"id": party.pk, "kind": party.kind, "registered_at": party.created_at.isoformat(), **unseal(party)}
    return {"made_at": timezone.now().isoformat(), "party": own, **parts}


def erase_person(*, by: Actor, party_id: int, ground: ErasureGround) -> None:
    """Delete everything personal about one party, here and in every room with an eraser, in one transaction.

    The wrapped key goes first of all: copies of the ciphers elsewhere are then noise. A tombstone (id, kind, dates)
    stays, so that cases keep their structure. Needs ``parties.erase``. Audited. Raises Refusal ``access.denied``,
    ``party.not_found``, or ``party.retained`` (409; params rules, until) while a law asks for keeping: then the data
    may only be stored, nothing else (Article 47, last paragraph).
    """
    require(by, "parties.erase")
    with acting_as_system():
        party = _existing(Party.objects.select_for_update().filter(pk=party_id))
        _check_retention(party_id)
        for _name, erase in erasers.named():
            erase(party_id)
        Account.objects.filter(party_id=party_id).update(party_id=None)
        blank(party)
        party.erased_at = timezone.now()
        party.save()
        data: dict[str, Any] = {"ground": ground.value, "erasers": [name for name, _ in erasers.named()]}
        record("parties.erased", by=by, subject="party", subject_id=party_id, data=data)


def _check_retention(party_id: int) -> None:
    holds = [hold for _, function in retention_holds.named() for hold in function(party_id)]
    if holds:
        known = [hold.until for hold in holds if hold.until is not None]
        until = max(known).isoformat() if known else ""
        raise Refusal("party.retained", status=409, rules=", ".join(sorted({hold.code for hold in holds})), until=until)


def _found(by: Actor, field: str, indexes: list[bytes]) -> list[Party]:
    with acting_as_system():
        rows = list(Party.objects.filter(**{f"{field}_index__in": indexes}).order_by("id"))
        record(
            "parties.looked_up",
            by=by,
            subject="party_search",
            subject_id=field,
            data={"found": [row.pk for row in rows]},
        )
    return rows


def _met(by: Actor, party_id: int, case_id: int | None) -> Party:
    """The party, if the actor meets it; otherwise it does not exist for this actor."""
    if not meets(by, party_id, case_id):
        raise Refusal("party.not_found", status=404)
    return _existing(Party.objects.filter(pk=party_id))


def _locked(by: Actor, party_id: int) -> Party:
    if not meets(by, party_id, None):
        raise Refusal("party.not_found", status=404)
    return _existing(Party.objects.select_for_update().filter(pk=party_id))


def _existing(rows: models.QuerySet[Party]) -> Party:
    party = rows.filter(erased_at__isnull=True).first()
    if party is None:
        raise Refusal("party.not_found", status=404)
    return party


def _reason(text: str) -> str:
    reason = clean_text(text, "reason", LONGEST_REASON, required=False)
    if len(reason) < SHORTEST_REASON:
        raise Refusal("reason.short", "reason", least=SHORTEST_REASON)
    return reason
