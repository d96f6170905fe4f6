"""Reading a paper back with python-docx."""

from __future__ import annotations

import io
import re
import zipfile

from docx import Document
from docx.document import Document as Sheet
from docx.oxml.ns import qn


def opened(content: bytes) -> Sheet:
    """The paper, opened as any word processor would."""
    return Document(io.BytesIO(content))


def words(content: bytes) -> str:
    """All text of the body, tables included, line by line."""
    body = opened(content).element.body
    return "\n".join("".join(node.text or "" for node in line.iter(qn("w:t"))) for line in body.iter(qn("w:p")))


def part(content: bytes, name: str) -> str:
    """The XML of one part."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read(name).decode()


def fonts(content: bytes) -> set[str]:
    """East Asian fonts that the body names."""
    return set(re.findall(r'w:eastAsia="([^"]+)"', part(content, "word/document.xml")))
