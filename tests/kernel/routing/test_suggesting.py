"""Suggestions in the database: trained, versioned, used at once, explained; a person decides."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from minsheng.base.errors import Refusal
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.routing.bayes import MOST_TERMS, Bayes, unpack
from minsheng.kernel.routing.models import Category, SuggestionModel
from minsheng.kernel.routing.registry import routing_changed
from minsheng.kernel.routing.services import load_categories
from minsheng.kernel.routing.suggesting import suggest, suggestion_models
from minsheng.kernel.routing.training import VERSIONS_KEPT, train_suggestions
from tests.factories.district import SYSTEM, District


def taught(district: District, times: int = 10) -> SuggestionModel:
    """A model that knows housing from the environment."""
    load_categories(by=SYSTEM, realm="hotline", rows=[("环境保护", "噪音")])
    house, noise = district.categories["房屋漏水"].pk, Category.objects.get(name="噪音").pk
    samples = [(f"楼顶漏水第{n}次，物业不修", house) for n in range(times)]
    samples += [(f"夜间施工噪音扰民第{n}天", noise) for n in range(times)]
    return train_suggestions(by=SYSTEM, realm="hotline", samples=samples)


def test_a_model_suggests_the_first_level_with_reasons(district: District) -> None:
    taught(district)
    best, other = suggest("hotline", "凌晨还在施工，噪音太大")
    assert (best.category_id, best.level, best.by) == (Category.objects.get(name="环境保护").pk, 1, "model")
    assert other.category_id == district.categories["城乡建设"].pk
    assert best.probability > 0.7 > other.probability
    assert "噪音" in best.terms
    assert suggest("hotline", "凌晨还在施工，噪音太大", limit=1, explaining=0)[0].terms == ()
    assert suggest("grid", "凌晨还在施工，噪音太大") == []


def test_without_a_model_names_in_the_text_speak(district: District) -> None:
    found = suggest("hotline", "住房停水三天，停水无人管")
    assert [(item.category_id, item.level, item.by) for item in found] == [
        (district.categories["住房"].pk, 2, "name"),
        (district.categories["停水"].pk, 3, "name"),
    ]
    assert found[0].terms == ("住房",)
    assert sum(item.probability for item in found) == 1
    assert suggest("hotline", "房屋漏水，住房漏水")[0].category_id == district.categories["房屋漏水"].pk
    assert suggest("hotline", "今天天气好") == []


def test_a_name_that_several_bear_tells_nothing(district: District) -> None:
    load_categories(by=SYSTEM, realm="hotline", rows=[("城乡建设", "其他"), ("环境保护", "其他"), ("环境保护", "噪音")])
    assert [item.terms for item in suggest("hotline", "其他噪音")] == [("噪音",)]


def test_a_model_that_knows_no_word_leaves_it_to_the_names(district: District) -> None:
    taught(district)
    assert [item.by for item in suggest("hotline", "供水")] == ["name"]


def test_a_category_out_of_use_is_not_suggested(district: District) -> None:
    taught(district)
    Category.objects.filter(name="环境保护").update(active=False)
    routing_changed()
    assert {item.category_id for item in suggest("hotline", "施工噪音")} == {district.categories["城乡建设"].pk}


def test_versions_are_counted_and_few_are_kept(district: District) -> None:
    for number in range(1, VERSIONS_KEPT + 3):
        assert taught(district).version == number
    kept = SuggestionModel.objects.filter(realm="hotline").values_list("version", flat=True)
    assert list(kept) == [7, 6, 5, 4, 3]
    line = AuditLine.objects.filter(kind="routing.suggestions_trained").latest("id")
    assert line.data == {"version": 7, "samples": 20, "held_out": 4, "right": 4}


def test_a_new_version_is_used_at_once(district: District) -> None:
    assert suggestion_models() == {}
    taught(district)
    first = suggestion_models()["hotline"]
    taught(district, times=12)
    assert suggestion_models()["hotline"] is not first


def test_too_few_samples_are_refused(district: District) -> None:
    house = district.categories["房屋漏水"].pk
    for samples, code in (([], "too_few"), ([("漏水", house)] * 19, "too_few"), ([("漏水", house)] * 40, "one_class")):
        with pytest.raises(Refusal, match=f"suggestion.{code}"):
            train_suggestions(by=SYSTEM, realm="hotline", samples=samples)
    with pytest.raises(Refusal, match="category.unknown"):
        train_suggestions(by=SYSTEM, realm="hotline", samples=[("漏水", district.categories["暴露垃圾"].pk)])
    with pytest.raises(Refusal, match="access.denied"):
        train_suggestions(by=district.actor("dispatcher"), realm="hotline", samples=[])
    assert not SuggestionModel.objects.exists()


def test_what_a_worker_keeps_is_small() -> None:
    """30,000 terms and 15 classes, as many as there can be of the real tree, take less than 15 MB."""
    terms = {f"{chr(0x4E00 + n // 200)}{chr(0x4E00 + n % 200)}": n for n in range(MOST_TERMS)}
    weights = np.random.default_rng(1).normal(size=(MOST_TERMS, 15)).astype(np.float32)
    packed = Bayes(tuple(range(15)), np.zeros(15, np.float32), terms, weights, 1.0).pack()
    tracemalloc.start()
    model = unpack(packed, range(15), [0.0] * 15, 1.0)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(model.terms) == MOST_TERMS
    assert kept < 15_000_000
