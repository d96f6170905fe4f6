"""Going back and sending the same form again: known by its content, since the browser may have fetched a new page.

A page fetched anew carries a new client key, so the key alone does not tell. What was sent is kept as a digest in the
session with the key it was filed under; the same content within half an hour goes under that key and files nothing new.
Not for longer: who says the same again tomorrow has a reason to.
"""

from __future__ import annotations

import hashlib
import json
import time

from minsheng.surface.web.requests import WebRequest

_KEY = "sent_reports"
_SECONDS = 30 * 60
_MOST = 10
_NO_CONTENT = frozenset({"csrfmiddlewaretoken", "client_key", "category_search"})


def key_of_content(request: WebRequest, own_key: str) -> str:
    """The client key under which this browser has sent the very same form just now, else ``own_key``."""
    if not request.session.session_key:
        return own_key
    digest, now = _digest(request), time.time()
    sent = request.session.get(_KEY, [])
    return next((key for known, key, at in sent if known == digest and now - at < _SECONDS), own_key)


def keep_sent(request: WebRequest, key: str) -> None:
    """Remember that the form of this request was filed under ``key``."""
    digest = _digest(request)
    others = [item for item in request.session.get(_KEY, []) if item[0] != digest]
    request.session[_KEY] = [*others, [digest, key, int(time.time())]][-_MOST:]


def forget_sent(request: WebRequest) -> None:
    """Forget what was sent: for whoever leaves a shared computer."""
    request.session.pop(_KEY, None)


def _digest(request: WebRequest) -> str:
    typed = sorted((name, values) for name, values in request.POST.lists() if name not in _NO_CONTENT and any(values))
    files = sorted((item.name or "", item.size or 0) for item in request.FILES.getlist("files"))
    return hashlib.sha256(json.dumps([request.path, typed, files]).encode()).hexdigest()[:32]
