"""Parties, and who sees them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A party is seen by itself and by the system; cases adds those who meet it in their work. Only the system writes:
# services make their own check first. 6144 << 48 is the head of a PARTY token (access.tokens). The sub-selects are
# computed once.
POLICIES = """
ALTER TABLE parties_party ENABLE ROW LEVEL SECURITY;
CREATE POLICY party_system ON parties_party
    USING ((SELECT 1 = ANY (minsheng_tokens())))
    WITH CHECK ((SELECT 1 = ANY (minsheng_tokens())));
CREATE POLICY party_itself ON parties_party FOR SELECT
    USING (((6144::bigint << 48) | id) = ANY ((SELECT minsheng_tokens())::bigint[]));
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "person"), ("organisation", "organisation")],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("stamp", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("wrapped_key", models.BinaryField(null=True)),
                ("name_cipher", models.BinaryField(null=True)),
                ("phone_cipher", models.BinaryField(null=True)),
                ("identity_cipher", models.BinaryField(null=True)),
                ("address_cipher", models.BinaryField(null=True)),
                ("phone_index", models.BinaryField(max_length=32, null=True)),
                ("identity_index", models.BinaryField(max_length=32, null=True)),
                ("person_index", models.BinaryField(max_length=32, null=True)),
                ("masked_name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                ("masked_phone", models.CharField(blank=True, max_length=32, verbose_name="telephone")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("erased_at", models.DateTimeField(blank=True, null=True, verbose_name="erased")),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("phone_index__isnull", False)),
                        fields=["phone_index"],
                        name="party_by_phone",
                    ),
                    models.Index(
                        condition=models.Q(("identity_index__isnull", False)),
                        fields=["identity_index"],
                        name="party_by_identity",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("account__isnull", True), ("person_index__isnull", False)),
                        fields=("person_index", "identity_index", "kind"),
                        name="party_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at__isnull", True),
                            models.Q(
                                ("account__isnull", True),
                                ("address_cipher__isnull", True),
                                ("identity_cipher__isnull", True),
                                ("identity_index__isnull", True),
                                ("masked_name", ""),
                                ("masked_phone", ""),
                                ("name_cipher__isnull", True),
                                ("person_index__isnull", True),
                                ("phone_cipher__isnull", True),
                                ("phone_index__isnull", True),
                                ("wrapped_key__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="party_erased_holds_nothing",
                    ),
                ],
            },
        ),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
    ]
