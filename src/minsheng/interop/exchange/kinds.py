"""Of which kind a message is, told from its title: a small rule that anybody can read. Pure."""

from __future__ import annotations

import re
from collections.abc import Container

DEFAULT = "help"
# The first that is found decides; 咨询 as a part of a company's name asks nothing.
_WORDS = (
    ("report", r"举报|检举|揭发"),
    ("complaint", r"投诉|控诉|维权"),
    ("praise", r"表扬|感谢信|致谢|点赞|锦旗"),
    ("consultation", r"请问|咨询(?!公司|服务|机构|有限|中心|管理|师)|询问|求解答|问询"),
    ("suggestion", r"建议|提议|倡议"),
)
_RULES = tuple((kind, re.compile(words)) for kind, words in _WORDS)


def kind_of(title: str, kinds: Container[str]) -> str:
    """The kind that the title names, out of ``kinds``; ``help`` (求助、反映) when it names none of the others.

    A title that names two (投诉…并请问…) is of the kind that stands first in this list: what accuses somebody is not
    a question, whatever else it asks. Empty when the procedure has no such kind.
    """
    found = next((kind for kind, words in _RULES if words.search(title)), DEFAULT)
    return found if found in kinds else ""
