"""Accounts, units, roles and posts."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from minsheng.kernel.access.enums import Duty, Reach, UnitKind


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name for Django's sign-in."""


class Account(AbstractBaseUser):
    """Somebody who may sign in. Holds no personal data but the display name at work; residents' data is in parties."""

    username = models.CharField(_("user name"), max_length=64, unique=True)
    display_name = models.CharField(_("display name"), max_length=64)
    duty = models.CharField(_("duty"), max_length=16, choices=Duty.choices, default=Duty.BUSINESS)
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(_("language"), max_length=8, default="zh-hans")
    party_id = models.BigIntegerField(null=True, blank=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    failed_sign_ins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]
    objects = AccountManager()

    def __str__(self) -> str:
        return self.display_name


class Unit(models.Model):
    """An organisation that does work: a department, a sub-district office, a committee, a company."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, blank=True, related_name="units")
    phone = models.CharField(_("public telephone"), max_length=32, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A bundle of permissions, made by people. Code never asks for a role, only for permissions."""

    key = models.CharField(_("key"), max_length=48, unique=True)
    name = models.CharField(_("name"), max_length=64)
    name_en = models.CharField(_("English name"), max_length=64, blank=True)
    permissions = ArrayField(models.CharField(max_length=64), default=list, verbose_name=_("permissions"))
    reach = models.CharField(_("reach"), max_length=8, choices=Reach.choices)
    clearance = models.PositiveSmallIntegerField(_("clearance"), default=0)
    duty = models.CharField(_("duty"), max_length=16, choices=Duty.choices, default=Duty.BUSINESS)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A person's role in a unit for an area, between two dates."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="posts")
    role = models.ForeignKey(Role, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, blank=True, related_name="posts")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ("unit_id", "role_id", "id")
        indexes = (models.Index(fields=("account", "valid_from")), models.Index(fields=("unit", "role")))
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="post_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.role_id} {self.unit_id}"


class ApiToken(models.Model):
    """A bearer token for the API: only its digest is kept, it has an end, and it may do no more than its account."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=64)
    digest = models.BinaryField(unique=True, max_length=32)
    scopes = ArrayField(models.CharField(max_length=64), default=list, verbose_name=_("scopes"))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name


class AccessVersion(models.Model):
    """One row; raised on each change of units, so that every process knows when to read them again."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)
