"""The WSGI application that granian serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from minsheng.config.lifeline import follow_supervisor
from minsheng.config.limits import PlainRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minsheng.config.settings")
os.environ.setdefault("MINSHENG_PROCESS", "web")
# granian's worker processes are grandchildren of the supervisor: each ends itself when granian is gone.
follow_supervisor()
application = get_wsgi_application()
application.request_class = PlainRequest
