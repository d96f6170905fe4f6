"""``minsheng procedures``: what it says, and with which exit code."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from minsheng.kernel.procedures.drawing import mermaid, svg
from minsheng.kernel.procedures.library import procedure_files, procedure_folders
from tests.config.processes import environment, minsheng
from tests.kernel.procedures.small import SMALL

DEAD_END = SMALL.replace(
    "\n[law]\n", '\n[states.lost]\nzh = "迷路"\nen = "Lost"\npublic = { zh = "无", en = "None" }\n\n[law]\n'
).replace(
    "[act.give]\n",
    '[act.lose]\nzh = "丢"\nen = "Lose"\nfrom = ["open"]\nto = "lost"\nwho = ["clerk"]\nlaw = "act"\n\n[act.give]\n',
)


def said(*words: str) -> str:
    output = StringIO()
    call_command("procedures", *words, stdout=output)
    return output.getvalue()


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "2026.1.toml"


def test_a_sound_file_passes(written: Path) -> None:
    written.write_text(SMALL, encoding="utf-8")
    assert said("check", str(written)) == ""


def test_a_dead_end_is_named_and_counts_as_a_fault(written: Path) -> None:
    written.write_text(DEAD_END, encoding="utf-8")
    output = StringIO()
    with pytest.raises(CommandError, match=r"^1 faults$"):
        call_command("procedures", "check", str(written), stdout=output)
    wanted = f"{written}: error: states.lost: no path leads from here to a final state [state.dead_end]\n"
    assert output.getvalue() == wanted


def test_the_process_ends_with_an_error(written: Path, tmp_path: Path) -> None:
    written.write_text(DEAD_END, encoding="utf-8")
    done = minsheng(environment(tmp_path / "home"), "procedures", "check", str(written))
    assert done.returncode == 1
    assert "states.lost" in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("key = = 1", "line 1"),
        (SMALL.replace('realm   = "hotline"', "realm   = 5"), "realm"),
        (SMALL.replace("[act.give]", "[act.GIVE]"), "act.GIVE"),
    ],
)
def test_an_unreadable_file_names_the_place(written: Path, content: str, words: str) -> None:
    written.write_text(content, encoding="utf-8")
    output = StringIO()
    with pytest.raises(CommandError, match=r"^1 faults$"):
        call_command("procedures", "check", str(written), stdout=output)
    assert output.getvalue().startswith(f"error: {written}: ")
    assert words in output.getvalue()


def test_a_missing_file_is_a_fault_and_the_others_are_checked_too(written: Path) -> None:
    written.write_text(DEAD_END, encoding="utf-8")
    output = StringIO()
    missing = written.with_name("2026.2.toml")
    with pytest.raises(CommandError, match=r"^2 faults$"):
        call_command("procedures", "check", str(missing), str(written), stdout=output)
    assert str(missing) in output.getvalue()
    assert "states.lost" in output.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_draw_writes_the_diagram(language: str) -> None:
    files = [f for folder in procedure_folders() for f in procedure_files(folder)]
    order = next(f.procedure for f in files if f.procedure.key == "hotline.order")
    assert said("draw", "hotline.order", "--language", language) == mermaid(order, language)
    drawn = said("draw", "hotline.order", "--language", language, "--format", "svg")
    assert drawn.strip() == svg(order, language)


def test_draw_refuses_what_is_not_there() -> None:
    with pytest.raises(CommandError, match=r"no procedure hotline.nothing"):
        said("draw", "hotline.nothing")
    with pytest.raises(CommandError, match=r"no procedure hotline.order 1999.1"):
        said("draw", "hotline.order", "--version", "1999.1")


def test_versions_come_in_their_order(tmp_path: Path) -> None:
    folder = tmp_path / "matter"
    folder.mkdir()
    for version in ("2026.10", "2026.9", "2025.1"):
        text = SMALL.replace('version = "2026.1"', f'version = "{version}"')
        (folder / f"{version}.toml").write_text(text, encoding="utf-8")
    (folder / "examples-2026.9.toml").write_text("not a procedure", encoding="utf-8")
    assert [file.procedure.version for file in procedure_files(tmp_path)] == ["2025.1", "2026.9", "2026.10"]


def test_a_broken_installed_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "matter"
    folder.mkdir()
    (folder / "2026.1.toml").write_text("key = 1", encoding="utf-8")
    with pytest.raises(ValueError) as raised:
        list(procedure_files(tmp_path))
    assert raised.value.__notes__ == [str(folder / "2026.1.toml")]
