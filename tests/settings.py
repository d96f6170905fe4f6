"""Settings for tests: the product's own, on the test server, with quick passwords and no built static files.

The environment is set before the product's settings are read, since those read it once.
"""

from __future__ import annotations

import os

from minsheng.config.translations import compile_translations
from tests.server import prepare_environment

prepare_environment()
if "PYTEST_XDIST_WORKER" not in os.environ:  # the first process does it for the others
    compile_translations()

from minsheng.config.settings import *  # noqa: E402
from minsheng.config.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True  # no folder of collected files is expected
