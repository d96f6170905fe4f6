"""The Open311 server by its addresses: both formats, what is published, what is refused and how."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from minsheng.interop.open311.numbers import case_id_of, number_of
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case, Content
from tests.factories.district import District, a_report
from tests.kernel.files.conftest import picture
from tests.surface.api.calling import caller_for

BASE = "/open311/v2"
CANARIES = ("王小明", "13834567890", "红卫里", "用盆接水", "房顶漏水")


@pytest.fixture
def client(district: District) -> Client:
    """Give a client that reads answers to faults too."""
    return Client(raise_request_exception=False)


@pytest.fixture
def leak(district: District) -> Case:
    """Give a published case."""
    return file_published(district)


def file_published(district: District, **changes: Any) -> Case:
    """File a case with everything that tells of a person in it."""
    report = a_report(category=district.categories["房屋漏水"].code, **changes)
    return file_case(by=Actor.anonymous("web"), procedure="hotline.order", report=report).case


def form(district: District, **changes: str) -> dict[str, str]:
    """A request as a client sends it."""
    return {
        "service_code": district.categories["房屋漏水"].code,
        "description": "楼顶漏水",
        "lat": "40.05",
        "long": "113.22",
        "last_name": "王",
        "first_name": "小明",
        "phone": "13834567890",
        **changes,
    }


def errors(response: HttpResponse) -> list[dict[str, Any]]:
    """The errors of an answer in JSON."""
    return list(response.json())


def test_services_are_the_lowest_categories(client: Client, district: District) -> None:
    listed = client.get(f"{BASE}/services.json").json()
    assert {service["service_name"] for service in listed} == {"房屋漏水", "停水"}
    assert {service["group"] for service in listed} == {"城乡建设"}
    tree = ElementTree.fromstring(client.get(f"{BASE}/services.xml").content)
    assert tree.tag == "services"
    assert [node.findtext("service_code") for node in tree] == [service["service_code"] for service in listed]
    assert tree[0].findtext("metadata") == "true"


def test_a_service_asks_for_the_kind(client: Client, district: District) -> None:
    code = district.categories["房屋漏水"].code
    definition = client.get(f"{BASE}/services/{code}.json", headers={"Accept-Language": "en"}).json()
    (attribute,) = definition["attributes"]
    assert (attribute["code"], attribute["datatype"]) == ("kind", "singlevaluelist")
    assert {"key": "complaint", "name": "Complaint"} in attribute["values"]
    tree = ElementTree.fromstring(client.get(f"{BASE}/services/{code}.xml").content)
    assert tree.findtext("attributes/attribute/values/value/key") == "consultation"


def test_a_request_becomes_a_case(client: Client, district: District) -> None:
    response = client.post(f"{BASE}/requests.json", {**form(district), "attribute[kind]": "help"})
    (filed,) = response.json()
    assert response.status_code == 201
    number = filed["service_request_id"]
    shown = client.get(f"{BASE}/requests/{number}.json").json()[0]
    assert shown["status"] == "open"
    assert (shown["lat"], shown["long"]) == (40.05, 113.22)
    assert "HL" in filed["service_notice"]
    assert "HL" not in number


def test_xml_says_the_same(client: Client, district: District) -> None:
    filed = ElementTree.fromstring(client.post(f"{BASE}/requests.xml", form(district)).content)
    number = filed.findtext("request/service_request_id")
    shown = ElementTree.fromstring(client.get(f"{BASE}/requests/{number}.xml").content)
    assert (shown.tag, shown.findtext("request/status")) == ("service_requests", "open")
    token = ElementTree.fromstring(client.get(f"{BASE}/tokens/{number}.xml").content)
    assert token.findtext("request/service_request_id") == number


def test_media_come_along(client: Client, district: District, settings: Settings, tmp_path: Any) -> None:
    settings.FILES_ROOT = tmp_path
    media = SimpleUploadedFile("photo.png", picture("PNG"), "image/png")
    response = client.post(f"{BASE}/requests.json", {**form(district), "media": media})
    assert response.status_code == 201
    dispatcher = caller_for(district.accounts["dispatcher"])
    code = response.json()[0]["service_notice"].split()[1].rstrip("。")
    assert dispatcher.get(f"/cases/{code}/timeline").json()[0]["files"][0]["media_type"] == "image/png"


def test_a_token_files_for_its_account(client: Client, district: District, settings: Settings) -> None:
    settings.OPEN311_ANONYMOUS = False
    assert client.post(f"{BASE}/requests.json", form(district)).status_code == 403
    assert client.post(f"{BASE}/requests.json", form(district, api_key="ms_wrong")).status_code == 403
    key = caller_for(district.accounts["worker"]).token
    assert client.post(f"{BASE}/requests.json", form(district, api_key=key)).status_code == 201


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "nothing"}, 404, "nothing"),
        ({"description": ""}, 400, "description"),
        ({"lat": "", "long": ""}, 400, "lat"),
        ({"lat": "north"}, 400, "lat"),
        ({"lat": "nan"}, 400, "lat"),
        ({"lat": "1", "long": "1"}, 400, "lat"),
        ({"phone": "123"}, 400, "phone"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
        ({"attribute[colour]": "red"}, 400, "colour"),
        ({"attribute[kind]": "wish"}, 400, "kind"),
        ({"description": "a\x00b"}, 400, "description"),
        ({"jurisdiction_id": "elsewhere"}, 404, "elsewhere"),
    ],
)
def test_faults_are_said_in_the_form_of_the_standard(
    client: Client, district: District, settings: Settings, changes: dict[str, str], status: int, words: str
) -> None:
    settings.OPEN311_JURISDICTION = "140213"
    response = client.post(f"{BASE}/requests.json", form(district, **changes))
    assert response.status_code == status, response.content.decode()
    (error,) = errors(response)
    assert error["code"] == status
    assert words in error["description"]
    tree = ElementTree.fromstring(client.post(f"{BASE}/requests.xml", form(district, **changes)).content)
    assert (tree.tag, tree.findtext("error/code")) == ("errors", str(status))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("requests/0-000000.json", 404),
        ("requests/1-ZZZZZZ.json", 404),
        ("requests/x.json", 404),
        ("requests/%F0%A0%AE%B7.json", 404),
        ("services/nothing.json", 404),
        ("tokens/1.json", 404),
        ("requests.json?status=lost", 400),
        ("requests.json?start_date=yesterday", 400),
        ("requests.json?start_date=2020-01-01T00:00:00Z&end_date=2024-01-01T00:00:00Z", 400),
        ("requests.json?service_request_id=" + ",".join(["1-000000"] * 300), 200),
        ("requests.json?service_code=%00", 400),
        ("servicerequestupdates.json?start_date=9999-12-31T00:00:00Z", 400),
    ],
)
def test_questions_that_have_no_answer(client: Client, path: str, status: int) -> None:
    response = client.get(f"{BASE}/{path}")
    assert response.status_code == status, response.content.decode()


def test_nothing_that_tells_of_a_person_is_published(client: Client, leak: Case) -> None:
    for path in ("requests.json", f"requests/{number_of(leak.pk)}.json", "requests.xml", "servicerequestupdates.json"):
        text = client.get(f"{BASE}/{path}").content.decode()
        assert not [canary for canary in (*CANARIES, leak.code) if canary in text], path
    (shown,) = client.get(f"{BASE}/requests.json").json()
    assert shown["address"] == "平城区 永泰街道 康吉社区"
    assert shown["description"] == "房屋漏水 · 投诉"


def test_points_are_rounded(client: Client, district: District) -> None:
    place = a_report().place.__class__(lon=113.2212345, lat=40.0512345)
    file_published(district, place=place)
    (shown,) = client.get(f"{BASE}/requests.json").json()
    assert (shown["lat"], shown["long"]) == (40.051, 113.221)


def test_texts_are_published_masked_where_the_office_says_so(
    client: Client, district: District, settings: Settings
) -> None:
    settings.OPEN311_TEXTS = True
    file_published(district, body="漏水，请打电话13834567890联系")
    (shown,) = client.get(f"{BASE}/requests.json").json()
    assert shown["description"] == "漏水，请打电话138****7890联系"


@pytest.mark.parametrize("changes", [{"confidentiality": 1}, {"kind": "report"}])
def test_what_is_confidential_is_not_published(client: Client, district: District, changes: dict[str, Any]) -> None:
    case = file_published(district, **changes)
    assert client.get(f"{BASE}/requests.json").json() == []
    assert client.get(f"{BASE}/requests/{number_of(case.pk)}.json").status_code == 404


def test_a_case_without_a_category_is_not_published(client: Client, district: District) -> None:
    file_case(by=Actor.anonymous("web"), procedure="hotline.order", report=a_report())
    assert client.get(f"{BASE}/requests.json").json() == []


def test_lists_are_filtered(client: Client, district: District, leak: Case) -> None:
    code, other = district.categories["房屋漏水"].code, district.categories["停水"].code
    day = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def found(query: str) -> int:
        return len(client.get(f"{BASE}/requests.json?{query}").json())

    assert found(f"service_code={code}") == found(f"service_code={other},{code}") == found("status=open") == 1
    assert found(f"service_code={other}") == found("status=closed") == found(f"end_date={day}") == 0
    assert (
        found("status=open,closed")
        == found(f"start_date={day}")
        == found(f"service_request_id={number_of(leak.pk)}")
        == 1
    )


def test_updates_tell_of_states(client: Client, district: District, leak: Case) -> None:
    perform(by=district.actor("dispatcher"), case_id=leak.pk, act="dispatch", data={"unit": district.unit("housing")})
    (update,) = client.get(f"{BASE}/servicerequestupdates.json").json()
    assert (update["status"], update["description"]) == ("OPEN", "已派至承办单位")
    assert update["service_request_id"] == number_of(leak.pk)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_however_long_it_is(
    client: Client, district: District, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        file_published(district, title=f"第{number}件")
    client.get(f"{BASE}/requests.json")
    # Version and source of the procedure; savepoint, former eyes, eyes, cases with content, eyes back, release.
    with django_assert_num_queries(7):
        client.get(f"{BASE}/requests.json")


def test_discovery(client: Client) -> None:
    for path in ("/open311/discovery.json", f"{BASE}/discovery.json"):
        found = client.get(path).json()
        assert found["endpoints"][0]["url"].endswith("/open311/v2/")
    tree = ElementTree.fromstring(client.get("/open311/discovery.xml").content)
    assert tree.findtext("endpoints/endpoint/formats/format") == "text/xml"


def test_other_methods_are_refused(client: Client) -> None:
    assert client.delete(f"{BASE}/requests.json").status_code == 405
    assert errors(client.post(f"{BASE}/services.json"))[0]["code"] == 405


def test_numbers_lead_back_and_cannot_be_counted_through() -> None:
    for case_id in (1, 31, 32, 1023, 10**12):
        assert case_id_of(number_of(case_id)) == case_id
        assert case_id_of(number_of(case_id).lower()) == case_id
    head, _, tag = number_of(7).partition("-")
    assert case_id_of(f"8-{tag}") is None
    assert case_id_of(head) is None


def test_text_that_xml_cannot_hold_is_left_out(client: Client, district: District, settings: Settings) -> None:
    settings.OPEN311_TEXTS = True
    file_published(district, body="<b>&𠮷</b>")
    tree = ElementTree.fromstring(client.get(f"{BASE}/requests.xml").content)
    assert tree.findtext("request/description") == "<b>&𠮷</b>"


def test_erased_texts_are_not_published(client: Client, district: District, settings: Settings, leak: Case) -> None:
    settings.OPEN311_TEXTS = True
    Content.objects.filter(case_id=leak.pk).update(erased_at=timezone.now())
    assert "用盆接水" not in client.get(f"{BASE}/requests.json").content.decode()
