"""Addresses of the grids: the board for everybody, the worker's day, the roster, redrawing."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from minsheng.domains.grid.screens import board, redraw, roster, rounds, today, visits, whistles

app_name = "grid"

urlpatterns: list[URLPattern | URLResolver] = [
    path("grids/", board.grids, name="board"),
    path("desk/grid/", today.today, name="today"),
    path("desk/grid/rounds/", rounds.rounds, name="rounds"),
    path("desk/grid/rounds/start/", rounds.start, name="round_start"),
    path("desk/grid/rounds/plan/", rounds.plan, name="round_plan"),
    path("desk/grid/rounds/<int:pk>/", rounds.one, name="round"),
    path("desk/grid/rounds/<int:pk>/points/", rounds.mark, name="round_mark"),
    path("desk/grid/rounds/<int:pk>/findings/", rounds.find, name="round_find"),
    path("desk/grid/rounds/<int:pk>/finish/", rounds.finish, name="round_finish"),
    path("desk/grid/rounds/<int:pk>/cancel/", rounds.cancel, name="round_cancel"),
    path("desk/grid/visits/", visits.visits, name="visits"),
    path("desk/grid/visits/new/", visits.add, name="visit_add"),
    path("desk/grid/visits/<int:pk>/", visits.one, name="visit"),
    path("desk/grid/visits/<int:pk>/follow-up/", visits.follow_up, name="visit_follow_up"),
    path("desk/grid/visits/<int:pk>/erase/", visits.erase, name="visit_erase"),
    path("desk/whistles/", whistles.page, name="whistles"),
    path("desk/roster/", roster.roster, name="roster"),
    path("desk/roster/<int:pk>/", roster.grid, name="roster_grid"),
    path("desk/roster/<int:pk>/appoint/", roster.appoint, name="duty_add"),
    path("desk/roster/<int:pk>/telephone/", roster.contact, name="contact"),
    path("desk/roster/duties/<int:pk>/end/", roster.end, name="duty_end"),
    path("desk/roster/duties/<int:pk>/away/", roster.away, name="duty_away"),
    path("desk/roster/absences/<int:pk>/back/", roster.back, name="absence_back"),
    path("admin-desk/grids/", redraw.redraw, name="redraw"),
]
