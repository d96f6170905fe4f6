"""Reading a procedure file: faults name their place, unknown words are refused, every value is in the hash."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from minsheng.kernel.procedures.library import procedure_files, procedure_folders
from minsheng.kernel.procedures.schema import Procedure, content_hash, parse
from tests.kernel.procedures.small import SMALL, Change, procedure, small

Path = tuple[str | int, ...]

REFUSED: list[tuple[str, Change, Path]] = [
    ("unknown word at the top", lambda c: c.update(colour="red"), ("colour",)),
    ("unknown word in an act", lambda c: c["act"]["give"].update(form=["open"]), ("act", "give", "form")),
    ("unknown word in a clock", lambda c: c["clock"]["work"].update(untill=[]), ("clock", "work", "untill")),
    ("unknown word in a text", lambda c: c["name"].update(fr="Affaire"), ("name", "fr")),
    ("key with capitals", lambda c: c.update(key="Test.Matter"), ("key",)),
    ("key without a dot", lambda c: c.update(key="matter"), ("key",)),
    ("version without a number", lambda c: c.update(version="2026"), ("version",)),
    ("prefix of one letter", lambda c: c.update(prefix="T"), ("prefix",)),
    ("no final state", lambda c: c.update(final=[]), ("final",)),
    ("empty name", lambda c: c["name"].update(zh=""), ("name", "zh")),
    ("no English", lambda c: c["name"].pop("en"), ("name", "en")),
    ("nobody may", lambda c: c["act"]["give"].update(who=[]), ("act", "give", "who")),
    ("no public sentence", lambda c: c["states"]["open"].pop("public"), ("states", "open", "public")),
    ("a field of no type", lambda c: c["fields"]["days"].update(type="number"), ("fields", "days", "type")),
    ("a relation that is none", lambda c: c["who"]["clerk"].update(relation="boss"), ("who", "clerk", "relation")),
    ("need that is none", lambda c: c["act"]["give"]["fields"].update(unit="maybe"), ("act", "give", "fields", "unit")),
    ("a clock that never starts", lambda c: c["clock"]["work"].update({"from": []}), ("clock", "work", "from")),
    ("a clock without a term", lambda c: c["clock"]["work"].update(runs=[]), ("clock", "work", "runs")),
    (
        "days that are none",
        lambda c: c["clock"]["wait"]["runs"][0].update(days="some"),
        ("clock", "wait", "runs", 0, "days"),
    ),
    ("missed how", lambda c: c["clock"]["wait"].update(missed="shrug"), ("clock", "wait", "missed")),
    ("extended never", lambda c: c["clock"]["work"]["extend"].update(count=0), ("clock", "work", "extend", "count")),
    (
        "a rung that tells nobody",
        lambda c: c["ladder"][0]["steps"][0].update(tell=[]),
        ("ladder", 0, "steps", 0, "tell"),
    ),
    ("no law at all", lambda c: c["act"]["give"].pop("law"), ("act", "give", "law")),
]


@pytest.mark.parametrize(("change", "place"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_fault_names_its_place(change: Change, place: Path) -> None:
    content = small()
    change(content)
    with pytest.raises(ValidationError) as refused:
        Procedure.model_validate(content)
    assert [error["loc"] for error in refused.value.errors()] == [place]


def test_broken_toml_names_the_line() -> None:
    with pytest.raises(tomllib.TOMLDecodeError, match=r"line 4"):
        parse('key = "test.matter"\nversion = "2026.1"\n\nrealm = hotline\n')


def test_a_parsed_procedure_cannot_be_changed() -> None:
    sound = parse(SMALL)
    with pytest.raises(ValidationError):
        sound.initial = "done"


def test_layout_comments_and_order_of_keys_do_not_count() -> None:
    noisy = "\n\n".join(f"  {line}  # note" if "=" in line else line for line in SMALL.splitlines())
    assert content_hash(parse(noisy)) == content_hash(parse(SMALL))
    turned = dict(reversed(small().items()))
    assert content_hash(Procedure.model_validate(turned)) == content_hash(procedure())


def test_a_default_that_is_written_out_does_not_count() -> None:
    spelled = procedure(lambda c: c["act"]["give"].update(needs=[], notify=[]))
    assert content_hash(spelled) == content_hash(procedure())


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Paths of all values that are no table and no list."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if pairs is None:
        yield path
        return
    for key, inner in pairs:
        yield from leaves(inner, (*path, key))


def changed(value: Any) -> Any:
    """Another value of the same type; words stay words."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, date):
        return value.replace(year=value.year + 1)
    return f"{value}x"


WORDS = {"zh", "en", "title", "title_en", "note", "term", "after", "law", "field", "act", "clock", "lapse", "initial"}
FREE = WORDS | {"min", "max", "count", "checked", "local"}
"""Values that may be anything of their type; those of closed lists have a test of their own."""


def test_every_value_is_in_the_hash() -> None:
    before, content = content_hash(procedure()), small()
    tried = [path for path in leaves(content) if "tell" not in path and (path[-1] in FREE or isinstance(path[-1], int))]
    assert len(tried) > 120
    for path in tried:
        other = deepcopy(content)
        inner = other
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = changed(inner[path[-1]])
        assert content_hash(Procedure.model_validate(other)) != before, path


def test_words_of_closed_lists_are_in_the_hash() -> None:
    before = content_hash(procedure())
    changes: list[Change] = [
        lambda c: c["clock"]["wait"]["runs"][0].update(days="working"),
        lambda c: c["clock"]["work"].update(missed="warn"),
        lambda c: c["ladder"][0]["steps"][0].update(tell=["handler"]),
        lambda c: c["fields"]["days"].update(type="date"),
        lambda c: c["act"]["judge"]["fields"].update(evidence="required"),
        lambda c: c["act"]["judge"]["to"]["cases"].update(back="working"),
        lambda c: c["who"]["clerk"].update(relation="unit"),
        lambda c: c["who"]["clerk"].update(permission="hotline.review"),
        lambda c: c["act"]["give"].update(to="waiting"),
        lambda c: c["act"]["give"].update(notify=[{"to": "lead", "template": "assigned"}]),
        lambda c: c.update(version="2026.2"),
        lambda c: c.update(key="test.other"),
        lambda c: c.update(realm="grid"),
        lambda c: c.update(prefix="TN"),
    ]
    hashes = {content_hash(procedure(change)) for change in changes}
    assert len(hashes | {before}) == len(changes) + 1


def test_the_order_of_acts_counts_for_nobody_but_is_kept() -> None:
    """Screens offer acts in the order of the file."""
    assert list(procedure().acts_from("working")) == ["ask", "extend", "judge", "late"]


def test_acts_are_open_where_the_file_says() -> None:
    sound = procedure()
    opened = {state: list(sound.acts_from(state)) for state in ("", "open", "waiting", "done")}
    assert opened == {"": [], "open": ["give", "late"], "waiting": ["reply", "late"], "done": []}
    assert sound.opening == "file"


@pytest.mark.parametrize(
    "file", [f for d in procedure_folders() for f in procedure_files(d)], ids=lambda f: f.procedure.key
)
def test_installed_files_carry_the_version_in_their_name(file: Any) -> None:
    assert file.path.stem == file.procedure.version
    assert file.path.parent.name == file.procedure.key.split(".")[1]
