"""Every refusal that the source can raise has a sentence in both languages, with the parameters that it is given."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

import minsheng
from minsheng.surface.wording.catalogue import Worded, names, sentences

SOURCE = Path(minsheng.__file__).parent
ALWAYS = frozenset({"code"})


@dataclass(frozen=True)
class Site:
    """One place in the source that makes a Refusal. ``params`` None: they are spread from somewhere, and not told here."""

    where: str
    field: str | None
    params: frozenset[str] | None


def constant(node: ast.expr | None) -> object:
    """The constant that a node is; None for anything else."""
    return node.value if isinstance(node, ast.Constant) else None


def codes(node: ast.expr) -> list[str]:
    """The code or, of a choice, the codes that an expression may be."""
    if isinstance(node, ast.IfExp):
        return [*codes(node.body), *codes(node.orelse)]
    value = constant(node)
    return [value] if isinstance(value, str) else []


def sites() -> dict[str, list[Site]]:
    """All places by code."""
    found: dict[str, list[Site]] = defaultdict(list)
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and node.args:
                for code in codes(node.args[0]):
                    found[code].append(site(node, path))
    return found


def site(node: ast.Call, path: Path) -> Site:
    """What one call says."""
    named = {keyword.arg for keyword in node.keywords}
    field = node.args[1] if len(node.args) > 1 else None
    spread = None in named
    params = frozenset(name for name in named if name and name not in {"status", "field"})
    has_field = field is not None and not (isinstance(field, ast.Constant) and field.value is None)
    where = f"{path.relative_to(SOURCE)}:{node.lineno}"
    return Site(where, "given" if has_field or "field" in named else None, None if spread else params)


RAISED = sites()
WORDED = dict(sentences())


def test_the_source_is_searched() -> None:
    assert len(RAISED) > 150
    assert RAISED["identity.checksum"][0].params == {"expected"}


@pytest.mark.parametrize("code", sorted(RAISED))
def test_every_code_has_its_sentences(code: str) -> None:
    assert code in WORDED, f"{code} ({RAISED[code][0].where}) has no sentence: add it to surface/wording/refusals"
    worded = WORDED[code]
    assert worded.zh.strip()
    assert worded.en.strip()


@pytest.mark.parametrize("code", sorted(RAISED))
def test_every_placeholder_is_given_at_every_place(code: str) -> None:
    wanted = WORDED[code].placeholders()
    for place in RAISED[code]:
        assert "field" not in wanted or place.field, f"{code}: {place.where} names no field"
        if place.params is not None:
            assert wanted - ALWAYS - {"field"} <= place.params, f"{code}: {place.where} lacks a parameter"


@pytest.mark.parametrize(("code", "worded"), sorted(WORDED.items()))
def test_both_languages_say_the_same(code: str, worded: Worded) -> None:
    chinese, english = Worded(worded.zh, "").placeholders(), Worded("", worded.en).placeholders()
    assert chinese == english, code
    assert any("\u4e00" <= letter <= "\u9fff" for letter in worded.zh)
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in worded.en)
    assert worded.en.endswith((".", "}")), code
    assert worded.zh.endswith(("。", "}")), code


def test_no_sentence_is_left_over() -> None:
    unused = {code.partition(".without_")[0] for code in WORDED} - set(RAISED) - DYNAMIC
    assert not unused, f"nobody raises {sorted(unused)}"


DYNAMIC = frozenset(
    # Raised under a code that is picked from a table.
    {
        "request.malformed",
        "path.unknown",
        "method.not_allowed",
        "body.length",
        "body.too_large",
        "field.unknown",
        "input.number",
        "input.integer",
        "input.flag",
        "input.date",
        "input.list",
        "input.object",
        "input.too_few",
        "unit.unknown",
        "area.unknown",
        "category.unknown",
        "server.failed",
        "server.busy",
        "rate.exceeded",
        "auth.required",
        "access.denied",
    }
)


def test_codes_picked_from_tables_have_sentences_too() -> None:
    assert set(WORDED) >= DYNAMIC


def test_every_field_is_named_in_both_languages() -> None:
    assert all(worded.zh and worded.en for worded in names().values())
