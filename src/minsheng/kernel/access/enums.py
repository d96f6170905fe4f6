"""Fixed choices of the access room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What sort of organisation a unit is (domain reference 0.4)."""

    DISTRICT = "district", _("district government")
    CENTRE = "centre", _("service centre")
    DEPARTMENT = "department", _("district department")
    SUBDISTRICT = "subdistrict", _("sub-district office")
    COMMUNITY = "community", _("residents' or villagers' committee")
    UTILITY = "utility", _("public utility")
    COMPANY = "company", _("company")
    JUSTICE = "justice", _("court, police or procuratorate")
    OTHER = "other", _("other organisation")


class Reach(models.TextChoices):
    """How far a role's posts reach."""

    AREA = "area", _("all cases of the post's area")
    UNIT = "unit", _("cases in which the unit has a part")


class Duty(models.TextChoices):
    """Separation of the three administrators (GB/T 22239-2019 8.1.4): one account has one duty."""

    BUSINESS = "business", _("business")
    SYSTEM = "system", _("system administrator")
    SECURITY = "security", _("security administrator")
    AUDIT = "audit", _("audit administrator")
