"""People and organisations. What tells who they are is encrypted; only masked forms stand readable."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyKind(models.TextChoices):
    """What sort of party it is."""

    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")


class Party(models.Model):
    """A person or organisation that has to do with a case.

    ``wrapped_key`` is the party's own data key under the installation's master key; without it the ciphers are noise.
    ``stamp`` is bound into every cipher, so that one copied into another row does not open. The indexes are keyed
    fingerprints for exact look-up; ``person_index`` is over name and phone (or name and number, when no phone is
    known), ``reference_index`` over what another system calls the party. After erasure only ``id``, ``kind`` and the
    two dates are left.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=PartyKind.choices)
    stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    wrapped_key = models.BinaryField(null=True)
    name_cipher = models.BinaryField(null=True)
    phone_cipher = models.BinaryField(null=True)
    identity_cipher = models.BinaryField(null=True)
    address_cipher = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True, max_length=32)
    identity_index = models.BinaryField(null=True, max_length=32)
    person_index = models.BinaryField(null=True, max_length=32)
    reference_index = models.BinaryField(null=True, max_length=32)
    masked_name = models.CharField(_("name"), max_length=100, blank=True)
    masked_phone = models.CharField(_("telephone"), max_length=32, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="party", verbose_name=_("account")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("phone_index",), name="party_by_phone", condition=models.Q(phone_index__isnull=False)),
            models.Index(
                fields=("identity_index",), name="party_by_identity", condition=models.Q(identity_index__isnull=False)
            ),
        )
        constraints = (
            # Two filings of one person at the same moment end in one row.
            models.UniqueConstraint(
                fields=("person_index", "identity_index", "kind"),
                name="party_once",
                nulls_distinct=False,
                condition=models.Q(account__isnull=True, person_index__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("reference_index",),
                name="party_once_per_reference",
                condition=models.Q(reference_index__isnull=False),
            ),
            models.CheckConstraint(
                name="party_erased_holds_nothing",
                condition=models.Q(erased_at__isnull=True)
                | models.Q(
                    wrapped_key__isnull=True,
                    name_cipher__isnull=True,
                    phone_cipher__isnull=True,
                    identity_cipher__isnull=True,
                    address_cipher__isnull=True,
                    phone_index__isnull=True,
                    identity_index__isnull=True,
                    person_index__isnull=True,
                    reference_index__isnull=True,
                    masked_name="",
                    masked_phone="",
                    account__isnull=True,
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.masked_name}"
