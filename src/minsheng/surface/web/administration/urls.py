"""Addresses of the administration, below ``/admin-desk/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from minsheng.surface.web.administration import (
    accounts,
    areas,
    audit,
    calendars,
    categories,
    message_templates,
    pages,
    roles,
    rules,
    tokens,
    units,
    versions,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.start, name="admin"),
    path("areas/", areas.areas, name="admin_areas"),
    path("areas/<int:pk>/", areas.area, name="admin_area"),
    path("areas/<int:pk>/name/", areas.rename, name="admin_area_rename"),
    path("units/", units.units, name="admin_units"),
    path("units/new/", units.add_unit, name="admin_unit_add"),
    path("units/<int:pk>/", units.unit, name="admin_unit"),
    path("units/<int:pk>/end/", units.end_unit, name="admin_unit_end"),
    path("units/<int:pk>/posts/new/", units.add_post, name="admin_post_add"),
    path("posts/<int:pk>/end/", units.remove_post, name="admin_post_end"),
    path("accounts/", accounts.accounts, name="admin_accounts"),
    path("accounts/new/", accounts.add, name="admin_account_add"),
    path("accounts/<int:pk>/", accounts.account, name="admin_account"),
    path("roles/", roles.roles, name="admin_roles"),
    path("roles/new/", roles.define, name="admin_role_add"),
    path("roles/<str:key>/", roles.define, name="admin_role"),
    path("categories/", categories.categories, name="admin_categories"),
    path("categories/new/", categories.add, name="admin_category_add"),
    path("categories/lines/", categories.load, name="admin_category_lines"),
    path("rules/", rules.rules, name="admin_rules"),
    path("rules/new/", rules.add, name="admin_rule_add"),
    path("rules/<int:pk>/", rules.edit, name="admin_rule"),
    path("rules/<int:pk>/move/", rules.move, name="admin_rule_move"),
    path("calendars/", calendars.calendars, name="admin_calendars"),
    path("calendars/enter/", calendars.enter, name="admin_calendar_enter"),
    path("calendars/<int:year>/", calendars.calendars, name="admin_calendar"),
    path("procedures/", versions.versions, name="admin_versions"),
    path("procedures/new/", versions.upload, name="admin_version_add"),
    path("procedures/<int:pk>/activate/", versions.activate, name="admin_version_activate"),
    path("templates/", message_templates.templates, name="admin_templates"),
    path("tokens/", tokens.tokens, name="admin_tokens"),
    path("tokens/new/", tokens.issue, name="admin_token_add"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="admin_token_revoke"),
    path("audit/", audit.audit, name="admin_audit"),
    path("audit/check/", audit.check, name="admin_audit_check"),
]
