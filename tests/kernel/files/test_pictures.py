"""Pictures: nothing but the picture is kept, upright, and small enough."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from minsheng.base.errors import Refusal
from minsheng.kernel.files import images
from tests.kernel.files import conftest as made
from tests.kernel.files.conftest import read, read_thumbnail, store

pytestmark = pytest.mark.django_db


def _kept(content: bytes, name: str) -> Image.Image:
    return Image.open(io.BytesIO(read(store(content, name))))


def test_place_and_camera_are_gone_and_the_picture_is_upright() -> None:
    original = made.photo_with_place()
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(0x8825), "the photo did hold its place"
    kept = _kept(original, "IMG_1.jpg")
    assert dict(kept.getexif()) == {}
    assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & set(kept.info)
    assert b"Maker of phones" not in read(store(original, "IMG_1.jpg"))
    red, _green, blue = kept.convert("RGB").getpixel((5, 20))  # type: ignore[misc]  # of an RGB picture a triple
    assert blue > red, "turned by half: blue, which was right, stands left"


def test_size_and_thumbnail() -> None:
    file = store(made.picture(size=(1200, 600)), "a.jpg")
    assert (file.width, file.height) == (1200, 600)
    thumbnail = Image.open(io.BytesIO(read_thumbnail(file)))
    assert (thumbnail.format, thumbnail.size) == ("JPEG", (400, 200))


def test_a_very_large_picture_is_made_smaller() -> None:
    file = store(made.picture(size=(6000, 300)), "a.jpg")
    assert (file.width, file.height) == (4096, 205)


@pytest.mark.parametrize(
    ("file_format", "mode", "name", "kept_mode"),
    [
        ("JPEG", "CMYK", "a.jpg", "RGB"),
        ("JPEG", "L", "a.jpg", "RGB"),
        ("PNG", "P", "a.png", "RGB"),
        ("PNG", "RGBA", "a.png", "RGBA"),
        ("PNG", "LA", "a.png", "RGBA"),
        ("PNG", "I;16", "a.png", "RGB"),
        ("PNG", "1", "a.png", "RGB"),
        ("WEBP", "RGBA", "a.webp", "RGBA"),
    ],
)
def test_every_mode_is_kept_in_one_that_shows(file_format: str, mode: str, name: str, kept_mode: str) -> None:
    content = made.picture(file_format, mode=mode) if mode != "I;16" else _sixteen_bits()
    kept = _kept(content, name)
    assert (kept.format, kept.size) == (file_format, (60, 40))
    assert kept.mode in {kept_mode, "RGB"}


def _sixteen_bits() -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (60, 40), 30000).save(out, "PNG")
    return out.getvalue()


def test_of_an_animation_the_first_frame_is_kept() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    kept = _kept(out.getvalue(), "a.webp")
    assert getattr(kept, "n_frames", 1) == 1


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_off_is_refused(file_format: str) -> None:
    content = made.picture(file_format, size=(300, 300), mode="RGB")
    name = f"a.{file_format.lower()}"
    with pytest.raises(Refusal) as caught:
        store(content[: len(content) * 6 // 10], name)
    assert (caught.value.code, caught.value.field) == ("file.damaged", "file")


def test_a_header_alone_is_refused() -> None:
    with pytest.raises(Refusal, match=r"file\.damaged"):
        store(made.picture()[:30], "a.jpg")


@pytest.mark.parametrize("side", [8000, 11000, 60000])
def test_too_many_pixels_are_refused_before_they_are_decoded(side: int) -> None:
    with pytest.raises(Refusal) as caught:
        store(made.png_of_claimed_size(side, side), "a.png")
    assert caught.value.code == "file.too_many_pixels"
    assert caught.value.params["most"] == images.MOST_PIXELS
