"""To whom a message goes, and how an address is checked and kept: encrypted, under a key for addresses only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from minsheng.base.codes.phone import PhoneKind, check_phone, phone_kind
from minsheng.base.crypto import FieldCipher, Place, derive_key
from minsheng.base.errors import Refusal
from minsheng.kernel.messages.models import Channel

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class ToParty:
    """A party of a case: by text message to the phone that it has when the message leaves, or on its screen."""

    party_id: int


@dataclass(frozen=True, slots=True)
class ToAccount:
    """Somebody who signs in: a notice on the screen."""

    account_id: int


@dataclass(frozen=True, slots=True)
class ToUnit:
    """Whoever has a post in a unit: a notice on their screens."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class ToArea:
    """Whoever has a post that reaches an area, with the permission ``needs`` if named: a notice on their screens."""

    area_id: int
    needs: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class ToAddress:
    """A phone number, an e-mail address or a URL, as the channel asks."""

    address: str

    def __repr__(self) -> str:
        """Nothing personal: a representation ends up in logs."""
        return "ToAddress(…)"


Recipient = ToParty | ToAccount | ToUnit | ToArea | ToAddress

_FITS: dict[Channel, tuple[type[Recipient], ...]] = {
    Channel.SMS: (ToParty, ToAddress),
    Channel.EMAIL: (ToAddress,),
    Channel.WEBHOOK: (ToAddress,),
    Channel.INAPP: (ToAccount, ToParty, ToUnit, ToArea),
}


def can_reach(channel: Channel, to: Recipient) -> bool:
    """Whether a message on ``channel`` can be addressed to ``to`` at all."""
    return isinstance(to, _FITS[channel])


def check_recipient(channel: Channel, to: Recipient) -> Recipient:
    """Return ``to`` with its address in its one written form.

    Raises Refusal on field ``to``: ``message.recipient`` (this channel cannot reach such a recipient),
    ``phone.format``, ``message.not_mobile``, ``email.format`` or ``url.format``.
    """
    if not can_reach(channel, to):
        raise Refusal("message.recipient", "to", channel=channel.value)
    if not isinstance(to, ToAddress):
        return to
    check = {Channel.SMS: _mobile, Channel.EMAIL: _email, Channel.WEBHOOK: _url}[channel]
    return ToAddress(check(to.address.strip()))


def encrypted(address: str, stamp: str) -> bytes:
    """Encrypt an address for the message ``stamp``."""
    cipher, key = _cipher()
    return cipher.encrypt(key, address, Place("messages_outbox", "address", stamp))


def decrypted(envelope: bytes, stamp: str) -> str:
    """Decrypt the address of the message ``stamp``. Raises base.crypto.Unreadable when it is not its own."""
    cipher, key = _cipher()
    return cipher.decrypt(key, envelope, Place("messages_outbox", "address", stamp))


def _cipher() -> tuple[FieldCipher, bytes]:
    return _made_cipher(getattr(settings, "MINSHENG_CIPHER", "aes-256-gcm"), bytes(settings.FIELD_KEY))


@lru_cache(maxsize=4)
def _made_cipher(algorithm: str, master_key: bytes) -> tuple[FieldCipher, bytes]:
    return FieldCipher(algorithm, master_key), derive_key(master_key, "messages addresses")


def _mobile(text: str) -> str:
    number = check_phone(text, "to")
    if phone_kind(number) is not PhoneKind.MOBILE:
        raise Refusal("message.not_mobile", "to")
    return number


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise Refusal("email.format", "to") from error
    return text


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in {"https", "http"} and bool(parts.hostname) and parts.username is None
        _ = parts.port
    except ValueError:
        is_good = False
    if not is_good or len(text) > _LONGEST:
        raise Refusal("url.format", "to")
    return text
