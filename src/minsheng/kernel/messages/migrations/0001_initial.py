"""Templates and the outbox."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Only the system reads and writes the outbox: a service has made its own check. The sub-select is computed once.
POLICIES = """
ALTER TABLE messages_outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY outbox_system ON messages_outbox
    USING ((SELECT 1 = ANY (minsheng_tokens())))
    WITH CHECK ((SELECT 1 = ANY (minsheng_tokens())));
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("parties", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, verbose_name="occasion")),
                ("audience", models.CharField(max_length=32, verbose_name="audience")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "e-mail"),
                            ("sms", "text message"),
                            ("webhook", "web hook"),
                            ("inapp", "notice on the screen"),
                        ],
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                (
                    "origin",
                    models.CharField(
                        choices=[("module", "delivered with the software"), ("admin", "written by an administrator")],
                        max_length=8,
                        verbose_name="origin",
                    ),
                ),
                (
                    "params",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, size=None, verbose_name="placeholders"
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=150, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("key", "audience", "language", "channel", "version"),
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "e-mail"),
                            ("sms", "text message"),
                            ("webhook", "web hook"),
                            ("inapp", "notice on the screen"),
                        ],
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                (
                    "area_line",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, null=True, size=None
                    ),
                ),
                ("needs", models.CharField(blank=True, max_length=64)),
                ("stamp", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("address_cipher", models.BinaryField(null=True)),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                ("case_id", models.BigIntegerField(blank=True, null=True, verbose_name="case")),
                ("dedup_key", models.CharField(max_length=128, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("not_before", models.DateTimeField(blank=True, null=True, verbose_name="not before")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("failed_at", models.DateTimeField(blank=True, null=True, verbose_name="failed")),
                ("last_error", models.CharField(blank=True, max_length=64, verbose_name="last error")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.unit",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="messages.template"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.UniqueConstraint(
                fields=("key", "audience", "language", "channel", "version"), name="template_version_once"
            ),
        ),
        migrations.AddIndex(
            model_name="outbox",
            index=models.Index(
                condition=models.Q(("case_id__isnull", False)), fields=["case_id", "id"], name="outbox_case"
            ),
        ),
        migrations.AddIndex(
            model_name="outbox",
            index=models.Index(
                condition=models.Q(("account__isnull", False)), fields=["account", "-id"], name="outbox_account"
            ),
        ),
        migrations.AddIndex(
            model_name="outbox",
            index=models.Index(
                condition=models.Q(("party__isnull", False)), fields=["party", "-id"], name="outbox_party"
            ),
        ),
        migrations.AddIndex(
            model_name="outbox",
            index=models.Index(condition=models.Q(("unit__isnull", False)), fields=["unit", "-id"], name="outbox_unit"),
        ),
        migrations.AddIndex(
            model_name="outbox",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("area_line__isnull", False)), fields=["area_line"], name="outbox_area"
            ),
        ),
        migrations.AddIndex(
            model_name="outbox",
            index=models.Index(
                condition=models.Q(
                    ("claimed_until__isnull", False), ("failed_at__isnull", True), ("sent_at__isnull", True)
                ),
                fields=["claimed_until"],
                name="outbox_claimed",
            ),
        ),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
    ]
