"""Addresses of the disputes platform's own pages, those of each room together."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from minsheng.domains.disputes.agencies import views as agencies
from minsheng.domains.disputes.agreements import views as agreements
from minsheng.domains.disputes.hub import views as hub
from minsheng.domains.disputes.panels import views as panels
from minsheng.domains.disputes.postings import branch_views as branches
from minsheng.domains.disputes.postings import views as postings
from minsheng.domains.disputes.register import views as register
from minsheng.domains.disputes.sessions import calendar_views, feed_views, room_views
from minsheng.domains.disputes.steps import assigning_views as step_areas
from minsheng.domains.disputes.steps import begin_views as step_cases
from minsheng.domains.disputes.steps import views as steps
from minsheng.domains.disputes.warnings import views as warnings

app_name = "disputes"

_agencies: list[URLPattern | URLResolver] = [
    path("admin-desk/agencies/", agencies.agencies, name="admin_agencies"),
    path("admin-desk/agencies/new/", agencies.add, name="admin_agency_add"),
    path("admin-desk/agencies/<int:pk>/", agencies.agency, name="admin_agency"),
    path("admin-desk/agencies/<int:pk>/rules/", agencies.change, name="admin_agency_rules"),
    path("admin-desk/agencies/<int:pk>/end/", agencies.end, name="admin_agency_end"),
    path("admin-desk/agencies/<int:pk>/members/", agencies.compose, name="admin_agency_members"),
]
_postings: list[URLPattern | URLResolver] = [
    path("desk/branches/", postings.overview, name="branches"),
    path("desk/branches/new/", branches.add, name="branch_add"),
    path("desk/branches/<int:pk>/", postings.branch, name="branch"),
    path("desk/branches/<int:pk>/due/", branches.due, name="branch_due"),
    path("desk/branches/<int:pk>/close/", branches.close, name="branch_close"),
    path("desk/branches/<int:pk>/cadres/new/", postings.post, name="branch_post"),
    path("desk/branches/postings/<int:pk>/end/", postings.end, name="posting_end"),
]
_hub: list[URLPattern | URLResolver] = [path("desk/disputes/", hub.hub, name="hub")]
_register: list[URLPattern | URLResolver] = [
    path("desk/disputes/register/", register.register, name="register"),
    path("desk/disputes/register.xlsx", register.download, name="register_download"),
]
_mediators: list[URLPattern | URLResolver] = [
    path("mediators/", panels.mediators, name="mediators"),
    path("admin-desk/mediators/", panels.register, name="admin_mediators"),
    path("admin-desk/mediators/new/", panels.add, name="admin_mediator_add"),
    path("admin-desk/mediators/<int:pk>/", panels.change, name="admin_mediator"),
    path("admin-desk/mediators/<int:pk>/end/", panels.end, name="admin_mediator_end"),
]
_sessions: list[URLPattern | URLResolver] = [
    path("desk/disputes/calendar/", calendar_views.calendar, name="calendar"),
    path("desk/disputes/calendar/address/", calendar_views.renew, name="calendar_renew"),
    path("desk/disputes/calendar/address/revoke/", calendar_views.revoke, name="calendar_revoke"),
    path("calendar/<str:token>.ics", feed_views.feed, name="calendar_feed"),
    path("sessions/<int:pk>.ics", feed_views.one, name="session_ics"),
    path("admin-desk/rooms/", room_views.rooms, name="admin_rooms"),
    path("admin-desk/rooms/new/", room_views.add, name="admin_room_add"),
    path("admin-desk/rooms/<int:pk>/", room_views.change, name="admin_room"),
    path("admin-desk/rooms/<int:pk>/end/", room_views.end, name="admin_room_end"),
]
_papers: list[URLPattern | URLResolver] = [
    path("desk/cases/<str:code>/papers/<slug:kind>/", agreements.paper, name="paper"),
    path("desk/cases/<str:code>/papers/<slug:kind>/clear/", agreements.paper_clear, name="paper_clear"),
    path("follow/<str:code>/papers/<slug:kind>/", agreements.my_paper, name="my_paper"),
]
_warnings: list[URLPattern | URLResolver] = [
    path("desk/disputes/warnings/", warnings.warnings, name="warnings"),
    path("desk/disputes/warnings/<int:pk>/", warnings.decide, name="warning_decide"),
]
_steps: list[URLPattern | URLResolver] = [
    path("admin-desk/steps/", steps.templates, name="admin_steps"),
    path("admin-desk/steps/new/", steps.add, name="admin_step_template_add"),
    path("admin-desk/steps/areas/", step_areas.assignments, name="admin_step_areas"),
    path("admin-desk/steps/areas/<int:pk>/end/", step_areas.end, name="admin_step_area_end"),
    path("admin-desk/steps/<int:pk>/", steps.template, name="admin_step_template"),
    path("admin-desk/steps/<int:pk>/draft/", steps.draft, name="admin_step_draft"),
    path("admin-desk/steps/versions/<int:pk>/", steps.version, name="admin_step_version"),
    path("admin-desk/steps/versions/<int:pk>/release/", steps.release, name="admin_step_release"),
    path("admin-desk/steps/versions/<int:pk>/assign/", step_areas.assign, name="admin_step_assign"),
    path("admin-desk/steps/versions/<int:pk>/<str:part>/new/", steps.put, name="admin_step_put"),
    path("admin-desk/steps/versions/<int:pk>/<str:part>/<int:place>/", steps.put, name="admin_step_edit"),
    path("admin-desk/steps/versions/<int:pk>/<str:part>/<int:place>/move/", steps.move, name="admin_step_move"),
    path("desk/cases/<str:code>/steps/", step_cases.begin, name="steps_begin"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *_hub,
    *_papers,
    *_warnings,
    *_steps,
    *_mediators,
    *_sessions,
    *_agencies,
    *_postings,
    *_register,
]
