"""Stored files."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.BinaryField(max_length=32, verbose_name="SHA-256")),
                ("size", models.BigIntegerField(verbose_name="size in bytes")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("image", "picture"),
                            ("document", "document"),
                            ("text", "text"),
                            ("audio", "sound recording"),
                            ("video", "video"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("media_type", models.CharField(max_length=100, verbose_name="media type")),
                ("original_name", models.CharField(max_length=150, verbose_name="name")),
                ("width", models.PositiveIntegerField(blank=True, null=True, verbose_name="width in pixels")),
                ("height", models.PositiveIntegerField(blank=True, null=True, verbose_name="height in pixels")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="uploaded at")),
                ("by_account_id", models.BigIntegerField(blank=True, null=True, verbose_name="uploaded by")),
                ("attached_at", models.DateTimeField(blank=True, null=True, verbose_name="attached at")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sha256"], name="files_by_content"),
                    models.Index(
                        condition=models.Q(("attached_at__isnull", True)),
                        fields=["created_at"],
                        name="files_unattached",
                    ),
                ],
            },
        ),
    ]
