"""Agreements with signatures and instalments, hand-overs between agencies; who may see them."""

from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

from minsheng.domains.disputes.agreements import sql as agreements
from minsheng.domains.disputes.handover import sql as handover


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("cases", "0003_facts_and_bars"),
        ("disputes", "0002_panels_and_sessions"),
        ("parties", "0002_reference"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("ordinal", models.PositiveIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.unit",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="agreementnumber",
            constraint=models.UniqueConstraint(fields=("case", "seq"), name="one_number_an_act"),
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_seq", models.PositiveIntegerField()),
                ("seq", models.PositiveIntegerField()),
                (
                    "form",
                    models.CharField(
                        choices=[("written", "in writing"), ("oral", "by word of mouth")],
                        max_length=8,
                        verbose_name="form",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, null=True, verbose_name="amount")),
                ("perform_by", models.DateField(null=True, verbose_name="last day of performance")),
                ("drafted_at", models.DateTimeField(verbose_name="drawn up")),
                ("effective_at", models.DateTimeField(null=True, verbose_name="effective")),
                ("dropped_at", models.DateTimeField(null=True, verbose_name="dropped")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "number",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disputes.agreementnumber"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField()),
                ("way", models.CharField(max_length=16, verbose_name="way")),
                ("unit_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(verbose_name="handed over")),
                ("papers", models.JSONField(default=list)),
                ("agreed_on", models.DateField(null=True, verbose_name="agreement effective")),
                ("perform_by", models.DateField(null=True, verbose_name="last day of performance")),
                ("breached_on", models.DateField(null=True, verbose_name="breach found")),
                ("counts_from", models.DateField(null=True, verbose_name="time counts from")),
                ("apply_by", models.DateField(null=True, verbose_name="last day to apply")),
                ("law", models.CharField(blank=True, max_length=64)),
                (
                    "agreement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disputes.agreement",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "received",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("due", models.DateField(verbose_name="due")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="amount")),
                ("paid", models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=16, verbose_name="paid")),
                ("paid_on", models.DateField(null=True, verbose_name="last paid on")),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="instalments",
                        to="disputes.agreement",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "debtor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField()),
                ("account_id", models.BigIntegerField(null=True)),
                (
                    "method",
                    models.CharField(
                        choices=[("signature", "signature"), ("seal", "seal"), ("fingerprint", "fingerprint")],
                        max_length=16,
                        verbose_name="way of signing",
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="signed on")),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="disputes.agreement",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ("seq",),
            },
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(fields=("case", "opened_seq"), name="one_agreement_an_act"),
        ),
        migrations.AddConstraint(
            model_name="agreementnumber",
            constraint=models.UniqueConstraint(
                fields=("unit", "year", "ordinal"), name="one_agreement_a_number", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped_at__isnull", True)), fields=("case",), name="one_standing_agreement_a_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("seq__gte", models.F("opened_seq"))), name="agreement_words_after_opening"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(fields=("case", "seq"), name="one_handover_an_act"),
        ),
        migrations.AddIndex(
            model_name="instalment",
            index=models.Index(
                condition=models.Q(("paid__lt", models.F("amount"))),
                fields=["due", "id"],
                name="instalment_unpaid_by_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.UniqueConstraint(fields=("agreement", "number"), name="one_instalment_a_number"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("agreement", "seq"), name="one_signature_an_act"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account_id__isnull", False), ("party__isnull", True)),
                    models.Q(("account_id__isnull", True), ("party__isnull", False)),
                    _connector="OR",
                ),
                name="party_or_mediator_signs",
            ),
        ),
        migrations.RunSQL(agreements.POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(handover.POLICIES, migrations.RunSQL.noop),
    ]
