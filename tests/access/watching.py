"""What is asked of every answer on the walk: no word, file, number or way that its reader may not meet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.http import HttpResponseBase

from minsheng.interop.open311.numbers import number_of
from tests.access.planting import Planted

REFUSED = {401, 403, 404, 405, 302, 400, 415, 422, 204}
"""How an address says no, or says nothing (a redirect to the sign-in page)."""
_FILE = re.compile(r"/files/(\d+)(?:/|$)")
_LEADING = ("Location", "HX-Redirect", "Link")


@dataclass
class Watch:
    """Looks at answers for one role and keeps what they should not have told.

    ``words`` are texts that the role must meet nowhere; ``hidden`` are the cases closed to it; ``closed_files`` are
    attachments that it may not open; ``told`` are codes that an old notice may still name, without a way to the case.
    """

    words: dict[str, str]
    hidden: list[Planted]
    closed_files: set[int] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def look(self, asked: str, response: HttpResponseBase, text: str) -> None:
        """One answer: ``asked`` is method, path and query; ``text`` is body and headers."""
        if response.status_code >= 500:
            self.failures.append(f"{asked}: {response.status_code}")
        self._words(asked, response, text)
        self._opening(asked, response)
        self._leading(asked, response)
        self.seen.update(re.findall(r"zq[a-z]title", text))

    def _words(self, asked: str, response: HttpResponseBase, text: str) -> None:
        for word, what in self.words.items():
            # A page may repeat what stands in its own address, such as the code that was asked for.
            if word not in text or word in asked or (word in self.told and _is_mere_notice(asked, text, word)):
                continue
            self.leaks.append(f"{asked} ({response.status_code}) tells {word}: {what}")

    def _opening(self, asked: str, response: HttpResponseBase) -> None:
        path = asked.split(" ")[1]
        named = next((it for it in self.hidden if it.code in path or number_of(it.case_id) in path), None)
        if named is not None and response.status_code not in REFUSED and not _is_published(path, named):
            self.leaks.append(f"{asked} ({response.status_code}) opens case {named.key}")
        file = _FILE.search(path)
        if file is not None and int(file[1]) in self.closed_files and response.status_code not in REFUSED:
            self.leaks.append(f"{asked} ({response.status_code}) gives out a file")

    def _leading(self, asked: str, response: HttpResponseBase) -> None:
        """No redirect may lead to a case that the reader cannot know; the sign-in page may carry the way back."""
        path = asked.split(" ")[1]
        for name in _LEADING:
            target = response.headers.get(name, "").partition("?")[0]
            for planted in self.hidden:
                if planted.code in target and planted.code not in path:
                    self.leaks.append(f"{asked} ({response.status_code}) leads to case {planted.key}")


def _is_mere_notice(asked: str, text: str, code: str) -> bool:
    return asked.startswith("GET /notices/") and f"/{code}/" not in text


def _is_published(path: str, planted: Planted) -> bool:
    """Open311 shows everybody the cases of which everybody may know, by their public numbers."""
    return planted.is_published and path.startswith("/open311/")
