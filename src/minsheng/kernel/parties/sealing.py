"""Encrypting and fingerprinting the particulars of a party. Nothing decrypted is kept beyond the call."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from django.conf import settings

from minsheng.base.crypto import DigestName, FieldCipher, Place, blind_index, derive_key
from minsheng.base.text.masking import mask_name, mask_phone
from minsheng.kernel.parties.models import Party, PartyKind
from minsheng.kernel.parties.particulars import FIELDS, Particulars

_TABLE = "parties_party"
_ALGORITHMS: tuple[DigestName, ...] = ("sha256", "sm3")


def seal(party: Party, clear: Particulars) -> Party:
    """Put ``clear`` into ``party``: ciphers under its data key (a new one if it has none), indexes, masked forms."""
    cipher, owner = _cipher(), str(party.stamp)
    if party.wrapped_key is None:
        data_key = cipher.new_data_key()
        party.wrapped_key = cipher.wrap(data_key, owner)
    else:
        data_key = cipher.unwrap(bytes(party.wrapped_key), owner)
    for field in FIELDS:
        text: str = getattr(clear, field)
        place = Place(_TABLE, field, owner)
        setattr(party, f"{field}_cipher", cipher.encrypt(data_key, text, place) if text else None)
    party.phone_index = phone_indexes(clear.phone)[0] if clear.phone else None
    party.identity_index = identity_indexes(clear.identity)[0] if clear.identity else None
    person = person_indexes(clear)
    party.person_index = person[0] if person else None
    # An organisation's name is public; a person's is not.
    party.masked_name = mask_name(clear.name) if party.kind == PartyKind.PERSON else clear.name
    party.masked_phone = mask_phone(clear.phone)
    return party


def unseal(party: Party, names: tuple[str, ...] = FIELDS) -> dict[str, str]:
    """Decrypt the fields ``names`` of ``party``; an empty text where nothing is known.

    Raises base.crypto.Unreadable when the key or the bytes are not the party's own.
    """
    if party.wrapped_key is None:
        return dict.fromkeys(names, "")
    cipher, owner = _cipher(), str(party.stamp)
    data_key = cipher.unwrap(bytes(party.wrapped_key), owner)
    found: dict[str, str] = {}
    for name in names:
        envelope = getattr(party, f"{name}_cipher")
        found[name] = cipher.decrypt(data_key, bytes(envelope), Place(_TABLE, name, owner)) if envelope else ""
    return found


def blank(party: Party) -> Party:
    """Take everything personal out of ``party``, its key first of all."""
    for column in ("wrapped_key", "phone_index", "identity_index", "person_index", "reference_index"):
        setattr(party, column, None)
    for field in FIELDS:
        setattr(party, f"{field}_cipher", None)
    party.masked_name = party.masked_phone = ""
    party.account = None
    return party


def phone_indexes(phone: str) -> list[bytes]:
    """Fingerprints of a checked phone number: the one to be written first, then those of other algorithms."""
    return _indexes("phone", phone)


def identity_indexes(identity: str) -> list[bytes]:
    """Fingerprints of a checked identity number or credit code, the one to be written first."""
    return _indexes("identity", identity)


def person_indexes(clear: Particulars) -> list[bytes]:
    """Fingerprints of name and phone, or of name and number when no phone is known; empty when neither is."""
    name = "".join(unicodedata.normalize("NFKC", clear.name).split()).casefold()
    if clear.phone:
        return _indexes("person", f"{name}\0{clear.phone}")
    return _indexes("person by number", f"{name}\0{clear.identity}") if clear.identity else []


def reference_indexes(source: str, reference: str) -> list[bytes]:
    """Fingerprints of what another system (``source``) calls a party, the one to be written first."""
    return _indexes("reference", f"{source}\0{reference}")


def _indexes(sort: str, value: str) -> list[bytes]:
    """One fingerprint for each algorithm, since rows written before a change of the setting must still be found."""
    key = _index_key(bytes(settings.INDEX_KEY))
    chosen = getattr(settings, "MINSHENG_DIGEST", _ALGORITHMS[0])
    order = sorted(_ALGORITHMS, key=lambda name: name != chosen)
    return [blind_index(key, f"{sort}\0{value}", algorithm) for algorithm in order]


def _cipher() -> FieldCipher:
    return _made_cipher(getattr(settings, "MINSHENG_CIPHER", "aes-256-gcm"), bytes(settings.FIELD_KEY))


@lru_cache(maxsize=4)
def _made_cipher(algorithm: str, master_key: bytes) -> FieldCipher:
    return FieldCipher(algorithm, master_key)


@lru_cache(maxsize=4)
def _index_key(master_key: bytes) -> bytes:
    return derive_key(master_key, "parties index")
