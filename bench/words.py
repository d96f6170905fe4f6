"""Phrases of residents' messages, by Zipf's law: a few in many messages, most in hardly any. Same seed, same phrases.

A message is some phrases joined by commas. No pair of characters crosses a comma, so the search vector of a message is
the union of the vectors of its phrases, and a database can make a million messages by itself.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

PHRASES = 20_000
PARTS = 18
COMMON, MEDIUM, RARE = "物业", "屋顶漏水", "红卫里3号楼"
"""Words to search for: in about one message of six, of two hundred, and of ten thousand or less."""

_MEDIUM_RANK, _RARE_RANK = 260, 14_000
_WHAT = [
    "屋顶",
    "外墙",
    "下水道",
    "暖气",
    "电梯",
    "路灯",
    "停车位",
    "垃圾站",
    "井盖",
    "围墙",
    "楼道灯",
    "水管",
    "燃气",
    "学位",
    "医保",
    "公交车",
    "工资",
    "社保",
    "树木",
    "烧烤摊",
]
_HOW = [
    "坏了没人修",
    "一直没有处理",
    "严重影响生活",
    "多次反映无果",
    "存在安全隐患",
    "噪音很大",
    "污水横流",
    "到处都是垃圾",
    "被人占用",
]
_WHO = [
    "物业",
    "社区",
    "街道",
    "业委会",
    "开发商",
    "居委会",
    "施工单位",
    "自来水公司",
    "供热公司",
    "城管",
    "派出所",
    "学校",
    "医院",
]
_DID = [
    "推诿扯皮",
    "说不归他们管",
    "电话没人接",
    "答应了却不来",
    "让我们自己想办法",
    "只收费不服务",
    "态度很差",
    "已经登记",
]
_WHEN = [
    "昨天晚上",
    "上个月",
    "从去年开始",
    "每天凌晨",
    "下雨天",
    "今年冬天",
    "三年前",
    "上周",
    "春节以后",
    "最近半个月",
]
_ASK = ["请尽快处理", "希望领导重视", "请给个答复", "望有关部门核实", "谢谢", "请派人来看", "恳请解决", "要求退还费用"]


def phrases(count: int = PHRASES, seed: int = 1) -> list[str]:
    """``count`` different phrases; the first are the most common ones."""
    rng = random.Random(seed)  # noqa: S311 - made-up messages
    made: dict[str, None] = {}
    while len(made) < count:
        made[_phrase(rng, len(made))] = None
    return list(made)


def letters() -> list[str]:
    """The 3,755 characters of GB 2312's first level: what names are made of."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return [text for text in (pair.decode("gb2312", "ignore") for pair in rows) if text]


_LETTERS = letters()


def _phrase(rng: random.Random, rank: int) -> str:
    if rank == _MEDIUM_RANK:
        return f"顶层{MEDIUM}"
    if rank == _RARE_RANK:
        return RARE
    return rng.choice(_SHAPES)(rng, rank)


def _complaint(rng: random.Random, rank: int) -> str:
    return f"{_named(rng, rank)}{rng.choice(_WHAT)}{rng.choice(_HOW)}"


def _blame(rng: random.Random, rank: int) -> str:
    return f"{_named(rng, rank)}{rng.choice(_WHO)}{rng.choice(_DID)}"


def _time(rng: random.Random, rank: int) -> str:
    return f"{rng.choice(_WHEN)}{_named(rng, rank)}{rng.choice(_HOW)}"


def _plea(rng: random.Random, rank: int) -> str:
    return f"{_named(rng, rank)}的事{rng.choice(_ASK)}"


def _flat(rng: random.Random, rank: int) -> str:
    return f"{_named(rng, rank)}{rng.randrange(1, 40)}号楼{rng.randrange(1, 8)}单元{rng.choice(_HOW)}"


_SHAPES = (_complaint, _blame, _time, _plea, _flat)


def _named(rng: random.Random, rank: int) -> str:
    """A place, shop or person, for all but the most common phrases."""
    if rank < len(_WHAT):
        return ""
    return "".join(_pick(rng, _LETTERS) for _ in range(rng.randrange(2, 5)))


def _pick(rng: random.Random, values: Sequence[str]) -> str:
    return values[int(len(values) ** rng.random()) - 1]


def message(rng: random.Random, known: Sequence[str], parts: int = PARTS) -> str:
    """A message of some two hundred characters."""
    return "，".join(_pick(rng, known) for _ in range(parts)) + "。"
