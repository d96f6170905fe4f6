"""Signing in and out, languages, type sizes, and the pages that say no."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import path

from minsheng.surface.web import pages
from tests.factories.district import District
from tests.surface.web.browsing import Visitor

PASSWORD = "a long enough Secret 9"


def sign_in(visitor: Visitor, username: str, password: str, **more: str) -> object:
    return visitor.post("sign_in", data={"username": username, "password": password, **more})


def test_signing_in_leads_to_the_workbench_and_out_again(district: District) -> None:
    visitor = Visitor()
    response = sign_in(visitor, "dispatcher", PASSWORD)
    assert response["Location"] == "/desk/"  # type: ignore[index]
    assert visitor.get("desk").status_code == 200
    visitor.post("sign_out")
    assert visitor.get("desk").status_code == 302


def test_signing_in_goes_where_one_wanted_but_never_to_another_host(district: District) -> None:
    assert sign_in(Visitor(), "dispatcher", PASSWORD, next="/desk/search/?q=1")["Location"] == "/desk/search/?q=1"  # type: ignore[index]
    assert sign_in(Visitor(), "dispatcher", PASSWORD, next="https://evil.example/")["Location"] == "/desk/"  # type: ignore[index]


@pytest.mark.parametrize("password", ["", "wrong", "\x00"])
def test_a_wrong_password_is_refused_and_the_name_stays(district: District, password: str) -> None:
    response = sign_in(Visitor(), "dispatcher", password)
    html = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == 401  # type: ignore[attr-defined]
    assert 'value="dispatcher"' in html
    assert 'role="alert"' in html


def test_five_wrong_passwords_lock_the_account(district: District) -> None:
    statuses = [sign_in(Visitor(), "dispatcher", "wrong").status_code for _ in range(6)]  # type: ignore[attr-defined]
    assert statuses == [401, 401, 401, 401, 401, 403]


def test_the_language_is_kept_in_a_cookie(visitor: Visitor) -> None:
    assert "我要反映" in visitor.text("home")
    visitor.post("language", data={"language": "en", "next": "/follow/"})
    assert "Report a matter" in visitor.text("home")
    visitor.post("language", data={"language": "xx"})
    assert "Report a matter" in visitor.text("home")


def test_large_type_is_kept_in_a_cookie(visitor: Visitor) -> None:
    assert 'class="large"' not in visitor.text("home")
    response = visitor.post("type_size", data={"size": "large", "next": "/follow/"})
    assert response["Location"] == "/follow/"
    assert 'class="large"' in visitor.text("home")
    visitor.post("type_size", data={"size": "normal"})
    assert 'class="large"' not in visitor.text("home")


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "没有找到您要的内容"), ("en", "There is nothing here")])
def test_not_found_in_both_languages(district: District, language: str, words: str) -> None:
    client = Client()
    response = client.get("/no/such/page/", headers={"accept-language": language})
    assert response.status_code == 404
    assert words in response.content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "您无权进行此操作"), ("en", "You may not do this")])
def test_denied_in_both_languages(staff: Callable[[str], Visitor], language: str, words: str) -> None:
    visitor = staff("dispatcher")
    visitor.language = language
    response = visitor.get("admin_areas")
    assert response.status_code == 403
    assert words in response.content.decode()


def broken(request: object) -> None:
    raise RuntimeError("a planted fault")


urlpatterns = [path("broken/", broken)]
handler500 = pages.failed
handler404 = pages.not_found


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("language", "words"), [("zh-hans", "系统出错了"), ("en", "Something went wrong")])
def test_a_fault_of_ours_in_both_languages(language: str, words: str) -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/broken/", headers={"accept-language": language})
    assert response.status_code == 500
    assert words in response.content.decode()
    assert "a planted fault" not in response.content.decode()


def test_no_page_holds_script_or_style_of_its_own(visitor: Visitor) -> None:
    for page in ("home", "report", "follow", "procedures", "sign_in"):
        html = visitor.text(page)
        assert "<style" not in html
        assert " style=" not in html
        assert " onclick=" not in html
        assert html.count("<script") == html.count('<script src="')
        assert "//cdn" not in html
