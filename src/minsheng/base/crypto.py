"""Encryption of single fields, blind indexes and digests, with international or Chinese algorithms.

Every person has an own data key, stored wrapped by the master key beside the fields that it opens: deleting the wrapped
key makes every copy of these fields in the database unreadable (个人信息保护法 47). A backup taken before holds
the wrapped key as well; it forgets the person when it is itself deleted, so backups are kept for a stated time only.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as openssl_hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

DigestName = Literal["sha256", "sm3"]
KEY_LENGTH = 32
_VERSION = 1
_NONCE_LENGTH, _TAG_LENGTH = 12, 16
_HEAD_LENGTH = 2 + _NONCE_LENGTH


class CipherName(StrEnum):
    """Authenticated ciphers that a deployment may choose. Both read what the other one wrote."""

    AES_256_GCM = "aes-256-gcm"
    SM4_GCM = "sm4-gcm"


_NUMBERS = {CipherName.AES_256_GCM: 1, CipherName.SM4_GCM: 2}
_BY_NUMBER = {number: name for name, number in _NUMBERS.items()}


class Unreadable(Exception):
    """An envelope that does not open: another key, another place, changed bytes, or no envelope at all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ciphertext belongs. Moved to another row, column or table it does not open."""

    table: str
    column: str
    row: str

    def associated_data(self) -> bytes:
        """The three names, each preceded by its length, so that no two places give the same bytes."""
        parts = (part.encode() for part in (self.table, self.column, self.row))
        return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


class FieldCipher:
    """Seals and opens fields; wraps and unwraps data keys.

    Envelope, version 1: version (1 byte), algorithm (1: AES-256-GCM, 2: SM4-GCM), nonce (12 random bytes), ciphertext,
    tag (16). Version and algorithm are authenticated with the place. ``algorithm`` is used for writing; reading follows
    the envelope. ``master_key`` has 32 bytes (ValueError otherwise); with random nonces it may wrap 2³² keys.
    """

    def __init__(self, algorithm: CipherName | str, master_key: bytes) -> None:
        """Choose the algorithm for writing; a name that is no ``CipherName`` is a ValueError."""
        self.algorithm = CipherName(algorithm)
        self._wrapping_key = derive_key(master_key, "wrap")

    @staticmethod
    def new_data_key() -> bytes:
        """A fresh key of 32 random bytes for one person."""
        return os.urandom(KEY_LENGTH)

    def wrap(self, data_key: bytes, owner: str) -> bytes:
        """Seal a data key under the master key; ``owner`` (the person's stable id) is bound to it."""
        _check_key(data_key)
        return self._seal(self._wrapping_key, data_key, Place("data_key", "wrapped", owner))

    def unwrap(self, wrapped: bytes, owner: str) -> bytes:
        """Open a wrapped data key. Raises Unreadable, also when it was wrapped for another owner."""
        return _open(self._wrapping_key, wrapped, Place("data_key", "wrapped", owner))

    def encrypt(self, data_key: bytes, plaintext: str, place: Place) -> bytes:
        """Seal ``plaintext`` (UTF-8) for one place under a person's data key; each time other bytes come out."""
        _check_key(data_key)
        return self._seal(data_key, plaintext.encode(), place)

    def decrypt(self, data_key: bytes, envelope: bytes, place: Place) -> str:
        """Open what ``encrypt`` made. Raises Unreadable if the key, the place or one bit is another."""
        _check_key(data_key)
        return _open(data_key, envelope, place).decode()

    def _seal(self, key: bytes, plaintext: bytes, place: Place) -> bytes:
        head = bytes((_VERSION, _NUMBERS[self.algorithm]))
        nonce = os.urandom(_NONCE_LENGTH)
        sealer = Cipher(_block_cipher(self.algorithm, key), modes.GCM(nonce)).encryptor()
        sealer.authenticate_additional_data(head + place.associated_data())
        return head + nonce + sealer.update(plaintext) + sealer.finalize() + sealer.tag


def derive_key(master_key: bytes, purpose: str, length: int = KEY_LENGTH) -> bytes:
    """Derive a key for one purpose from a 32-byte key (HKDF with SHA-256, RFC 5869). ValueError for another length."""
    _check_key(master_key)
    return HKDF(hashes.SHA256(), length, None, f"minsheng/{purpose}".encode()).derive(master_key)


def blind_index(key: bytes, value: str, algorithm: DigestName = "sha256") -> bytes:
    """A keyed fingerprint (HMAC, 32 bytes) by which a normalised value is found without being stored readable.

    Equal values give equal fingerprints, so a column with few values gives them away by counting: use it for phones and
    identity numbers, not for sex or village. ``key`` has 32 bytes and is not the master key: derive one.
    """
    _check_key(key)
    if algorithm == "sha256":
        return hmac.new(key, value.encode(), hashlib.sha256).digest()
    keyed = openssl_hmac.HMAC(key, hashes.SM3())
    keyed.update(value.encode())
    return keyed.finalize()


def digest(algorithm: DigestName, data: bytes) -> bytes:
    """The 32-byte hash of ``data``: SHA-256 (FIPS 180-4) or SM3 (GB/T 32905). ValueError for another name."""
    if algorithm == "sha256":
        return hashlib.sha256(data).digest()
    if algorithm != "sm3":
        raise ValueError(f"unknown digest: {algorithm!r}")
    running = hashes.Hash(hashes.SM3())
    running.update(data)
    return running.finalize()


def _check_key(key: bytes) -> None:
    if len(key) != KEY_LENGTH:
        raise ValueError(f"a key has {KEY_LENGTH} bytes, this one {len(key)}")


def _block_cipher(name: CipherName, key: bytes) -> algorithms.AES | algorithms.SM4:
    if name is CipherName.AES_256_GCM:
        return algorithms.AES(key)
    # SM4 takes 16 bytes: derived, not cut, so that no part of the AES key serves two ciphers.
    return algorithms.SM4(derive_key(key, "sm4", length=16))


def _open(key: bytes, envelope: bytes, place: Place) -> bytes:
    if len(envelope) < _HEAD_LENGTH + _TAG_LENGTH or envelope[0] != _VERSION or envelope[1] not in _BY_NUMBER:
        raise Unreadable("not an envelope of a known version")
    nonce, tag = envelope[2:_HEAD_LENGTH], envelope[-_TAG_LENGTH:]
    opener = Cipher(_block_cipher(_BY_NUMBER[envelope[1]], key), modes.GCM(nonce, tag)).decryptor()
    opener.authenticate_additional_data(envelope[:2] + place.associated_data())
    try:
        return opener.update(envelope[_HEAD_LENGTH:-_TAG_LENGTH]) + opener.finalize()
    except InvalidTag as error:
        raise Unreadable("the key, the place or the bytes do not agree") from error
