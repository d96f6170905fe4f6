"""Who is asking, and whose eyes the database looks through while a page is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.cases.following import with_proofs
from minsheng.surface.web.doors import OWN_TRANSACTIONS
from minsheng.surface.web.pages import bad_request, refused
from minsheng.surface.web.proofs import proved_cases, proved_parties

UNTOUCHED = ("/healthz", "/readyz", "/metrics", "/static/", "/api/", "/open311/")
"""Paths that need no actor, or have their own way of finding one."""

View = Callable[..., HttpResponseBase]


class ActorMiddleware:
    """Gives each request its actor and one transaction in which the database shows what that actor may read.

    A Refusal that a view does not catch becomes a page in words, and what the view wrote is rolled back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the work is done once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Run the view inside the actor's transaction and give its response."""
        if request.path_info.startswith(UNTOUCHED):
            return None
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)  # no text of ours holds NUL, and PostgreSQL takes none
        request.actor = actor_of(request)  # type: ignore[attr-defined]  # what WebRequest promises
        try:
            if getattr(view, OWN_TRANSACTIONS, False):
                return view(request, *args, **kwargs)
            with transaction.atomic():
                look_as(request.actor)  # type: ignore[attr-defined]  # set above
                return view(request, *args, **kwargs)
        except (Refusal, Refusals) as refusal:
            return refused(request, refusal)


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request: the signed-in account, the cases proved in this session, and what follows on them."""
    user = request.user
    actor = actor_for(user) if user.is_authenticated else Actor.anonymous()
    cases, proofs = proved_cases(request), proved_parties(request)
    return with_proofs(actor, cases, proofs) if cases or proofs else actor
