"""The diagram shows the whole procedure, in words that cannot break it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from minsheng.kernel.procedures.drawing import mermaid, svg
from minsheng.kernel.procedures.library import ProcedureFile, procedure_files, procedure_folders
from minsheng.kernel.procedures.schema import Procedure
from tests.kernel.procedures.small import procedure

SVG = "{http://www.w3.org/2000/svg}"
FILES = [file for folder in procedure_folders() for file in procedure_files(folder)]
LANGUAGES = ("zh", "en")
HOSTILE = """<script>alert("1")</script> & 'x' ]]>"""


def arrows_of(drawn: Procedure) -> set[tuple[str, str]]:
    """Moves between two states by an act that is not open everywhere, counted from the file."""
    return {
        (before, after)
        for act in drawn.act.values()
        if isinstance(act.source, list)
        for before in act.source
        for after in act.targets()
        if after not in {"=", before}
    }


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 -- our own drawing


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.procedure.key)
def test_mermaid_lists_every_state_and_arrow_once(file: ProcedureFile, language: str) -> None:
    lines = mermaid(file.procedure, language).splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert [line for line in lines if line.startswith("  state ")] == [
        f'  state "{state(language)}" as {key}' for key, state in file.procedure.states.items()
    ]
    drawn = [tuple(line.split(":")[0].split(" --> ")) for line in (line.strip() for line in lines) if "-->" in line]
    inner = [(before, after) for before, after in drawn if "[*]" not in {before, after}]
    assert sorted(inner) == sorted(arrows_of(file.procedure))
    assert [after for before, after in drawn if before == "[*]"] == [file.procedure.initial]
    assert [before for before, after in drawn if after == "[*]"] == file.procedure.final


def test_an_arrow_names_each_act_that_goes_that_way() -> None:
    text = mermaid(procedure(lambda c: c["act"].update(redo={**c["act"]["give"], "en": "Give anew"})), "en")
    assert "  open --> working: Give / Give anew" in text.splitlines()
    assert "  working --> done: Judge" in text.splitlines()
    assert "Escalate" not in text, "acts that are open everywhere would hide the rest"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.procedure.key)
def test_svg_shows_every_state_and_every_way_out(file: ProcedureFile, language: str) -> None:
    root = parsed(svg(file.procedure, language))
    assert root.get("aria-label") == file.procedure.name(language)
    names = [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "diagram-name"]
    assert sorted(names) == sorted(state(language) for state in file.procedure.states.values())
    exits = [group for group in root.iter(f"{SVG}g") if "diagram-exit" in (group.get("class") or "").split()]
    assert len(exits) == len(arrows_of(file.procedure))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.procedure.key)
def test_svg_holds_no_style_and_no_script(file: ProcedureFile) -> None:
    root = parsed(svg(file.procedure))
    tags = {element.tag for element in root.iter()}
    assert tags >= {f"{SVG}{tag}" for tag in ("svg", "g", "rect", "text", "title")}
    assert tags <= {f"{SVG}{tag}" for tag in ("svg", "g", "rect", "text", "path", "title")}
    assert [element.get("style") for element in root.iter() if element.get("style")] == []


def test_nothing_is_drawn_outside_the_sheet() -> None:
    for file in FILES:
        root = parsed(svg(file.procedure))
        _, _, width, height = map(int, (root.get("viewBox") or "").split())
        for box in root.iter(f"{SVG}rect"):
            x, y, w, h = (int(box.get(name) or 0) for name in ("x", "y", "width", "height"))
            assert 0 <= x < x + w <= width
            assert 0 <= y < y + h <= height


def test_hostile_names_are_only_text() -> None:
    def rename(content: dict) -> None:
        for part in (content["name"], content["states"]["open"], content["states"]["done"], content["act"]["give"]):
            part["zh"] = HOSTILE

    root = parsed(svg(procedure(rename), "zh"))
    assert root.get("aria-label") == HOSTILE
    names = [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "diagram-name"]
    assert names.count(HOSTILE) == 2
    assert [element for element in root.iter() if "script" in element.tag] == []
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert f"{HOSTILE} → 办理中" in titles


def test_the_current_state_is_marked() -> None:
    root = parsed(svg(procedure(), "zh", current="waiting"))
    marked = [group for group in root.iter(f"{SVG}g") if "diagram-here" in (group.get("class") or "")]
    assert [group.find(f"{SVG}text").text for group in marked] == ["待补充"]  # type: ignore[union-attr]
    plain = parsed(svg(procedure(), "zh"))
    assert [group for group in plain.iter(f"{SVG}g") if "diagram-here" in (group.get("class") or "")] == []


@pytest.mark.parametrize(("language", "name"), [("en", "Small matter"), ("en-gb", "Small matter"), ("zh-hans", "小事")])
def test_languages_are_told_by_their_beginning(language: str, name: str) -> None:
    assert parsed(svg(procedure(), language)).get("aria-label") == name
