"""Which reports are about the same thing: small made-up matters, and the real messages where they are at hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from minsheng.base.text import index_terms
from minsheng.interop.exchange.columns import WITHOUT_ANSWERS, read_heading
from minsheng.interop.exchange.messages import Message, read_messages
from minsheng.interop.exchange.tables import read_table
from minsheng.kernel.cases.clustering import clusters, tell
from minsheng.kernel.cases.corpus import Corpus, weights
from minsheng.kernel.cases.likeness import Reach, Spot, phrases
from tests.kernel.cases.support import at

HOT = Path(__file__).parents[4] / "shared/data/messages/hot.xlsx"
NOON = at("2026-05-01 12:00")
MIXER = (
    "红卫里小区旁边建搅拌站，噪音和粉尘太大",
    "投诉红卫里附近搅拌站噪音扰民，粉尘污染严重",
    "红卫里搅拌站彻夜施工，噪音粉尘让人无法休息",
)
LAMPS = ("向阳路路灯坏了一个月没人修", "向阳路的路灯坏了，没人修，晚上很黑", "向阳路路灯坏了，请尽快派人修")
OTHERS = (
    "新生儿医保怎么缴费",
    "居住证到期能在网上续签吗",
    "公积金提取多久到账",
    "五路公交车早上总是晚点",
    "老旧楼房加装电梯有补贴吗",
)


def corpus(texts: tuple[str, ...], spots: list[Spot] | None = None) -> Corpus:
    made = Corpus()
    for place, text in enumerate(texts):
        made.add(index_terms(text), spots[place] if spots else Spot(NOON + timedelta(hours=place)))
    return made


def test_two_matters_among_others_are_found() -> None:
    made = corpus((*MIXER, *OTHERS, *LAMPS))
    assert clusters(made, smallest=3) == [[0, 1, 2], [8, 9, 10]]


def test_far_apart_is_another_matter() -> None:
    spots = [Spot(NOON, 113.2, 40.0 + step / 100) for step in (0, 0, 0, 5, 5, 5)]
    assert clusters(corpus(MIXER * 2, spots)) == [[0, 1, 2], [3, 4, 5]]


def test_long_after_is_another_matter() -> None:
    spots = [Spot(NOON + timedelta(days=days)) for days in (0, 1, 2, 60, 61, 62)]
    assert clusters(corpus(MIXER * 2, spots)) == [[0, 1, 2], [3, 4, 5]]
    assert clusters(corpus(MIXER * 2, spots), reach=Reach(days=90)) == [[0, 1, 2, 3, 4, 5]]


def test_what_somebody_has_merged_stays_together() -> None:
    made = corpus((*MIXER, *OTHERS))
    assert [0, 1, 2, 5] in clusters(made, together=[(5, 0)])


def test_a_chain_of_half_likenesses_does_not_tie_everything_together() -> None:
    """Each link shares half of its words with the next one, the ends share nothing."""
    words = [f"w{number}" for number in range(80)]
    links = [words[start : start + 16] for start in range(0, 64, 8)]
    made = Corpus()
    for place, link in enumerate(links):
        made.add(link, Spot(NOON + timedelta(hours=place)))
    found = clusters(made)
    assert max(map(len, found)) < len(links)


def test_nothing_and_one_thing() -> None:
    assert clusters(Corpus()) == []
    assert clusters(corpus(("红卫里",))) == []
    assert clusters(corpus(("", ""))) == []


def test_a_group_is_told_by_its_typical_report_and_common_terms() -> None:
    made = corpus((*MIXER, *OTHERS))
    told = tell(made, [0, 1, 2], weights(made.counts(), len(made.rows)), list(made.numbers))
    assert told.typical in {0, 1, 2}
    assert {"搅拌", "红卫", "噪音", "粉尘"} <= set(told.terms)
    assert "小区" not in told.terms


def messages() -> list[Message]:
    first, *rows = read_table(HOT.read_bytes())
    read = read_messages(rows, read_heading(first.cells, WITHOUT_ANSWERS), timezone.now())
    return sorted((it for it in read if isinstance(it, Message)), key=lambda it: it.at)


@pytest.mark.skipif(not HOT.exists(), reason="the shared messages are not here")
def test_real_messages_fall_into_their_issues(capsys: pytest.CaptureFixture[str]) -> None:
    """Every body that occurs more than once is in one issue; the largest issues are the known hot matters."""
    found = messages()
    made = Corpus()
    for message in found:
        made.add(index_terms(f"{message.title}\n{message.body}"), Spot(message.at))
    groups = clusters(made, reach=Reach(days=400))
    home = {place: number for number, group in enumerate(groups) for place in group}
    bodies: dict[str, list[int]] = defaultdict(list)
    for place, message in enumerate(found):
        bodies["".join(message.body.split())].append(place)
    repeated = [places for places in bodies.values() if len(places) > 1]
    assert len(repeated) >= 90
    assert all(len({home.get(place, -1 - place) for place in places}) == 1 for places in repeated)
    worth, names = weights(made.counts(), len(found)), list(made.numbers)
    told = []
    for group in groups[:10]:
        typical = found[tell(made, group, worth, names).typical]
        told.append("".join(phrases(tell(made, group, worth, names).terms, f"{typical.title}\n{typical.body}")))
    for matter in ("伊景园", "搅拌", "茶场村"):
        assert any(matter in words for words in told), told
    with capsys.disabled():
        largest = [(len(group), words) for group, words in zip(groups, told, strict=False)]
        print(f"\n{len(repeated)} repeated bodies, {len(groups)} issues; largest: {largest[:5]}")  # noqa: T201


def test_datetimes_may_be_naive() -> None:
    made = Corpus()
    for text in MIXER:
        made.add(index_terms(text), Spot(datetime(2026, 5, 1)))
    assert clusters(made) == [[0, 1, 2]]
