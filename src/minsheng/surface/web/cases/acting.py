"""Doing an act through a form: shown, checked, done; or shown again with what was typed and why it was refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as
from minsheng.kernel.cases.acts import check_open, perform, standing_of
from minsheng.kernel.cases.loading import load_snapshot
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import acts_offered, get_for
from minsheng.kernel.procedures.interpreter import find_act
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.web.cases.act_form import ActForm, Setting
from minsheng.surface.web.cases.comparing import Comparison, compared
from minsheng.surface.web.cases.faces import Face
from minsheng.surface.web.cases.offers import Offer, offers_of
from minsheng.surface.web.cases.queries import accounts_to_name, content_of
from minsheng.surface.web.cases.suggestion import likely_categories, suggested
from minsheng.surface.web.cases.timeline import Line, history
from minsheng.surface.web.forms.base import at_field
from minsheng.surface.web.forms.uploads import Uploads, take_uploads
from minsheng.surface.web.requests import WebRequest, go, is_partial
from minsheng.surface.web.words import language_now

MOVED_ON, BUSY = "case.moved_on", "case.busy"


@dataclass(slots=True)
class ActPage:
    """Everything that the page of an act shows."""

    setting: Setting
    offer: Offer | None
    form: ActForm
    uploads: dict[str, Uploads]
    news: list[Line]
    comparison: Comparison | None = None
    gone: str = ""
    is_busy: bool = False


def act_view(request: WebRequest, code: str, key: str, face: Face) -> HttpResponse:
    """The form of an act (GET) or the act itself (POST)."""
    actor = face.eyes(request.actor)
    case = get_for(actor, code)
    setting = _setting(actor, case, key)
    if request.method != "POST":
        offer = _offer(actor, case, setting, timezone.now())
        form = ActForm(setting)
        form.name_cases(request.GET)
        return _shown(request, face, ActPage(setting, offer, form, {}, []))
    uploads = {name: take_uploads(request, name) for name, spec in setting.shown().items() if spec.type == "files"}
    form = ActForm(setting, request.POST, request.FILES)
    page = ActPage(setting, None, form, uploads, [])
    if "compare" in request.POST:
        return _compare(request, face, page)
    return _do(request, face, page)


def _setting(actor: Actor, case: Case, key: str) -> Setting:
    procedure = procedure_of(case.procedure_id)
    setting = Setting(actor, case, procedure, key, find_act(procedure, key), language_now())
    asks_category, assigns = setting.needs("category"), "assign" in setting.act.does
    content = content_of(case) if asks_category or assigns else None
    return replace(
        setting,
        routed=suggested(case, content, procedure) if assigns else None,
        accounts=accounts_to_name(actor, case) if setting.needs("account") else [],
        suggested=likely_categories(case, content, procedure) if asks_category else [],
    )


def _offer(actor: Actor, case: Case, setting: Setting, now: datetime) -> Offer:
    """The act as it is offered now. Raises the Refusal that says why it is not."""
    offers = offers_of(acts_offered(actor, case, now), setting.procedure, setting.language)
    found = next((offer for offer in offers if offer.key == setting.key), None)
    if found is None:
        functions = standing_of(actor, case).functions(setting.procedure)
        check_open(setting.procedure, setting.act, load_snapshot(case), functions)
        raise Refusal("act.unknown", "act", status=404, act=setting.key)
    return found


def _do(request: WebRequest, face: Face, page: ActPage) -> HttpResponse:
    setting, form = page.setting, page.form
    faults = {name: uploads.faults for name, uploads in page.uploads.items() if uploads.faults}
    if not form.is_shaped() or faults:
        for name, texts in faults.items():
            for text in texts:
                form.add_error(name, text)
        form.focus()
        return _again(request, face, page, 422)
    try:
        perform(
            by=setting.actor,
            case_id=setting.the_case.pk,
            act=setting.key,
            data=form.inputs(page.uploads),
            seen_seq=form.cleaned_data.get("seen_seq"),
        )
    except (Refusal, Refusals) as error:
        return _refused(request, face, page, error)
    messages.success(request, _("Done: %(act)s") % {"act": setting.act(setting.language)})
    return _onward(request, face, setting)


def _onward(request: WebRequest, face: Face, setting: Setting) -> HttpResponse:
    """To the case again, or to the lists when the act took it out of the actor's sight, as a return does."""
    look_as(setting.actor)
    try:
        get_for(setting.actor, setting.the_case.code)
    except Refusal:
        messages.info(request, _("The case has left your unit. You no longer see it."))
        return go(request, face.home_name)
    return go(request, face.case_url(setting.the_case.code))


def _refused(request: WebRequest, face: Face, page: ActPage, error: Refusal | Refusals) -> HttpResponse:
    code = error.code if isinstance(error, Refusal) else ""
    if code in {MOVED_ON, BUSY}:
        return _somebody_was_faster(request, face, page, busy=code == BUSY)
    page.form.refuse(error)
    return _again(request, face, page, error.status if isinstance(error, Refusal) else 422)


def _somebody_was_faster(request: WebRequest, face: Face, page: ActPage, *, busy: bool) -> HttpResponse:
    """Show what others did meanwhile; what was typed stays, and may be sent again if the act is still open."""
    case = get_for(page.setting.actor, page.setting.the_case.code)
    seen = page.form.cleaned_data.get("seen_seq") or 0
    page.is_busy = busy
    page.news = [
        line
        for line in history(page.setting.actor, case, page.setting.procedure, public=face.public)
        if line.seq > seen
    ]
    page.form.retype("seen_seq", str(case.seq))
    return _again(request, face, page, 409)


def _again(request: WebRequest, face: Face, page: ActPage, status: int) -> HttpResponse:
    case = get_for(page.setting.actor, page.setting.the_case.code)
    try:
        page.offer = _offer(page.setting.actor, case, page.setting, timezone.now())
    except Refusal as refusal:
        page.gone = page.form.words(refusal)
    return _shown(request, face, page, status)


def _compare(request: WebRequest, face: Face, page: ActPage) -> HttpResponse:
    page.form.is_valid()
    code = next((page.form.cleaned_data.get(n, "") for n, s in page.setting.shown().items() if s.type == "case"), "")
    try:
        page.comparison = compared(page.setting.actor, page.setting.the_case, code)
    except Refusal as refusal:
        name = next(name for name, spec in page.setting.shown().items() if spec.type == "case")
        page.form.refuse(at_field(refusal, name))
    return _again(request, face, page, 200 if page.comparison else 422)


def _shown(request: WebRequest, face: Face, page: ActPage, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "face": face,
        "page": page,
        "case": page.setting.the_case,
        "form": page.form,
        "act_title": page.setting.act(page.setting.language),
        "act_url": face.act_url(page.setting.the_case.code, page.setting.key),
        "case_url": face.case_url(page.setting.the_case.code),
        "can_compare": page.setting.needs("case"),
    }
    template = "web/cases/act_panel.html" if is_partial(request) else "web/cases/act_page.html"
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request"
    return response
