"""Types of disputes as the statistics of judicial offices know them (domain reference 1.1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DisputeType(models.TextChoices):
    """Type of a dispute: the code list of the judicial administration's reports."""

    FAMILY = "family", _("marriage and family")
    NEIGHBOURS = "neighbours", _("neighbours")
    HOMESTEAD = "homestead", _("houses and homesteads")
    CONTRACT = "contract", _("contracts")
    BUSINESS = "business", _("production and trade")
    DAMAGES = "damages", _("damages")
    LAND = "land", _("hills, forests and land")
    EXPROPRIATION = "expropriation", _("expropriation and demolition")
    POLLUTION = "pollution", _("pollution")
    LABOUR = "labour", _("labour and wages")
    PROPERTY = "property", _("property management")
    TRAFFIC = "traffic", _("road accidents")
    MEDICAL = "medical", _("medical treatment")
    CONSUMER = "consumer", _("consumers")
    TOURISM = "tourism", _("tourism")
    SCHOOL = "school", _("schools")
    VILLAGE = "village", _("affairs of the village or community")
    ECOMMERCE = "ecommerce", _("electronic commerce")
    IP = "ip", _("intellectual property")
    OTHER = "other", _("other disputes")
