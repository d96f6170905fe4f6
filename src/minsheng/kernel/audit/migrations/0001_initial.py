"""The log, its seals, and their protection by the database itself."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# Also for other rooms that keep append-only tables: cases puts it on its acts.
REFUSE_CHANGE = """
CREATE FUNCTION minsheng_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
"""

# For each statement, so that one without a matching row is refused too; ALWAYS, so that a replica's session is not
# exempt.
PROTECTION = """
CREATE TRIGGER audit_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_line
    FOR EACH STATEMENT EXECUTE FUNCTION minsheng_refuse_change();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION minsheng_refuse_change();
-- Nobody may choose the id of a line: sealing relies on the order in which ids are drawn.
ALTER TABLE audit_line ALTER COLUMN id SET GENERATED ALWAYS;
ALTER TABLE audit_line ENABLE ALWAYS TRIGGER audit_line_append_only;
ALTER TABLE audit_seal ENABLE ALWAYS TRIGGER audit_seal_append_only;
"""

# Everybody adds lines; auditors and the system (token 1) read them. The sub-selects are computed once, not for each
# row.
POLICIES = """
ALTER TABLE audit_line ENABLE ROW LEVEL SECURITY;
CREATE POLICY audit_line_add ON audit_line FOR INSERT WITH CHECK (true);
CREATE POLICY audit_line_read ON audit_line FOR SELECT USING (
    (SELECT current_setting('minsheng.auditor', true)) = 'on'
    OR (SELECT 1 = ANY (coalesce(nullif(current_setting('minsheng.tokens', true), ''), '{}')::bigint[]))
);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("algorithm", models.CharField(max_length=8, verbose_name="algorithm")),
                ("after_line", models.BigIntegerField()),
                ("up_to_line", models.BigIntegerField()),
                ("line_ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("line_digests", models.BinaryField()),
                ("previous", models.BinaryField(max_length=32)),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "db_table": "audit_seal",
                "ordering": ("seq",),
            },
        ),
        migrations.CreateModel(
            name="AuditLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(verbose_name="at")),
                ("kind", models.CharField(max_length=64, verbose_name="kind")),
                ("actor_account_id", models.BigIntegerField(null=True, verbose_name="account")),
                ("actor_role", models.CharField(max_length=128, verbose_name="role")),
                ("channel", models.CharField(max_length=16, verbose_name="channel")),
                ("subject", models.CharField(max_length=48, verbose_name="subject")),
                ("subject_id", models.CharField(max_length=64, verbose_name="subject id")),
                ("case_id", models.BigIntegerField(null=True, verbose_name="case")),
                ("data", models.JSONField(default=dict, verbose_name="data")),
                ("algorithm", models.CharField(max_length=8, verbose_name="algorithm")),
                ("digest", models.BinaryField(max_length=32, verbose_name="digest")),
            ],
            options={
                "db_table": "audit_line",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("case_id__isnull", False)), fields=["case_id", "id"], name="audit_line_case"
                    ),
                    models.Index(fields=["subject", "subject_id", "id"], name="audit_line_subject"),
                    models.Index(
                        condition=models.Q(("actor_account_id__isnull", False)),
                        fields=["actor_account_id", "id"],
                        name="audit_line_actor",
                    ),
                    django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="audit_line_at"),
                ],
            },
        ),
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION minsheng_refuse_change() CASCADE"),
        migrations.RunSQL(PROTECTION, migrations.RunSQL.noop),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
    ]
