"""Learning by hand-made examples: what is told, how sure, and why."""

from __future__ import annotations

import math

import pytest

from minsheng.base.text import index_terms
from minsheng.kernel.routing.bayes import Bayes, Sample, fit, train, unpack

WATER, ROAD = 7, 9


def samples(count: int = 10) -> list[Sample]:
    return [
        sample
        for number in range(count)
        for sample in (
            (index_terms(f"小区停水{number}天，水管漏水"), WATER),
            (index_terms(f"道路坑洼{number}处，路灯不亮"), ROAD),
        )
    ]


def test_it_tells_classes_apart_and_says_why() -> None:
    guesses = fit(samples()).guess(index_terms("又停水了，水管爆裂"))
    assert [guess.category for guess in guesses] == [WATER, ROAD]
    assert guesses[0].probability > 0.8
    assert math.isclose(sum(guess.probability for guess in guesses), 1)
    assert {"停水", "水管"} <= set(guesses[0].terms)
    assert "停水" not in guesses[1].terms


def test_a_text_without_a_known_word_is_not_guessed() -> None:
    assert fit(samples()).guess(index_terms("天文望远镜")) == []


def test_the_commoner_class_is_believed_more() -> None:
    lopsided = [*samples(10), *[(index_terms("道路坑洼"), ROAD)] * 80]
    alike = index_terms("小区道路")
    before, after = fit(samples(10)), fit(lopsided)
    assert after.probabilities(after.rows(alike))[1] > before.probabilities(before.rows(alike))[1]


def test_by_hand() -> None:
    """Two classes, two terms each seen twice: 2.2 of 2.4 against 0.2 of 2.4, so the odds are eleven."""
    model = fit([(["a"], 1), (["a"], 1), (["b"], 2), (["b"], 2)])
    shares = model.probabilities(model.rows(["a"]))
    assert shares[0] / shares[1] == pytest.approx(11, rel=1e-5)
    # The same evidence twice weighs the root of two, not double.
    doubled = fit([(["a", "c"], 1), (["a", "c"], 1), (["b"], 2), (["b"], 2)])
    both = doubled.probabilities(doubled.rows(["a", "c"]))
    one = doubled.probabilities(doubled.rows(["a"]))
    assert math.log(both[0] / both[1]) == pytest.approx(math.sqrt(2) * math.log(one[0] / one[1]), rel=1e-5)


def test_packing_keeps_the_judgement() -> None:
    model = fit(samples())
    again = unpack(model.pack(), model.classes, model.priors.tolist(), model.sharpness)
    for text in ("停水", "路灯", "小区道路停水"):
        first, second = model.guess(index_terms(text)), again.guess(index_terms(text))
        assert [(guess.category, guess.terms) for guess in first] == [(guess.category, guess.terms) for guess in second]
        assert first[0].probability == pytest.approx(second[0].probability, abs=0.01)


def test_training_holds_every_fifth_sample_out() -> None:
    trained = train(samples(50))
    assert (trained.samples, trained.held_out, trained.right) == (100, 20, 20)
    assert isinstance(trained.model, Bayes)
    assert trained.model.sharpness == 3.0  # nothing is ever wrong here, so it may be as sure as it likes
    assert train(samples(2)).held_out == 0


def test_nothing_to_learn_from() -> None:
    for few in ([], [(["a"], 1)], [(["a"], 1), (["b"], 2)]):
        with pytest.raises(ValueError, match="nothing to learn from"):
            fit(few)
