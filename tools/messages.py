"""Messages for translation: found in the source, kept in one file, checked for gaps. Needs nothing but Django.

``python -m tools.messages update`` adds what is new to ``django.po`` and drops what is gone; translations stay.
``python -m tools.messages check`` names every message without a translation, and every fuzzy one; exit code 1 if any.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "minsheng"
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
HEADER = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: zh_Hans\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)
SINGULAR = {"gettext", "gettext_lazy", "gettext_noop", "_"}
PLURAL = {"ngettext", "ngettext_lazy"}
_LITERAL = r"""u?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
_IN_TEMPLATE = re.compile(rf"\b(_|gettext|ngettext)\(\s*({_LITERAL})(?:\s*,\s*({_LITERAL}))?")


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One message; ``plural`` is empty where there is one form."""

    text: str
    plural: str = ""


@dataclass(slots=True)
class Entry:
    """A message with its translation and the places where it stands."""

    message: Message
    translation: str = ""
    is_fuzzy: bool = False
    places: list[str] = field(default_factory=list)


def found() -> dict[Message, list[str]]:
    """Every message of the source tree with the files in which it stands."""
    messages: dict[Message, list[str]] = {}
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]):
        finder = _in_python if path.suffix == ".py" else _in_template
        for message in finder(path.read_text(encoding="utf-8")):
            places = messages.setdefault(message, [])
            place = str(path.relative_to(ROOT))
            if place not in places:
                places.append(place)
    return messages


def _in_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in SINGULAR and texts:
            yield Message(texts[0])
        elif name in PLURAL and len(texts) > 1:
            yield Message(texts[0], texts[1])


def _in_template(source: str) -> Iterator[Message]:
    if "{%" not in source and "{{" not in source:
        return
    for call in _IN_TEMPLATE.finditer(templatize(source)):
        texts = [ast.literal_eval(literal) for literal in call.groups()[1:] if literal]
        # A template's %% stands for one per cent sign only once it is filled; gettext keeps both.
        yield Message(texts[0], texts[1]) if call[1] == "ngettext" and len(texts) > 1 else Message(texts[0])


def read(path: Path = CATALOGUE) -> dict[Message, Entry]:
    """The entries of a catalogue, without its header."""
    entries: dict[Message, Entry] = {}
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8") if path.exists() else ""):
        parts = _parts(block)
        if parts.get("msgid"):
            message = Message(parts["msgid"], parts.get("msgid_plural", ""))
            translation = parts.get("msgstr") or parts.get("msgstr[0]", "")
            entries[message] = Entry(message, translation, bool(re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE)))
    return entries


def _parts(block: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    keyword = ""
    for line in block.splitlines():
        start = re.match(r"(msg\w+(?:\[\d\])?)\s+(\".*)", line)
        keyword, text = start.groups() if start else (keyword, line)
        if text.startswith('"') and keyword:
            parts[keyword] = parts.get(keyword, "") + ast.literal_eval(text)
    return parts


def write(entries: list[Entry], path: Path = CATALOGUE) -> None:
    """Write a catalogue, messages in alphabetical order."""
    blocks = [f'msgid ""\nmsgstr ""\n{_quoted(HEADER)}']
    blocks += [_block(entry) for entry in sorted(entries, key=lambda entry: entry.message)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _block(entry: Entry) -> str:
    lines = [f"#: {place}" for place in entry.places]
    lines += ["#, fuzzy"] if entry.is_fuzzy else []
    lines.append(f"msgid {_literal(entry.message.text)}")
    if entry.message.plural:
        lines += [f"msgid_plural {_literal(entry.message.plural)}", f"msgstr[0] {_literal(entry.translation)}"]
    else:
        lines.append(f"msgstr {_literal(entry.translation)}")
    return "\n".join(lines)


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _quoted(text: str) -> str:
    return "\n".join(_literal(line) for line in text.splitlines(keepends=True))


def update() -> int:
    """Bring the catalogue up to the source; returns how many messages wait for a translation."""
    known = read()
    entries = []
    for message, places in found().items():
        entry = known.get(message) or Entry(message)
        entry.places = places
        entries.append(entry)
    write(entries)
    return sum(not entry.translation for entry in entries)


def gaps() -> list[str]:
    """What is wrong with the catalogue: messages without a translation, fuzzy ones, and ones that are gone."""
    known, wanted = read(), found()
    faults = [
        f"not translated: {m.text!r} ({places[0]})" for m, places in wanted.items() if not _translated(known.get(m))
    ]
    faults += [f"fuzzy: {message.text!r}" for message, entry in known.items() if entry.is_fuzzy]
    faults += [f"no longer in the source: {message.text!r}" for message in known if message not in wanted]
    faults += [f"other placeholders: {e.message.text!r} / {e.translation!r}" for e in known.values() if _differs(e)]
    return faults


def _translated(entry: Entry | None) -> bool:
    return entry is not None and bool(entry.translation.strip())


def _differs(entry: Entry) -> bool:
    wanted = set(re.findall(r"%\(\w+\)[sd]", entry.message.text + entry.message.plural))
    return bool(entry.translation) and wanted != set(re.findall(r"%\(\w+\)[sd]", entry.translation))


def main(words: list[str]) -> int:
    """Run one of the two commands."""
    if words == ["update"]:
        sys.stdout.write(f"{update()} messages wait for a translation\n")
        return 0
    if words == ["check"]:
        faults = gaps()
        sys.stdout.write("".join(f"{fault}\n" for fault in faults))
        return 1 if faults else 0
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
