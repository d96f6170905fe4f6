"""Two clients that others wrote, `georeport` and `three`, against a server on a real socket."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import xmltodict
from georeport import GeoReport
from pytest_django import Settings

from tests.factories.district import District, make_district
from tests.interop.serving import serving
from tests.kernel.files.conftest import picture
from tests.surface.api.calling import caller_for

pytestmark = pytest.mark.own_database


@pytest.fixture
def town(own_database: str, settings: Settings, tmp_path: Path) -> District:
    """Give a district whose rows are really there."""
    settings.FILES_ROOT = tmp_path
    settings.API_RATES = dict.fromkeys(settings.API_RATES, "0")
    return make_district()


@pytest.fixture
def address(town: District, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the address of a running server."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as base:
        yield f"{base}/open311/v2"


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the client `three`, which was written for Python 2: it wants one name that Python 3 does not have."""
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    import three

    return three


def post(three: ModuleType, address: str, town: District, **more: Any) -> dict[str, Any]:
    """File a request by `three`."""
    client = three.Three(address, api_key=caller_for(town.accounts["worker"]).token)
    code = town.categories["房屋漏水"].code
    answer = client.post(
        code,
        address="红卫里3号楼",
        name="Xiaoming Wang",
        phone="13834567890",
        description="楼顶漏水",
        lat=40.05,
        long=113.22,
        **more,
    )
    assert client.post_response.status_code == 201, answer
    return dict(answer[0])


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_everything(form: str, address: str, town: District, three: ModuleType) -> None:
    number = post(three, address, town)["service_request_id"]
    client = GeoReport(address, output_format=form, jurisdiction="140213")
    services = client.get_service_list()
    assert {service["service_name"] for service in services} == {"房屋漏水", "停水"}
    code = next(service["service_code"] for service in services if service["service_name"] == "房屋漏水")
    assert client.get_service_definition(code)["service_code"] == code
    found = client.get_service_requests(service_code=code, status="open")
    first = found[0] if isinstance(found, list) else found  # xmltodict gives a single element without its list
    assert first["service_request_id"] == number
    shown = client.get_service_request(number)
    assert (shown["status"], shown["service_code"]) == ("open", code)
    assert float(shown["lat"]) == 40.05


def test_three_reads_everything(three: ModuleType, address: str, town: District) -> None:
    number = post(three, address, town)["service_request_id"]
    client = three.Three(address)
    code = town.categories["房屋漏水"].code
    assert {service["service_code"] for service in client.services()} >= {code}
    assert client.services(code)["service_code"] == code
    assert [request["service_request_id"] for request in client.requests(code, count=10)] == [number]
    assert client.requests(start="01-01-2020", end="02-01-2020") == []
    assert client.request(number)[0]["service_request_id"] == number
    assert client.token(number)[0]["service_request_id"] == number
    assert client.discovery()["endpoints"][0]["url"].endswith("/open311/v2/")


def test_three_sends_media(three: ModuleType, address: str, town: District) -> None:
    media = io.BytesIO(picture("PNG"))
    media.name = "photo.png"
    code = post(three, address, town, media=media)["service_notice"].split()[1].rstrip("。")
    dispatcher = caller_for(town.accounts["dispatcher"])
    assert dispatcher.get(f"/cases/{code}/timeline").json()[0]["files"][0]["name"] == "photo.png"


def test_three_asks_for_xml(three: ModuleType, address: str, town: District) -> None:
    # Its own reading of XML does not run on Python 3, so the bytes are read as georeport reads them.
    number = post(three, address, town)["service_request_id"]
    client = three.Three(address, format="xml")
    text = client.get("requests", number, convert=False)
    assert xmltodict.parse(text)["service_requests"]["request"]["service_request_id"] == number


def test_a_client_without_a_right_key_is_told(three: ModuleType, address: str, town: District) -> None:
    client = three.Three(address, api_key="ms_wrong")
    (error,) = client.post(town.categories["房屋漏水"].code, description="漏水", address="红卫里")
    assert (error["code"], client.post_response.status_code) == (403, 403)
