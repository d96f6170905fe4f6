"""Fixed choices of the grids."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DutyRole(models.TextChoices):
    """AB岗: one main worker of a grid at a time, and backups who stand in for it."""

    MAIN = "main", _("main worker")
    BACKUP = "backup", _("backup")


class RoundKind(models.TextChoices):
    """Whether a round was planned for its day."""

    PLANNED = "planned", _("planned round")
    UNPLANNED = "unplanned", _("unplanned round")


class Subject(models.TextChoices):
    """What is visited. A household is known by its address alone; nobody in it is named."""

    HOUSEHOLD = "household", _("household")
    SHOP = "shop", _("shop")


class Purpose(models.TextChoices):
    """What a visit is for: the duties of GB/T 34300-2017 (domain reference 1.5)."""

    COMFORT = "comfort", _("neighbourly call")
    POLICY = "policy", _("policies explained")
    SAFETY = "safety", _("safety advice")
    DISPUTE = "dispute", _("quarrels looked for")
    ERRAND = "errand", _("errand for a resident")
    RECORDS = "records", _("records checked")
    OTHER = "other", _("other purpose")


class WhistleKind(models.TextChoices):
    """哨的种类: daily, emergency, or a stubborn matter taken up by several units at once."""

    DAILY = "daily", _("daily whistle")
    EMERGENCY = "emergency", _("emergency whistle")
    CAMPAIGN = "campaign", _("joint-effort whistle")
