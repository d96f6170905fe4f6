"""Routing rules: their order, what they ask, switching off, and a dry run over past cases."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minsheng.kernel.access.enums import UnitKind
from minsheng.kernel.access.permissions import realms
from minsheng.kernel.cases.routing_dry_run import DryRun, dry_run
from minsheng.kernel.routing.models import Rule
from minsheng.kernel.routing.services import change_rule, create_rule, move_rule
from minsheng.surface.web.administration import queries
from minsheng.surface.web.administration.categories import realm_of
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.administration.rule_form import RuleForm, initial_of
from minsheng.surface.web.doors import needs
from minsheng.surface.web.intakes import intakes
from minsheng.surface.web.law.queries import active_procedure
from minsheng.surface.web.requests import WebRequest, go
from minsheng.surface.web.words import category_name, language_now, place_name, unit_name

_SAMPLES = (500, 1000, 2000, 5000)


def rule_words(rule: Rule, kinds: dict[str, str]) -> dict[str, Any]:
    """A rule as a line: conditions and target in words."""
    language = language_now()
    conditions = [
        category_name(rule.category_id, language),
        place_name(rule.area_id, language),
        ", ".join(kinds.get(key, key) for key in rule.kinds),
        _("text has: %(words)s") % {"words": " ".join(rule.text_any)} if rule.text_any else "",
        _("months: %(months)s") % {"months": ", ".join(map(str, rule.months))} if rule.months else "",
    ]
    target = unit_name(rule.unit_id, language) or _("unit at the area: %(kind)s") % {
        "kind": _unit_kind(rule.unit_of_area)
    }
    return {"rule": rule, "conditions": [text for text in conditions if text], "target": target}


def _unit_kind(value: str) -> str:
    return str(UnitKind(value).label) if value in UnitKind.values else value


def kind_choices(realm: str) -> list[tuple[str, str]]:
    """Kinds of the procedures of a realm."""
    language = language_now()
    specs = [active_procedure(intake.procedure) for intake in intakes() if intake.realm == realm]
    return [(key, text(language)) for spec in specs for key, text in spec.kinds.items()]


@needs("routing.manage")
@require_GET
def rules(request: WebRequest) -> HttpResponse:
    """Rules of a realm in order; with ``cases`` a dry run over so many past cases stands beside them."""
    realm = realm_of(request)
    wanted = request.GET.get("cases", "")
    outcome = dry_run(by=request.actor, realm=realm.key, last=int(wanted)) if wanted in map(str, _SAMPLES) else None
    by_rule = {line.rule_id: line for line in outcome.rules} if outcome else {}
    kinds = dict(kind_choices(realm.key))
    lines = [{**rule_words(rule, kinds), "coverage": by_rule.get(rule.pk)} for rule in queries.rules(realm.key)]
    context = {
        "realms": realms(),
        "realm": realm,
        "lines": lines,
        "outcome": outcome,
        "samples": _SAMPLES,
        "wanted": wanted,
    }
    return render(request, "web/admin/rules.html", context)


@needs("routing.manage")
@require_http_methods(["GET", "POST"])
def add(request: WebRequest) -> HttpResponse:
    """Add a rule."""
    realm = realm_of(request)
    form = RuleForm(realm.key, kind_choices(realm.key), request.POST or None)
    return _rule_page(
        request,
        form,
        realm.key,
        lambda data: create_rule(by=request.actor, realm=realm.key, **data),
        title=_("Add a routing rule"),
        trial=_trial(request, form, realm.key),
    )


@needs("routing.manage")
@require_http_methods(["GET", "POST"])
def edit(request: WebRequest, pk: int) -> HttpResponse:
    """Change a rule."""
    rule = queries.rule(pk)
    form = RuleForm(rule.realm, kind_choices(rule.realm), request.POST or None, initial_of(rule))
    del form.fields["position"]

    def act(data: dict[str, Any]) -> None:
        changed = {name: value for name, value in data.items() if getattr(rule, name) != value}
        if changed:
            change_rule(by=request.actor, rule=rule, **changed)

    return _rule_page(
        request,
        form,
        rule.realm,
        act,
        title=_("Change the rule %(name)s") % {"name": rule.name},
        trial=_trial(request, form, rule.realm, rule),
    )


def _rule_page(
    request: WebRequest, form: RuleForm, realm: str, act: Any, *, title: str, trial: DryRun | None
) -> HttpResponse:
    back = f"{reverse('web:admin_rules')}?realm={realm}"
    if "try" in request.POST:
        context = {"form": form, "title": title, "back": back, "trial": trial}
        return render(request, "web/admin/rule.html", context, status=200 if trial else 422)
    return form_page(
        request, form, act, title=title, back=back, done=_("The rule is kept."), template="web/admin/rule.html"
    )


def _trial(request: WebRequest, form: RuleForm, realm: str, rule: Rule | None = None) -> DryRun | None:
    """What the rule in the form would do to past cases, if that was asked for."""
    if "try" not in request.POST or not form.is_shaped():
        return None
    form.cleaned_data.setdefault("position", None)
    view = form.view(realm, rule.pk, rule.position) if rule else form.view(realm)
    return dry_run(by=request.actor, realm=realm, change=view)


@needs("routing.manage")
@require_POST
def move(request: WebRequest, pk: int) -> HttpResponse:
    """Move a rule up or down by one, or switch it on or off."""
    rule = queries.rule(pk)
    step = request.POST.get("step", "")
    if step in {"up", "down"}:
        move_rule(by=request.actor, rule=rule, position=rule.position + (1 if step == "down" else -1))
    elif step == "switch":
        change_rule(by=request.actor, rule=rule, active=not rule.active)
        messages.success(request, _("The rule is on.") if rule.active else _("The rule is off."))
    return go(request, f"{reverse('web:admin_rules')}?realm={rule.realm}")
