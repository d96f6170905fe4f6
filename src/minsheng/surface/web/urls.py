"""Addresses of all screens."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from minsheng.surface.web import preferences
from minsheng.surface.web.administration import urls as administration
from minsheng.surface.web.desk import case, hot, inbox, linking, people, search, similar
from minsheng.surface.web.downloads import views as downloads
from minsheng.surface.web.filing import categories
from minsheng.surface.web.filing import views as filing
from minsheng.surface.web.law import views as law
from minsheng.surface.web.places import views as places
from minsheng.surface.web.portal import notices
from minsheng.surface.web.portal import views as portal
from minsheng.surface.web.session import views as session

app_name = "web"

_portal: list[URLPattern | URLResolver] = [
    path("", portal.home, name="home"),
    path("report/", filing.file_report, name="report"),
    path("report/done/<str:code>/", filing.filed, name="filed"),
    path("report/<str:procedure>/", filing.file_report, name="report_under"),
    path("report/<str:procedure>/categories/", categories.categories, name="categories"),
    path("report/<str:procedure>/suggest/", categories.suggest, name="suggest"),
    path("follow/", portal.follow, name="follow"),
    path("follow/leave/", portal.leave, name="leave"),
    path("follow/<str:code>/", portal.my_case, name="my_case"),
    path("follow/<str:code>/<str:act>/", portal.my_act, name="my_act"),
    path("mine/", portal.mine, name="mine"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
]
_shared: list[URLPattern | URLResolver] = [
    path("map/areas.json", places.areas_json, name="map_areas"),
    path("map/locate.json", places.locate_json, name="map_locate"),
    path("files/<int:pk>/", downloads.attachment, name="file"),
    path("files/<int:pk>/small/", downloads.thumbnail, name="thumbnail"),
    path("sign-in/", session.sign_in, name="sign_in"),
    path("sign-out/", session.sign_out, name="sign_out"),
    path("language/", preferences.choose_language, name="language"),
    path("type-size/", preferences.choose_size, name="type_size"),
    path("procedures/", law.procedures, name="procedures"),
    path("procedures/<str:key>/<str:version>/", law.procedure, name="procedure"),
]
_desk: list[URLPattern | URLResolver] = [
    path("", inbox.desk, name="desk"),
    path("counts/", inbox.counts, name="desk_counts"),
    path("search/", search.search, name="desk_search"),
    path("file/", filing.file_for_caller, name="desk_file"),
    path("file/<str:procedure>/", filing.file_for_caller, name="desk_file_under"),
    path("hot/", hot.hot, name="desk_hot"),
    path("hot/<int:pk>/", hot.issue, name="desk_hot_issue"),
    path("cases/<str:code>/", case.case, name="desk_case"),
    path("cases/<str:code>/similar/", similar.similar, name="desk_similar"),
    path("cases/<str:code>/acts/<str:act>/", case.act, name="desk_act"),
    path("cases/<str:code>/parties/<int:party>/", people.reveal, name="desk_reveal"),
    path("cases/<str:code>/links/", linking.link, name="desk_link"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *_portal,
    *_shared,
    path("desk/", include(_desk)),
    path("admin-desk/", include(administration.urlpatterns)),
]
