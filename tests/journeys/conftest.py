"""A real browser on a real server over a database of its own. Nothing may leave the host, and no page may complain."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import Settings

from minsheng.surface import web
from tests.factories.district import District, make_district
from tests.journeys.steps import go

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BUILT = Path(web.__file__).parent / "static" / "build" / "web.js"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1440, "height": 900}}
PASSWORD = "a long enough Secret 9"
PATIENCE = 60_000
"""Milliseconds that a step may take on a machine that is busy with other tests; an idle one takes a few."""

Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give one browser for the journeys of a module; none is left behind for other tests of this process."""
    program = os.environ.get("MINSHENG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    if not BUILT.exists():
        pytest.fail("the script of the pages is not built: run `make env`, or `npm ci && npm run build`")
    # Playwright keeps an event loop in this thread; Django's caution against that does not apply to tests.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=PATIENCE)
        started = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def district(browser: Browser, own_database: str, settings: Settings, tmp_path: Path) -> District:
    """Give a district that is really stored, so that the server sees it."""
    settings.FILES_ROOT = settings.MEDIA_ROOT = tmp_path / "files"
    return make_district()


@pytest.fixture
def site(district: District) -> Iterator[str]:
    """Give the address of a running server."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Give a function that opens a fresh browser window, signed in as ``user`` if one is named."""
    complaints: list[str] = []
    contexts = []

    def opened(path: str = "/", *, user: str = "", language: str = "zh-CN", **options: Any) -> Page:
        context = browser.new_context(base_url=site, locale=language, **{**DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if _is_bad(said) else None)
        page.on(
            "request",
            lambda asked: complaints.append(f"left the host: {asked.url}") if _left(asked.url, site) else None,
        )
        if user:
            go(page, "/sign-in/")
            page.fill("#id_username", user)
            page.fill("#id_password", PASSWORD)
            page.click("main .button-main")
            page.wait_for_url(lambda url: "/sign-in/" not in url)
        go(page, path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _is_bad(said: Any) -> bool:
    # A refused form answers with 4xx, which the browser notes as a failed load: that is meant.
    return said.type in {"error", "warning"} and "status of 4" not in said.text


def _left(url: str, site: str) -> bool:
    return not url.startswith((site, "blob:", "data:"))
