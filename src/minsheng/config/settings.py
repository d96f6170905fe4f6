"""Django settings. Everything that differs between machines comes from the environment or from MINSHENG_HOME."""

from __future__ import annotations

import json
import os
from pathlib import Path

from minsheng.config.database.urls import django_database
from minsheng.config.home import home_folder
from minsheng.config.observability.logs import logging_settings
from minsheng.config.secrets import key_bytes, load_secrets


def flag(name: str) -> bool:
    """Tell whether the environment variable ``name`` switches something on (1, true, yes, on)."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated words of the environment variable ``name``."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


# --- The installation -------------------------------------------------------------------------------------------------
HOME = home_folder()
SECRETS = load_secrets(HOME)
SECRET_KEY = SECRETS.django_key
FIELD_KEY = key_bytes("field_key", SECRETS.field_key)  # encrypts personal fields
INDEX_KEY = key_bytes("index_key", SECRETS.index_key)  # keys the blind index over them
DEBUG = False
ROOT_URLCONF = "minsheng.config.urls"
WSGI_APPLICATION = "minsheng.config.wsgi.application"
AUTH_USER_MODEL = "access.Account"

# --- Database ---------------------------------------------------------------------------------------------------------
DATABASES = {"default": django_database(HOME, SECRETS)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Time and language ------------------------------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "minsheng_language"
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]

# --- Applications: the floors from below to above ---------------------------------------------------------------------
DJANGO_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "minsheng.config.flash.FlashConfig",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
]
KERNEL_APPS = [
    "minsheng.kernel.events",
    "minsheng.kernel.facts",
    "minsheng.kernel.audit",
    "minsheng.kernel.areas",
    "minsheng.kernel.files",
    "minsheng.kernel.access",
    "minsheng.kernel.parties",
    "minsheng.kernel.deadlines",
    "minsheng.kernel.messages",
    "minsheng.kernel.procedures",
    "minsheng.kernel.routing",
    "minsheng.kernel.cases",
]
# Domains, surfaces, standards and the demonstration, in the order of the floors.
UPPER_APPS: list[str] = [
    "minsheng.domains.hotline",
    "minsheng.domains.grid",
    "minsheng.domains.disputes",
    "minsheng.surface.api",
    "minsheng.interop.open311",
    "minsheng.interop.exchange",
    "minsheng.surface.web",
    "minsheng.demo",
]
INSTALLED_APPS = [*DJANGO_APPS, *KERNEL_APPS, *UPPER_APPS, "minsheng.config"]

MIDDLEWARE = [
    "minsheng.config.observability.middleware.RequestRecord",
    "minsheng.surface.api.middleware.ProblemDetails",
    "django.middleware.security.SecurityMiddleware",
    "minsheng.config.headers.ContentSecurity",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "minsheng.config.limits.BodyLimit",
    "minsheng.config.limits.Readable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "minsheng.surface.web.middleware.ActorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "minsheng.surface.web.context.page",
            ],
        },
    },
]

# --- Web and security -------------------------------------------------------------------------------------------------
HTTPS = flag("MINSHENG_HTTPS")
ALLOWED_HOSTS = words("MINSHENG_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = words("MINSHENG_ORIGINS")
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600  # one working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "minsheng.surface.web.pages.csrf_failed"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked over plain loopback
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if flag("MINSHENG_PROXY"):  # only behind a proxy that sets this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUST_PROXY = flag("MINSHENG_PROXY")  # and that appends the client's address to X-Forwarded-For
METRICS_TOKEN = os.environ.get("MINSHENG_METRICS_TOKEN", "")

LOGIN_URL = "web:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- Files, uploads, cache --------------------------------------------------------------------------------------------
FILES_ROOT = HOME / "files"
MEDIA_ROOT = FILES_ROOT
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
MAX_UPLOAD_BYTES = 25 * 1024 * 1024  # one attachment; also one body without files
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
MAX_BODY_BYTES = 4 * MAX_UPLOAD_BYTES  # a whole request with several attachments
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # larger files wait on disk, not in memory
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Cryptography: the international set, or the national one (sm3, sm4-gcm) ----------------------------------------
MINSHENG_DIGEST = os.environ.get("MINSHENG_DIGEST", "sha256")
MINSHENG_CIPHER = os.environ.get("MINSHENG_CIPHER", "aes-256-gcm")

# --- Messages: without a provider, text messages are written to a file under MINSHENG_HOME ---------------------------
EMAIL_HOST = os.environ.get("MINSHENG_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("MINSHENG_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("MINSHENG_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MINSHENG_SMTP_PASSWORD", "")
EMAIL_USE_TLS = flag("MINSHENG_SMTP_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("MINSHENG_MAIL_FROM", "minsheng@localhost")
MINSHENG_SMS = json.loads(os.environ.get("MINSHENG_SMS", "{}"))  # url, headers, body, timeout of the provider
MINSHENG_PORTS = {"sms": "minsheng.kernel.messages.sms.HttpSms"} if MINSHENG_SMS else {}
MINSHENG_WEBHOOK_PRIVATE = flag("MINSHENG_WEBHOOK_PRIVATE")

# --- API and open standards -------------------------------------------------------------------------------------------
# Requests per seconds; 0 is no limit. Account and address are counted in each web process, filing (without an account)
# and proof (code and telephone) in the database for all together.
API_RATES = {
    "account": os.environ.get("MINSHENG_RATE_ACCOUNT", "1200/60"),
    "address": os.environ.get("MINSHENG_RATE_ADDRESS", "300/60"),
    "filing": os.environ.get("MINSHENG_RATE_FILING", "30/3600"),
    "proof": os.environ.get("MINSHENG_RATE_PROOF", "30/3600"),
}
OPEN311_PROCEDURE = "hotline.order"
OPEN311_ANONYMOUS = (
    os.environ.get("MINSHENG_OPEN311_ANONYMOUS", "yes") == "yes"
)  # may requests come without an api_key?
OPEN311_TEXTS = flag("MINSHENG_OPEN311_TEXTS")  # publish what people wrote, numbers hidden; read its README first
OPEN311_KEPT_BACK = ("report",)  # kinds that are never published
OPEN311_JURISDICTION = os.environ.get("MINSHENG_OPEN311_JURISDICTION", "")  # empty: any jurisdiction_id is taken

# --- Jobs -------------------------------------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": int(os.environ.get("MINSHENG_JOBS_AT_ONCE", "2")),
    "delete_jobs": "successful",  # what they did is kept where it was done; the queue holds what is open or has failed
    "shutdown_graceful_timeout": 20.0,
}
JOB_WORKER_EXPECTED = not flag("MINSHENG_NO_WORKER")  # readiness asks for its heartbeat

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings(
    os.environ.get("MINSHENG_LOG_LEVEL", "INFO"),
    for_people=os.environ.get("MINSHENG_PROCESS", "command") == "command",
)
