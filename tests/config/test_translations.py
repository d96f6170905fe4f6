"""Translations are compiled without gettext's programs, and only when they have changed."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from minsheng.config.translations import compile_translations

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n"

msgid "District"
msgstr "区"

#, fuzzy
msgid "Guess"
msgstr "猜"

msgid "%(count)s case"
msgid_plural "%(count)s cases"
msgstr[0] "%(count)s 件"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "room" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO, encoding="utf-8")
    return path


def test_compiled_once_and_read_by_gettext(source: Path, tmp_path: Path) -> None:
    assert compile_translations(tmp_path) == [source.with_suffix(".mo")]
    assert compile_translations(tmp_path) == []
    with source.with_suffix(".mo").open("rb") as stream:
        found = gettext.GNUTranslations(stream)
    assert found.gettext("District") == "区"
    assert found.gettext("Guess") == "Guess"
    assert found.ngettext("%(count)s case", "%(count)s cases", 2) == "%(count)s 件"


def test_a_broken_file_is_named_with_its_line(source: Path, tmp_path: Path) -> None:
    source.write_text(PO + "\nnonsense\n", encoding="utf-8")
    with pytest.raises(OSError, match=r"django\.po.*line 1[0-9]"):
        compile_translations(tmp_path)
    assert not source.with_suffix(".mo").exists()
