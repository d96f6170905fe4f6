"""The walk is asked whether it bites: pages that leak, mounted here in every way we know, must each be reported."""

from __future__ import annotations

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import include, path
from pytest_django import Settings

from minsheng.interop.open311.numbers import number_of
from minsheng.kernel.access.context import acting, acting_as_system
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.cases.models import ActText, Attachment, Case
from minsheng.kernel.files.services import open_file
from minsheng.surface.web.doors import public
from tests.access.planting import Town, plant
from tests.access.test_no_leak import somebody, watch_for
from tests.access.walking import Values, walk


def listing(_request: HttpRequest) -> HttpResponse:
    """A list without ``visible_cases``, read by a service that looks as the system and has made no check."""
    with acting_as_system():
        return HttpResponse(" ".join(Case.objects.values_list("title", flat=True)))


def one(_request: HttpRequest, code: str) -> HttpResponse:
    """The page of whatever case is named, which tells nothing but that it is there."""
    with acting_as_system():
        return HttpResponse("yes", status=200 if Case.objects.filter(code=code).exists() else 404)


def way(request: HttpRequest) -> HttpResponse:
    """A search that sends whoever types a code to its case."""
    return HttpResponseRedirect(f"/desk/cases/{request.GET.get('q', '')}/")


def picture(_request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes of any file, without its name."""
    with acting_as_system():
        found = Attachment.objects.select_related("file").filter(pk=pk).first()
        return FileResponse(open_file(found.file)) if found else HttpResponse(status=404)


def notes(_request: HttpRequest) -> HttpResponse:
    """Notes of those who work on a case, shown to everybody who may see it."""
    return HttpResponse(" ".join(ActText.objects.values_list("text", flat=True)))


def numbers(_request: HttpRequest) -> HttpResponse:
    """Public numbers of cases that are not public."""
    with acting_as_system():
        return HttpResponse(" ".join(map(number_of, Case.objects.values_list("pk", flat=True))))


def header(_request: HttpRequest) -> HttpResponse:
    """A leak beside the page."""
    with acting_as_system():
        return HttpResponse(headers={"X-Newest": Case.objects.order_by("title")[0].code})


def broken(_request: HttpRequest) -> HttpResponse:
    """A fault that tells something."""
    with acting_as_system():
        return HttpResponse(Case.objects.order_by("title")[0].code, status=500)


LEAKS = [
    path("leak/list/", public(listing), name="listing"),
    path("leak/cases/<str:code>/", public(one), name="one"),
    path("leak/search/", public(way), name="search"),
    path("leak/files/<int:pk>/", public(picture), name="picture"),
    path("leak/notes/", public(notes), name="notes"),
    path("leak/numbers.json", public(numbers), name="numbers"),
    path("leak/header/", public(header), name="header"),
    path("leak/broken/", public(broken), name="broken"),
]
urlpatterns = [path("", include((LEAKS, "leak")))]


@pytest.fixture
def town(db: None, settings: Settings, tmp_path: object) -> Town:
    """Give the district with its planted cases; its forms of asking are those of the product."""
    settings.FILES_ROOT = tmp_path
    return plant()


@pytest.mark.urls(__name__)
def test_every_kind_of_leak_is_reported(town: Town) -> None:
    watch = watch_for(town, "other_resident")
    walk(somebody(town, "other_resident"), Values(town), watch.look)
    found = "\n".join(watch.leaks)
    for asked in ("list/", "cases/", "search/", "files/", "notes/", "numbers.json", "header/", "broken/"):
        assert f"GET /leak/{asked}" in found, f"nobody noticed what {asked} tells:\n{found}"
    assert any("/leak/broken/" in failure for failure in watch.failures)


def test_row_level_security_stops_a_query_that_asks_nobody(town: Town) -> None:
    """A list that forgot its filter shows no more than its reader may see: the database adds the filter itself."""
    for role in ("other_resident", "water", "worker"):
        with acting(actor_for(town.accounts[role])):
            titles = set(Case.objects.values_list("title", flat=True))
        hidden = {f"zq{planted.key}title" for planted in watch_for(town, role).hidden}
        assert not [title for title in titles if title.split()[0] in hidden]


def test_a_reader_of_a_case_is_not_reported(town: Town) -> None:
    """The watch is silent where somebody sees what is theirs: it does not cry wolf."""
    watch = watch_for(town, "chief")
    asked = somebody(town, "chief")
    response, text = asked.ask("GET", f"/desk/cases/{town.cases['a'].code}/")
    watch.look("GET /desk/cases/x/ {}", response, text)
    assert response.status_code == 200
    assert not watch.leaks
    assert watch.seen >= {"zqatitle"}
