"""The catalogue of simulated matters: whole, in both languages, and routed to units that exist."""

from __future__ import annotations

from string import Formatter

import pytest

from minsheng.demo.matters.catalogue import MONTHS, Topic, catalogue
from minsheng.demo.office.units import unit_facts
from minsheng.demo.simulation.wording import phrases
from minsheng.kernel.access.enums import UnitKind

SLOTS = {"c", "b", "u", "s", "w", "d", "n", "t", "m"}


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("topic", catalogue().topics, ids=lambda topic: topic.code)
def test_a_topic_is_whole(topic: Topic) -> None:
    assert topic.matters
    codes = {unit.code for unit in unit_facts()}
    assert topic.to in codes or topic.to in {f"@{kind}" for kind in UnitKind.values}
    assert any(topic.weight_in(month) > 0 for month in MONTHS)
    assert 0 <= topic.late < 0.3
    for matter in topic.matters:
        texts = (*matter.titles, *matter.say, *matter.done)
        assert all(texts)
        assert set().union(*map(slots, texts)) <= SLOTS
        assert all(len(text) < 60 for text in matter.titles)


def test_every_node_has_an_english_name_and_a_code_of_its_own() -> None:
    nodes = catalogue().nodes
    assert all(node.name and node.name_en for node in nodes)
    assert len({node.code for node in nodes}) == len(nodes)
    assert len({(node.parent, node.name) for node in nodes}) == len(nodes)
    assert len([node for node in nodes if node.parent is None and node.realm == "hotline"]) == 12
    assert len(catalogue().of("hotline")) >= 70


def test_heating_is_complained_of_in_winter_only() -> None:
    heating = next(topic for topic in catalogue().topics if topic.name == "暖气不热")
    assert heating.weight_in(1) > 10 * heating.weight_in(10)
    assert heating.weight_in(7) == 0


def test_phrases_use_known_slots() -> None:
    for section, keys in phrases().items():
        for key, texts in keys.items():
            used = set().union(*map(slots, texts))
            assert used <= SLOTS | {"topic", "unit", "other", "year"}, f"{section}.{key}"
