"""Nobody finds what is not theirs: every address as every role, over cases planted with words of their own.

Of each answer it is asked that no word of a case stands in it that its reader may not see: not in the thing itself, not in
lists, counts or search, not in a page that says no. Screens written later are walked as well (see ``walking``).
"""

from __future__ import annotations

import re

import pytest
from pytest_django import Settings

from minsheng.interop.open311.numbers import number_of
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting, acting_as_system
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import ActText, Attachment, Case, ClockRow, Content, HotIssueCase
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from minsheng.surface.api.callers import case_token
from tests.access.planting import COMMON, Town, plant
from tests.access.walking import INFRASTRUCTURE, Somebody, Values, addresses, walk
from tests.access.watching import Watch
from tests.factories.district import SYSTEM
from tests.surface.api.calling import caller_for

ROLES: dict[str, set[str]] = {
    "anonymous": set(),
    "follower": {"a"},  # proved A by its code and telephone
    "resident": {"a"},
    "other_resident": {"e"},
    "worker": {"c"},  # grid worker: grid events of grid 1
    "community": {"a", "c", "f"},
    "gucheng_clerk": {"d"},  # sub-district clerk next door
    "water": {"e"},  # department clerk: what its unit has a part in now; F was taken from it
    "dispatcher": {"a", "d", "e", "f"},  # the whole hotline but what is confidential
    "auditor": set(),
    "administrator": set(),
    "chief": set("abcdef"),  # clearance 3 in both realms: shows that the walk finds what there is
}
REPORTERS = {"follower", "resident", "other_resident"}
TOLD_BEFORE = {"water": {"f"}}
"""Cases that a role has lost: the notice of the day on which it got them still names them."""


@pytest.fixture
def town(db: None, settings: Settings, tmp_path: object) -> Town:
    """Give the district with its planted cases."""
    settings.FILES_ROOT = tmp_path
    settings.API_RATES = dict.fromkeys(settings.API_RATES, "0")
    return plant()


def somebody(town: Town, role: str) -> Somebody:
    """A visitor in a role."""
    if role == "anonymous":
        return Somebody()
    if role == "follower":
        planted = town.cases["a"]
        one = Somebody(token=case_token(planted.case_id))
        one.client.post("/follow/", {"code": planted.code, "tail": "0097"})
        return one
    account = town.accounts[role]
    return Somebody.signed_in(account, caller_for(account).token)


def actor(town: Town, role: str) -> Actor:
    """The actor that a role is."""
    if role == "anonymous":
        return Actor.anonymous()
    if role == "follower":
        return Actor(account_id=None, case_ids=(town.cases["a"].case_id,))
    return actor_for(town.accounts[role])


def forbidden(town: Town, role: str) -> dict[str, str]:
    """Words that this role must meet nowhere, and what each would tell."""
    words: dict[str, str] = {}
    for key, planted in town.cases.items():
        own = role in REPORTERS and key in ROLES[role]
        if key not in ROLES[role]:
            words |= dict.fromkeys(planted.told() | planted.internal() | planted.personal(), f"case {key}")
        elif own:
            words |= dict.fromkeys(planted.internal(), f"internal note of {key}")
        else:
            words |= dict.fromkeys(planted.personal(), f"reporter of {key}")
        if not planted.is_published:
            words[number_of(planted.case_id)] = f"public number of {key}"
    return words


def test_every_address_says_who_may_open_it() -> None:
    unmarked = [it.name for it in addresses() if it.door is None and it.name not in INFRASTRUCTURE]
    assert not unmarked, f"mark these views with one of surface.web.doors (or put them behind the entrance): {unmarked}"


@pytest.mark.parametrize("role", ROLES)
def test_nobody_finds_what_is_not_theirs(town: Town, role: str) -> None:
    """All questions of one role together, since planting costs more than asking."""
    the_database_itself_shows_no_more(town, role)
    if role != "anonymous":
        lists_counts_and_search_of_the_api_hold_ones_own_and_no_more(town, role)
    no_address_tells_what_is_not_ones_own(town, role)
    if role in {"worker", "gucheng_clerk", "water", "dispatcher", "auditor", "administrator"}:
        a_case_that_one_may_not_see_changes_no_page(town, role)


def no_address_tells_what_is_not_ones_own(town: Town, role: str) -> None:
    watch = watch_for(town, role)
    count = walk(somebody(town, role), Values(town), watch.look)
    assert not watch.leaks, "\n".join(watch.leaks[:20])
    assert not watch.failures, "\n".join(watch.failures[:20])
    assert count > 150
    assert watch.seen == {f"zq{key}title" for key in ROLES[role]}, "the walk no longer reaches what this role may see"


def watch_for(town: Town, role: str) -> Watch:
    """The watch over what this role meets."""
    hidden = [planted for key, planted in town.cases.items() if key not in ROLES[role]]
    closed = {pk for planted in hidden for pk in planted.files}
    if role in REPORTERS:
        closed |= {pk for planted in town.cases.values() for pk in planted.inner_files}
    told = {town.cases[key].code for key in TOLD_BEFORE.get(role, ())}
    return Watch(forbidden(town, role), hidden, closed, told)


def lists_counts_and_search_of_the_api_hold_ones_own_and_no_more(town: Town, role: str) -> None:
    one = somebody(town, role)
    own = {town.cases[key].code for key in ROLES[role]}
    listed = one.client.get("/api/v1/cases", {"count": "true"}, headers={"Authorization": f"Bearer {one.token}"}).json()
    assert {case["code"] for case in listed["items"]} == own
    assert listed["count"] == {"value": len(own), "exact": True}
    for key in (None, *town.cases):
        query = COMMON if key is None else f"zq{key}body"
        found = one.client.get("/api/v1/search", {"q": query}, headers={"Authorization": f"Bearer {one.token}"}).json()
        wanted = own if key is None else {town.cases[key].code} & own
        assert {case["code"] for case in found["items"]} == wanted


def a_case_that_one_may_not_see_changes_no_page(town: Town, role: str) -> None:
    one = somebody(town, role)
    pages = ["/desk/", "/desk/counts/", f"/desk/search/?q={COMMON}", "/api/v1/cases?count=true", "/admin-desk/"]
    pages += ["/notices/", "/mine/", "/open311/v2/requests.json", "/open311/v2/servicerequestupdates.json"]
    before = [_still(one.ask("GET", page)[1]) for page in pages]
    _plant_unseen(town)
    after = [_still(one.ask("GET", page)[1]) for page in pages]
    for page, was, now in zip(pages, before, after, strict=True):
        assert was == now, f"{page} shows that there is another case"


def _plant_unseen(town: Town) -> None:
    """File a confidential case that none of these roles may see, in the place where they work."""
    category = town.district.categories["房屋漏水"].code
    place = Place(lon=113.22, lat=40.05)
    report = Report(title=f"秘密 {COMMON}", body=COMMON, category=category, confidentiality=3, place=place)
    with acting_as_system():
        case = file_case(by=SYSTEM, procedure="hotline.order", report=report).case
        for procedure_act in ("dispatch",):
            unit = town.district.unit("water")
            perform(by=SYSTEM, case_id=case.pk, act=procedure_act, data={"unit": unit})


def _still(text: str) -> str:
    """A page without what differs from one request to the next."""
    text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": ?|csrf[^"]{0,20}":? ?")"?[A-Za-z0-9]{32,64}', "", text)
    text = re.sub(r"X-Request-ID: [0-9a-f]+", "", text)
    return re.sub(r"\d{2}:\d{2}(:\d{2})?|ms=[\d.]+", "", text)


def the_database_itself_shows_no_more(town: Town, role: str) -> None:
    own = {town.cases[key].case_id for key in ROLES[role]}
    with acting(actor(town, role)):
        assert set(Case.objects.values_list("pk", flat=True)) == own
        for model in (Content, ActText, Attachment, ClockRow, HotIssueCase):
            assert set(model.objects.values_list("case_id", flat=True)) == own, model.__name__


def test_a_reveal_is_for_parties_that_one_meets(town: Town) -> None:
    for role in ("water", "gucheng_clerk", "dispatcher", "resident"):
        _try_to_reveal(town, role)


def _try_to_reveal(town: Town, role: str) -> None:
    one = somebody(town, role)
    holds = "parties.reveal" in actor_permissions(town, role)
    for key, planted in town.cases.items():
        response = one.client.post(
            f"/api/v1/parties/{planted.party_id}/reveal",
            {"fields": ["phone"], "reason": "核实情况需要"},
            content_type="application/json",
            headers={"Authorization": f"Bearer {one.token}"},
        )
        expected = 200 if holds and key in ROLES[role] else 404 if holds else 403
        assert response.status_code == expected, (role, key, response.content.decode())


def actor_permissions(town: Town, role: str) -> frozenset[str]:
    """All permissions of a role."""
    return frozenset().union(*(grant.permissions for grant in actor(town, role).grants))
