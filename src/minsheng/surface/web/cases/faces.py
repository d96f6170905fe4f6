"""From which side a case is looked at: the desk of an official, or the page of its reporter."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from minsheng.kernel.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Face:
    """One side. ``public``: only what the reporter may see is shown."""

    base: str
    home_name: str
    case_name: str
    act_name: str
    public: bool

    def eyes(self, actor: Actor) -> Actor:
        """The actor as far as this side goes: a clerk who follows an own report acts there as its reporter."""
        return actor.as_resident() if self.public else actor.at_work()

    def case_url(self, code: str) -> str:
        """Address of the case."""
        return reverse(self.case_name, args=[code])

    def act_url(self, code: str, act: str) -> str:
        """Address of an act on the case."""
        return reverse(self.act_name, args=[code, act])


DESK = Face("web/desk/base.html", "web:desk", "web:desk_case", "web:desk_act", public=False)
RESIDENT = Face("web/portal/base.html", "web:home", "web:my_case", "web:my_act", public=True)
