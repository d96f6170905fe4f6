"""Pictures, decoded and encoded anew: nothing but the picture is kept, no place, no camera, no hidden content."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageOps

from minsheng.base.errors import Refusal
from minsheng.kernel.files.kinds import JPEG, PNG, WEBP, FileType

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4096
"""Pixels. A larger picture is made smaller: enough to read a number plate, and a phone's camera fits."""
THUMBNAIL_SIDE = 400
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
_QUALITY = 88
_THUMBNAIL_QUALITY = 80


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept, with its size in pixels, and a small JPEG of it."""

    content: IO[bytes]
    width: int
    height: int
    thumbnail: IO[bytes]


def clean_picture(stream: IO[bytes], file_type: FileType) -> Picture:
    """Decode ``stream`` (of ``file_type``), turn it upright, and encode it anew without any metadata.

    Of an animation the first frame stays. Raises Refusal on field ``file``: ``file.too_many_pixels`` (params width,
    height, most) before anything is decoded, or ``file.damaged`` when it is cut off or broken.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd files; they are decoded wholly or refused
            return _cleaned(stream, file_type)
    except Image.DecompressionBombError as error:
        raise Refusal("file.too_many_pixels", "file", most=MOST_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError) as error:
        raise Refusal("file.damaged", "file", found=file_type.media_type) from error


def _cleaned(stream: IO[bytes], file_type: FileType) -> Picture:
    stream.seek(0)
    with Image.open(stream, formats=[_FORMATS[file_type]]) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:
            raise Refusal("file.too_many_pixels", "file", width=width, height=height, most=MOST_PIXELS)
        # Lets JPEG be decoded at a half or a quarter: a fraction of the memory.
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    picture = _bare(upright)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    content = _encoded(picture, file_type)
    return Picture(content, picture.width, picture.height, _thumbnail(picture))


def _bare(image: Image.Image) -> Image.Image:
    """The pixels alone, in a mode that every format here can hold."""
    has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    plain = image.convert("RGBA" if has_alpha else "RGB")
    plain.info = {}
    return plain


def _encoded(picture: Image.Image, file_type: FileType) -> IO[bytes]:
    out = io.BytesIO()
    if file_type is PNG:
        picture.save(out, "PNG")
    else:
        kept = picture if file_type is WEBP else picture.convert("RGB")
        kept.save(out, _FORMATS[file_type], quality=_QUALITY)
    return out


def _thumbnail(picture: Image.Image) -> IO[bytes]:
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    ground = Image.new("RGB", small.size, "white")
    ground.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=_THUMBNAIL_QUALITY)
    return out
