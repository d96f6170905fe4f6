"""Small pictures and papers that stand for evidence: drawn by code, and marked as simulated."""

from __future__ import annotations

import io
import random
from functools import lru_cache

from PIL import Image, ImageDraw

VARIANTS = 24
_SIZE = (240, 180)
_SKIES = ("#9db8cf", "#b7c4cc", "#c9d3d6", "#7d95a8", "#d8cdb8")
_GROUNDS = ("#7a756c", "#8d8779", "#6c7064", "#99907f", "#5f625e")
_WALLS = ("#c7b79c", "#b8aa98", "#a7a39c", "#cdbfae", "#9f8f80")
_MARK = "SIMULATED - demonstration only"


@lru_cache(maxsize=2 * VARIANTS)
def photo(number: int, *, tidy: bool) -> bytes:
    """A PNG of a street scene: houses, a road, and on the road what was complained of, or nothing when ``tidy``."""
    rng = random.Random(f"photo:{number % VARIANTS}")  # noqa: S311 - a drawing, not a secret
    image = Image.new("RGB", _SIZE, rng.choice(_SKIES))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 120, *_SIZE), fill=rng.choice(_GROUNDS))
    left = -20
    while left < _SIZE[0]:
        width, top = rng.randint(40, 72), rng.randint(24, 80)
        draw.rectangle((left, top, left + width, 124), fill=rng.choice(_WALLS), outline="#77706a")
        for x in range(left + 8, left + width - 10, 16):
            for y in range(top + 8, 112, 20):
                draw.rectangle((x, y, x + 8, y + 11), fill="#56616b")
        left += width + 4
    if not tidy:
        for _ in range(rng.randint(8, 16)):
            x, y, size = rng.randint(40, 190), rng.randint(130, 158), rng.randint(5, 16)
            draw.ellipse(
                (x, y, x + size, y + size * 2 // 3), fill=rng.choice(("#3d3a33", "#e6e2d6", "#8a5a2f", "#47624a"))
            )
    draw.text((6, 166), _MARK, fill="white")
    return _png(image)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=VARIANTS)
def paper(number: int) -> bytes:
    """A PDF of one page that stands for a record of an inspection."""
    lines = (
        "RECORD OF INSPECTION (SIMULATED)",
        f"No. {number % VARIANTS + 1:03d}",
        "This page was made by the demonstration of Minsheng.",
        "It stands for the evidence that an exemption needs.",
    )
    shown = "".join(f"({line.replace('(', '[').replace(')', ']')}) Tj 0 -24 Td " for line in lines)
    content = f"BT /F1 14 Tf 60 760 Td {shown}ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    return _pdf(objects)


def _pdf(objects: tuple[bytes, ...]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return out.getvalue()
