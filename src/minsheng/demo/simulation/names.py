"""Invented people. Numbers begin with 1600: no operator is known to have that block, so nobody's telephone rings."""

from __future__ import annotations

import random
from dataclasses import dataclass

from minsheng.demo.simulation.chance import stream

PHONE_BLOCK = "1600"
RESIDENTS_PER_COMMUNITY = 22

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_COMMON = 22  # the first of them are so much more frequent
_FIRST = "建国志文永春秀玉桂海晓丽俊小子佳雅思宇天明德福长立新红月雪美兰淑慧振"
_SECOND = "华明军强伟芳英敏静丽勇杰涛超艳娟霞平刚梅玲鹏飞辉斌波宁燕云莲凤清林生义轩涵怡然婷雯琪瑶昊晨阳"


@dataclass(frozen=True, slots=True, order=True)
class Resident:
    """A person who reports: name and phone."""

    name: str
    phone: str


def person_name(rng: random.Random) -> str:
    """A name as people have it, of two or three characters."""
    surname = rng.choice(_SURNAMES[:_COMMON]) if rng.random() < 0.75 else rng.choice(_SURNAMES)
    if rng.random() < 0.22:
        return surname + rng.choice(_SECOND)
    return surname + rng.choice(_FIRST) + rng.choice(_SECOND)


def resident(seed: int, community: str, number: int) -> Resident:
    """The ``number``-th simulated resident of a community: always the same."""
    rng = stream(seed, "resident", community, number)
    return Resident(person_name(rng), f"{PHONE_BLOCK}{rng.randrange(10**7):07d}")
