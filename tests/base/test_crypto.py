"""Ciphers on published vectors; nothing opens in another place, with another key or after a change."""

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.crypto import CipherName, FieldCipher, Place, Unreadable, blind_index, derive_key, digest

MASTER = bytes(range(32))
PLACE = Place("parties_party", "phone", "42")
both = pytest.mark.parametrize("algorithm", list(CipherName))


def test_sm3_and_sha256_vectors() -> None:
    assert digest("sm3", b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert digest("sha256", b"abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with pytest.raises(ValueError, match="md5"):
        digest("md5", b"abc")  # type: ignore[arg-type]


def test_sm4_block_vector_of_gb_t_32907() -> None:
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    block = Cipher(algorithms.SM4(key), modes.ECB()).encryptor()
    assert (block.update(key) + block.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_vector_of_rfc_8998() -> None:
    key, nonce = bytes.fromhex("0123456789abcdeffedcba9876543210"), bytes.fromhex("00001234567800000000abcd")
    sealer = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
    text = b"".join(bytes([int(half * 2, 16)]) * 8 for half in "ABCDEFEA")
    sealed = sealer.update(text) + sealer.finalize()
    assert sealed.hex().startswith("17f399f08c67d5ee19d0dc9969c4bb7d")
    assert sealer.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"


@both
@given(text=st.text())
def test_sealed_and_opened(algorithm: CipherName, text: str) -> None:
    cipher, key = FieldCipher(algorithm, MASTER), FieldCipher.new_data_key()
    envelope = cipher.encrypt(key, text, PLACE)
    assert cipher.decrypt(key, envelope, PLACE) == text
    assert len(envelope) == 2 + 12 + len(text.encode()) + 16


@both
def test_the_same_text_never_looks_the_same(algorithm: CipherName) -> None:
    cipher, key = FieldCipher(algorithm, MASTER), FieldCipher.new_data_key()
    assert len({cipher.encrypt(key, "13812345678", PLACE) for _ in range(50)}) == 50


def test_a_changed_setting_still_reads_old_rows() -> None:
    key = FieldCipher.new_data_key()
    old = FieldCipher("aes-256-gcm", MASTER).encrypt(key, "旧", PLACE)
    assert FieldCipher("sm4-gcm", MASTER).decrypt(key, old, PLACE) == "旧"


@both
@pytest.mark.parametrize(
    "other",
    [
        Place("parties_party", "phone", "43"),
        Place("parties_party", "name", "42"),
        Place("parties_note", "phone", "42"),
        Place("parties_partyp", "hone", "42"),
        Place("parties_party", "phone4", "2"),
    ],
)
def test_another_place_does_not_open(algorithm: CipherName, other: Place) -> None:
    cipher, key = FieldCipher(algorithm, MASTER), FieldCipher.new_data_key()
    with pytest.raises(Unreadable):
        cipher.decrypt(key, cipher.encrypt(key, "张三", PLACE), other)


@both
def test_every_flipped_bit_is_noticed(algorithm: CipherName) -> None:
    cipher, key = FieldCipher(algorithm, MASTER), FieldCipher.new_data_key()
    envelope = cipher.encrypt(key, "张三", PLACE)
    for place in range(len(envelope) * 8):
        changed = bytearray(envelope)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(Unreadable):
            cipher.decrypt(key, bytes(changed), PLACE)


@both
@pytest.mark.parametrize("envelope", [b"", b"\x01\x01", b"\x01\x01" + bytes(27), b"\x02\x01" + bytes(40)])
def test_what_is_no_envelope_is_unreadable(algorithm: CipherName, envelope: bytes) -> None:
    with pytest.raises(Unreadable):
        FieldCipher(algorithm, MASTER).decrypt(FieldCipher.new_data_key(), envelope, PLACE)


@both
def test_a_wrapped_key_opens_for_its_owner_and_master_only(algorithm: CipherName) -> None:
    cipher, key = FieldCipher(algorithm, MASTER), FieldCipher.new_data_key()
    wrapped = cipher.wrap(key, "7")
    assert cipher.unwrap(wrapped, "7") == key
    assert key not in wrapped
    with pytest.raises(Unreadable):
        cipher.unwrap(wrapped, "8")
    with pytest.raises(Unreadable):
        FieldCipher(algorithm, bytes(32)).unwrap(wrapped, "7")
    with pytest.raises(Unreadable):
        cipher.decrypt(FieldCipher.new_data_key(), cipher.encrypt(key, "x", PLACE), PLACE)


def test_keys_have_32_bytes() -> None:
    with pytest.raises(ValueError, match="32"):
        FieldCipher("aes-256-gcm", b"short")
    with pytest.raises(ValueError, match="32"):
        blind_index(b"short", "x")
    with pytest.raises(ValueError, match="not a valid CipherName"):
        FieldCipher("aes-128-ecb", MASTER)


def test_blind_index_depends_on_key_value_and_algorithm() -> None:
    key = derive_key(MASTER, "blind/phone")
    values = {
        blind_index(key, "13812345678"),
        blind_index(key, "13812345679"),
        blind_index(derive_key(MASTER, "blind/identity"), "13812345678"),
        blind_index(key, "13812345678", "sm3"),
    }
    assert len(values) == 4
    assert {len(value) for value in values} == {32}
    assert blind_index(key, "13812345678") == blind_index(key, "13812345678")
