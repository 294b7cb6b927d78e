import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from compact_portal.lib.migrating import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("signatories", "0006_evidence_reply"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("headings", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=dict)),
                ("instead", models.JSONField(default=dict)),
                ("recipients", models.JSONField(default=dict)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="column_mappings", to="signatories.partner"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency", "headings"), name="one_mapping_for_agency_and_headings")],
            },
        ),
        migrations.CreateModel(
            name="Fund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("title", models.CharField(max_length=140)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("criteria", models.TextField(blank=True)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("opens_on", models.DateField(blank=True, null=True)),
                ("closes_on", models.DateField(blank=True, null=True)),
                ("consulted_how", models.TextField(blank=True)),
                ("consultation_address", models.CharField(blank=True, max_length=500)),
                ("common_terms", models.BooleanField(default=False)),
                (
                    "funder",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="funds", to="signatories.partner"),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-opens_on", "-pk"],
                "indexes": [models.Index(fields=["funder", "-opens_on", "-id"], name="funds_of_a_funder")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="fund_is_voided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on", None), ("closes_on", None), ("closes_on__gte", models.F("opens_on")), _connector="OR"
                        ),
                        name="fund_opens_on_closes_on",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalColumnMapping",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("headings", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=dict)),
                ("instead", models.JSONField(default=dict)),
                ("recipients", models.JSONField(default=dict)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.partner",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "historical column mapping",
                "verbose_name_plural": "historical column mappings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFund",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("title", models.CharField(max_length=140)),
                ("slug", models.SlugField(max_length=80)),
                ("criteria", models.TextField(blank=True)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("opens_on", models.DateField(blank=True, null=True)),
                ("closes_on", models.DateField(blank=True, null=True)),
                ("consulted_how", models.TextField(blank=True)),
                ("consultation_address", models.CharField(blank=True, max_length=500)),
                ("common_terms", models.BooleanField(default=False)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "funder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.partner",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical fund",
                "verbose_name_plural": "historical funds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalImportBatch",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("headings", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Being read"),
                            ("mapping", "Headings to be said"),
                            ("staging", "Being checked"),
                            ("ready", "Ready to bring in"),
                            ("faulty", "To be mended"),
                            ("writing", "Being brought in"),
                            ("clearing", "To be checked again"),
                            ("counting", "In, being counted"),
                            ("done", "In"),
                            ("undoing", "Taken back, being counted"),
                            ("undone", "Taken back"),
                        ],
                        default="reading",
                        max_length=8,
                    ),
                ),
                ("rows_count", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("seen_instalment", models.BigIntegerField(default=0)),
                ("brought_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.partner",
                    ),
                ),
                (
                    "brought_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "mapping",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.columnmapping",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical import batch",
                "verbose_name_plural": "historical import batchs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMonitoringReturn",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("due_on", models.DateField()),
                ("received_on", models.DateField(blank=True, null=True)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.partner",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical monitoring return",
                "verbose_name_plural": "historical monitoring returns",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNoticeGuideline",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("months", models.PositiveSmallIntegerField()),
                ("from_on", models.DateField()),
                ("agreed_by", models.CharField(max_length=200)),
                ("consulted", models.CharField(blank=True, max_length=200)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "funder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.partner",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "historical notice guideline",
                "verbose_name_plural": "historical notice guidelines",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOwnCut",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("year", models.CharField(max_length=7)),
                ("own_per_cent", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("sector_per_cent", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("source", models.CharField(blank=True, max_length=500)),
                ("reason", models.TextField(blank=True)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "funder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.partner",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "historical own cut",
                "verbose_name_plural": "historical own cuts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReport",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("up_to_on", models.DateField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.partner",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical report",
                "verbose_name_plural": "historical reports",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("headings", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Being read"),
                            ("mapping", "Headings to be said"),
                            ("staging", "Being checked"),
                            ("ready", "Ready to bring in"),
                            ("faulty", "To be mended"),
                            ("writing", "Being brought in"),
                            ("clearing", "To be checked again"),
                            ("counting", "In, being counted"),
                            ("done", "In"),
                            ("undoing", "Taken back, being counted"),
                            ("undone", "Taken back"),
                        ],
                        default="reading",
                        max_length=8,
                    ),
                ),
                ("rows_count", models.PositiveIntegerField(default=0)),
                ("done_count", models.PositiveIntegerField(default=0)),
                ("all_count", models.PositiveIntegerField(default=0)),
                ("cursor", models.BigIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("seen_instalment", models.BigIntegerField(default=0)),
                ("brought_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="import_batches", to="signatories.partner"
                    ),
                ),
                (
                    "brought_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mapping",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="funding.columnmapping",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-brought_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["counting", "done"])),
                        fields=("agency", "digest"),
                        name="a_file_of_an_agency_is_in_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done_at__isnull", False), ("state__in", ["undoing", "undone"]), ("undone_at__isnull", False)
                            ),
                            models.Q(
                                ("done_at__isnull", False),
                                ("state__in", ["counting", "done"]),
                                ("undone_at", None),
                                ("undone_by", None),
                            ),
                            models.Q(
                                models.Q(("state__in", ["counting", "done", "undoing", "undone"]), _negated=True),
                                ("done_at", None),
                                ("undone_at", None),
                                ("undone_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_batch_has_the_instants_of_its_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("cells", models.JSONField(default=list)),
                ("faults", models.JSONField(default=list)),
                ("effect", models.JSONField(default=dict)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("agreement", "Agreement"), ("payment", "Payment"), ("neither", "Neither")],
                        max_length=9,
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=60)),
                ("identity", models.CharField(blank=True, max_length=200)),
                ("pence", models.BigIntegerField(blank=True, null=True)),
                ("paid_pence", models.BigIntegerField(blank=True, null=True)),
                (
                    "what",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("made", "New"),
                            ("changed", "Changed"),
                            ("same", "There already"),
                            ("refused", "To be mended"),
                            ("asked", "To be answered"),
                        ],
                        max_length=7,
                    ),
                ),
                ("target", models.BigIntegerField(blank=True, null=True)),
                ("target_version", models.PositiveIntegerField(default=0)),
                ("parent", models.BigIntegerField(blank=True, null=True)),
                ("parent_version", models.PositiveIntegerField(default=0)),
                (
                    "batch",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="funding.importbatch"),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["batch", "what", "number"], name="import_rows_by_what"),
                    models.Index(fields=["batch", "kind", "key"], name="import_rows_by_key"),
                    models.Index(fields=["batch", "identity"], name="import_rows_by_identity"),
                    models.Index(fields=["batch", "kind", "target"], name="import_rows_by_target"),
                ],
                "constraints": [models.UniqueConstraint(fields=("batch", "number"), name="one_row_of_a_number_in_a_batch")],
            },
        ),
        migrations.CreateModel(
            name="NoticeGuideline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("months", models.PositiveSmallIntegerField()),
                ("from_on", models.DateField()),
                ("agreed_by", models.CharField(max_length=200)),
                ("consulted", models.CharField(blank=True, max_length=200)),
                (
                    "funder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_guidelines",
                        to="signatories.partner",
                    ),
                ),
            ],
            options={
                "ordering": ["from_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("funder", "from_on"), name="one_guideline_for_funder_and_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("funder", None)), fields=("from_on",), name="one_guideline_for_all_and_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 1), ("months__lte", 60)), name="a_guideline_has_some_months"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agreed_by", ""), _negated=True), name="a_guideline_says_who_agreed_it"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnCut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("year", models.CharField(max_length=7)),
                ("own_per_cent", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("sector_per_cent", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("source", models.CharField(blank=True, max_length=500)),
                ("reason", models.TextField(blank=True)),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="own_cuts", to="signatories.partner"
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("funder", "year"), name="one_cut_for_funder_and_year"),
                    models.CheckConstraint(
                        condition=models.Q(("own_per_cent", None), ("own_per_cent__gte", 0), _connector="OR"),
                        name="owncut_own_per_cent_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sector_per_cent", None), ("sector_per_cent__gte", 0), _connector="OR"),
                        name="owncut_sector_per_cent_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("own_per_cent", None), ("own_per_cent__lte", 100), _connector="OR"),
                            models.Q(("sector_per_cent", None), ("sector_per_cent__lte", 100), _connector="OR"),
                        ),
                        name="a_cut_is_at_most_everything",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AwardTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.CharField(max_length=7)),
                ("agreements", models.IntegerField(default=0)),
                ("pence", models.BigIntegerField(default=0)),
                ("common_terms", models.IntegerField(db_default=0, default=0)),
                ("common_monitoring", models.IntegerField(db_default=0, default=0)),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="award_totals", to="signatories.partner"
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "funder__name_key"],
                "constraints": [
                    models.UniqueConstraint(fields=("funder", "year"), name="one_total_for_funder_and_year"),
                    models.CheckConstraint(
                        condition=models.Q(("agreements", None), ("agreements__gte", 0), _connector="OR"),
                        name="awardtotal_agreements_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pence", None), ("pence__gte", 0), _connector="OR"),
                        name="awardtotal_pence_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("common_terms", None), ("common_terms__gte", 0), _connector="OR"),
                        name="awardtotal_common_terms_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("common_monitoring", None), ("common_monitoring__gte", 0), _connector="OR"),
                        name="awardtotal_common_monitoring_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("reference", models.CharField(editable=False, max_length=24, unique=True)),
                ("own_reference", models.CharField(blank=True, db_default="", default="", max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("recorded", "Recorded")], default="draft", editable=False, max_length=8
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=140)),
                ("purpose", models.TextField(blank=True)),
                ("purpose_withheld", models.BooleanField(default=False)),
                ("withheld_reason", models.CharField(blank=True, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("core", "Core funding"),
                            ("project", "Project grant"),
                            ("partnership", "Partnership agreement"),
                            ("service", "Service agreement"),
                            ("small", "Small grant"),
                            ("capital", "Capital grant"),
                            ("support", "Support in kind only"),
                        ],
                        max_length=12,
                    ),
                ),
                ("department", models.CharField(blank=True, max_length=120)),
                ("start_on", models.DateField(blank=True, null=True)),
                ("end_on", models.DateField(blank=True, null=True)),
                ("awarded_on", models.DateField(blank=True, null=True)),
                ("award_pence", models.BigIntegerField(blank=True, null=True)),
                ("other_income_pence", models.BigIntegerField(default=0)),
                (
                    "payment",
                    models.CharField(blank=True, choices=[("advance", "In advance"), ("arrears", "In arrears")], max_length=7),
                ),
                ("short_term_reason", models.TextField(blank=True)),
                ("full_cost_difficulty", models.TextField(blank=True)),
                ("common_terms", models.BooleanField(default=False)),
                ("common_monitoring", models.BooleanField(default=False)),
                ("recipient_band", models.CharField(blank=True, editable=False, max_length=10)),
                ("is_multi_year", models.BooleanField(editable=False, null=True)),
                ("has_notice", models.BooleanField(default=False, editable=False)),
                ("full_cost", models.CharField(default="unknown", editable=False, max_length=9)),
                ("paid_pence", models.BigIntegerField(default=0, editable=False)),
                ("counted_year", models.CharField(blank=True, editable=False, max_length=7)),
                ("counted_pence", models.BigIntegerField(default=0, editable=False)),
                ("counted_terms", models.BooleanField(db_default=False, default=False, editable=False)),
                ("counted_monitoring", models.BooleanField(db_default=False, default=False, editable=False)),
                ("tell_by", models.DateField(blank=True, editable=False, null=True)),
                ("notice_by", models.DateField(blank=True, editable=False, null=True)),
                ("evaluate_by", models.DateField(blank=True, editable=False, null=True)),
                ("uncovered_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements_given", to="signatories.partner"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements_held",
                        to="signatories.partner",
                    ),
                ),
                (
                    "renewed_from",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewals",
                        to="funding.agreement",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="funding.fund",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="funding.importbatch",
                    ),
                ),
            ],
            options={
                "ordering": ["-awarded_on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None)),
                        fields=["awarded_on", "id"],
                        name="agreements_by_award",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None)),
                        fields=["funder", "awarded_on", "id"],
                        name="agreements_by_funder",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None)),
                        fields=["recipient", "awarded_on", "id"],
                        name="agreements_by_recipient",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None)),
                        fields=["kind", "awarded_on", "id"],
                        name="agreements_by_kind",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None)),
                        fields=["recipient_band", "awarded_on", "id"],
                        name="agreements_by_recipient_band",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None)),
                        fields=["is_multi_year", "awarded_on", "id"],
                        name="agreements_by_is_multi_year",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None)),
                        fields=["full_cost", "awarded_on", "id"],
                        name="agreements_by_full_cost",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None)),
                        fields=["has_notice", "awarded_on", "id"],
                        name="agreements_by_has_notice",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None), ("common_terms", True)),
                        fields=["awarded_on", "id"],
                        name="shared_common_terms",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None), ("common_monitoring", True)),
                        fields=["awarded_on", "id"],
                        name="shared_common_monitoring",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None)),
                        fields=["award_pence", "id"],
                        name="agreements_by_size",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None), ("tell_by__isnull", False)),
                        fields=["funder", "tell_by", "end_on", "state", "voided_at"],
                        name="desk_by_tell_by",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None), ("notice_by__isnull", False)),
                        fields=["funder", "notice_by", "end_on", "state", "voided_at"],
                        name="desk_by_notice_by",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None), ("evaluate_by__isnull", False)),
                        fields=["funder", "evaluate_by", "end_on", "state", "voided_at"],
                        name="desk_by_evaluate_by",
                    ),
                    models.Index(
                        condition=models.Q(("state", "recorded"), ("voided_at", None), ("uncovered_on__isnull", False)),
                        fields=["funder", "uncovered_on", "end_on", "state", "voided_at"],
                        name="desk_by_uncovered_on",
                    ),
                    models.Index(
                        condition=models.Q(("state", "draft"), ("voided_at", None)),
                        fields=["funder", "-id"],
                        name="drafts_of_a_desk",
                    ),
                    models.Index(
                        condition=models.Q(("renewed_from__isnull", False)), fields=["renewed_from"], name="agreements_that_follow"
                    ),
                    models.Index(fields=["funder", "state", "end_on"], name="agreements_of_a_desk"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="agreement_is_voided_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None), models.Q(("own_reference", ""), _negated=True)),
                        fields=("funder", "own_reference"),
                        name="an_agency_uses_its_reference_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start_on", None), ("end_on", None), ("end_on__gte", models.F("start_on")), _connector="OR"
                        ),
                        name="agreement_start_on_end_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("award_pence", None), ("award_pence__gte", 0), _connector="OR"),
                        name="agreement_award_pence_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("other_income_pence", None), ("other_income_pence__gte", 0), _connector="OR"),
                        name="agreement_other_income_pence_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid_pence", None), ("paid_pence__gte", 0), _connector="OR"),
                        name="agreement_paid_pence_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(
                                ("end_on__isnull", False),
                                ("recipient__isnull", False),
                                ("start_on__isnull", False),
                                ("award_pence__isnull", False),
                                ("awarded_on__isnull", False),
                                models.Q(("title", ""), _negated=True),
                                models.Q(("purpose", ""), _negated=True),
                                models.Q(("kind", ""), _negated=True),
                                models.Q(("payment", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_recorded_agreement_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose_withheld", False), ("withheld_reason", "")),
                            models.Q(("purpose_withheld", True), models.Q(("withheld_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_withheld_purpose_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recipient", None), models.Q(("recipient", models.F("funder")), _negated=True), _connector="OR"
                        ),
                        name="nobody_funds_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("renewed_from", None), models.Q(("renewed_from", models.F("id")), _negated=True), _connector="OR"
                        ),
                        name="no_agreement_renews_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("direct", "Direct cost"),
                            ("premises", "Premises, by headcount"),
                            ("central", "Central functions, by time"),
                            ("governance", "Governance, by spend"),
                        ],
                        max_length=10,
                    ),
                ),
                ("label", models.CharField(max_length=120)),
                ("pence", models.BigIntegerField()),
                ("part", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("whole", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cost_lines", to="funding.agreement"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pence", None), ("pence__gte", 0), _connector="OR"), name="costline_pence_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("part", None), ("part__gte", 0), _connector="OR"), name="costline_part_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "direct"), ("part", None), ("whole", None)),
                            models.Q(
                                models.Q(("kind", "direct"), _negated=True),
                                ("part__isnull", False),
                                ("part__lte", models.F("whole")),
                                ("whole__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="an_overhead_has_a_share_of_a_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("held_on", models.DateField()),
                ("findings", models.TextField(blank=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evaluations", to="funding.agreement"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["held_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="evaluation_is_voided_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCostLine",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("direct", "Direct cost"),
                            ("premises", "Premises, by headcount"),
                            ("central", "Central functions, by time"),
                            ("governance", "Governance, by spend"),
                        ],
                        max_length=10,
                    ),
                ),
                ("label", models.CharField(max_length=120)),
                ("pence", models.BigIntegerField()),
                ("part", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("whole", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.agreement",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "historical cost line",
                "verbose_name_plural": "historical cost lines",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEvaluation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("held_on", models.DateField()),
                ("findings", models.TextField(blank=True)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.agreement",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical evaluation",
                "verbose_name_plural": "historical evaluations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLiaisonAssignment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("name", models.CharField(max_length=120)),
                ("role", models.CharField(max_length=120)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.agreement",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical liaison assignment",
                "verbose_name_plural": "historical liaison assignments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalObjective",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("words", models.CharField(max_length=300)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.agreement",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "historical objective",
                "verbose_name_plural": "historical objectives",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOtherSupport",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("premises", "Premises"),
                            ("rate-relief", "Discretionary rate relief"),
                            ("in-kind", "Gift in kind"),
                        ],
                        max_length=12,
                    ),
                ),
                ("what", models.CharField(max_length=200)),
                ("yearly_pence", models.BigIntegerField(blank=True, null=True)),
                ("how_valued", models.CharField(blank=True, max_length=300)),
                ("relief_per_cent", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.agreement",
                    ),
                ),
                (
                    "funder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.partner",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.partner",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical other support",
                "verbose_name_plural": "historical other supports",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRenewalDecision",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                (
                    "decision",
                    models.CharField(
                        choices=[("renewed", "Goes on"), ("changed", "Goes on, changed"), ("ended", "Ends")], max_length=7
                    ),
                ),
                ("told_on", models.DateField()),
                ("breach_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.agreement",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical renewal decision",
                "verbose_name_plural": "historical renewal decisions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalYearAllocation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("year", models.CharField(max_length=7)),
                ("pence", models.BigIntegerField()),
                ("is_firm", models.BooleanField(default=True)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.agreement",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "historical year allocation",
                "verbose_name_plural": "historical year allocations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalInstalment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("own_reference", models.CharField(blank=True, db_default="", default="", max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[("regular", "Instalment"), ("whole-year", "Whole year"), ("final", "Final payment")],
                        default="regular",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField()),
                ("pence", models.BigIntegerField()),
                ("paid_on", models.DateField(blank=True, null=True)),
                ("paid_pence", models.BigIntegerField(blank=True, null=True)),
                ("late_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.agreement",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.importbatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical instalment",
                "verbose_name_plural": "historical instalments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAgreement",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("reference", models.CharField(db_index=True, editable=False, max_length=24)),
                ("own_reference", models.CharField(blank=True, db_default="", default="", max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("recorded", "Recorded")], default="draft", editable=False, max_length=8
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=140)),
                ("purpose", models.TextField(blank=True)),
                ("purpose_withheld", models.BooleanField(default=False)),
                ("withheld_reason", models.CharField(blank=True, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("core", "Core funding"),
                            ("project", "Project grant"),
                            ("partnership", "Partnership agreement"),
                            ("service", "Service agreement"),
                            ("small", "Small grant"),
                            ("capital", "Capital grant"),
                            ("support", "Support in kind only"),
                        ],
                        max_length=12,
                    ),
                ),
                ("department", models.CharField(blank=True, max_length=120)),
                ("start_on", models.DateField(blank=True, null=True)),
                ("end_on", models.DateField(blank=True, null=True)),
                ("awarded_on", models.DateField(blank=True, null=True)),
                ("award_pence", models.BigIntegerField(blank=True, null=True)),
                ("other_income_pence", models.BigIntegerField(default=0)),
                (
                    "payment",
                    models.CharField(blank=True, choices=[("advance", "In advance"), ("arrears", "In arrears")], max_length=7),
                ),
                ("short_term_reason", models.TextField(blank=True)),
                ("full_cost_difficulty", models.TextField(blank=True)),
                ("common_terms", models.BooleanField(default=False)),
                ("common_monitoring", models.BooleanField(default=False)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "fund",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.fund",
                    ),
                ),
                (
                    "funder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.partner",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signatories.partner",
                    ),
                ),
                (
                    "renewed_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.agreement",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.importbatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical agreement",
                "verbose_name_plural": "historical agreements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("own_reference", models.CharField(blank=True, db_default="", default="", max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[("regular", "Instalment"), ("whole-year", "Whole year"), ("final", "Final payment")],
                        default="regular",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField()),
                ("pence", models.BigIntegerField()),
                ("paid_on", models.DateField(blank=True, null=True)),
                ("paid_pence", models.BigIntegerField(blank=True, null=True)),
                ("late_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instalments", to="funding.agreement"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="funding.importbatch",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("paid_on", None), ("voided_at", None)), fields=["due_on"], name="instalments_to_pay"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="instalment_is_voided_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None), models.Q(("own_reference", ""), _negated=True)),
                        fields=("agreement", "own_reference"),
                        name="a_payment_reference_once_for_an_agreement",
                    ),
                    models.CheckConstraint(condition=models.Q(("pence__gt", 0)), name="an_instalment_is_of_some_money"),
                    models.CheckConstraint(
                        condition=models.Q(("paid_pence", None), ("paid_pence__gte", 0), _connector="OR"),
                        name="instalment_paid_pence_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paid_on", None), ("paid_pence", None)),
                            models.Q(("paid_on__isnull", False), ("paid_pence__isnull", False)),
                            _connector="OR",
                        ),
                        name="instalment_paid_on_paid_pence_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authorised_by", ""), ("late_reason", "")),
                            models.Q(models.Q(("late_reason", ""), _negated=True), models.Q(("authorised_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="instalment_late_reason_authorised_by_together",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LiaisonAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("name", models.CharField(max_length=120)),
                ("role", models.CharField(max_length=120)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                (
                    "agreement",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="liaisons", to="funding.agreement"),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["from_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="liaisonassignment_is_voided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on", None), ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="liaisonassignment_from_on_until_on",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonitoringReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("due_on", models.DateField()),
                ("received_on", models.DateField(blank=True, null=True)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("agreements", models.ManyToManyField(blank=True, related_name="monitoring_returns", to="funding.agreement")),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="monitoring_returns", to="signatories.partner"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [models.Index(fields=["due_on"], name="returns_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="monitoringreturn_is_voided_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMonitoringReturn_agreements",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.agreement",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to="funding.historicalmonitoringreturn"
                    ),
                ),
                (
                    "monitoringreturn",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.monitoringreturn",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalMonitoringReturn_agreements",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("words", models.CharField(max_length=300)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="objectives", to="funding.agreement"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("words", models.CharField(max_length=300)),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("target", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("agreed_on", models.DateField(blank=True, null=True)),
                (
                    "objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="indicators", to="funding.objective"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["due_on"], name="indicators_by_day")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalIndicator",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("words", models.CharField(max_length=300)),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("target", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("agreed_on", models.DateField(blank=True, null=True)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.objective",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical indicator",
                "verbose_name_plural": "historical indicators",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OtherSupport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("premises", "Premises"),
                            ("rate-relief", "Discretionary rate relief"),
                            ("in-kind", "Gift in kind"),
                        ],
                        max_length=12,
                    ),
                ),
                ("what", models.CharField(max_length=200)),
                ("yearly_pence", models.BigIntegerField(blank=True, null=True)),
                ("how_valued", models.CharField(blank=True, max_length=300)),
                ("relief_per_cent", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support",
                        to="funding.agreement",
                    ),
                ),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="support_given", to="signatories.partner"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="support_held", to="signatories.partner"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["from_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="othersupport_is_voided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on", None), ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="othersupport_from_on_until_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("yearly_pence", None), ("yearly_pence__gte", 0), _connector="OR"),
                        name="othersupport_yearly_pence_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relief_per_cent", None),
                            models.Q(("kind", "rate-relief"), ("relief_per_cent__gte", 0), ("relief_per_cent__lte", 100)),
                            _connector="OR",
                        ),
                        name="only_rate_relief_has_a_per_cent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recipient", models.F("funder")), _negated=True), name="nobody_supports_itself"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalChangeNotice",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("kind", models.CharField(choices=[("reduce", "Reduce"), ("end", "End"), ("vary", "Vary")], max_length=6)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("written_on", models.DateField()),
                ("effective_on", models.DateField()),
                ("reason", models.TextField(blank=True)),
                ("not_consulted", models.BooleanField(default=False)),
                ("consulted_on", models.DateField(blank=True, null=True)),
                ("consulted_how", models.CharField(blank=True, max_length=300)),
                ("change_pence", models.BigIntegerField(blank=True, null=True)),
                ("breach_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.agreement",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.othersupport",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical change notice",
                "verbose_name_plural": "historical change notices",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ChangeNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("kind", models.CharField(choices=[("reduce", "Reduce"), ("end", "End"), ("vary", "Vary")], max_length=6)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("written_on", models.DateField()),
                ("effective_on", models.DateField()),
                ("reason", models.TextField(blank=True)),
                ("not_consulted", models.BooleanField(default=False)),
                ("consulted_on", models.DateField(blank=True, null=True)),
                ("consulted_how", models.CharField(blank=True, max_length=300)),
                ("change_pence", models.BigIntegerField(blank=True, null=True)),
                ("breach_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="funding.agreement",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="funding.othersupport",
                    ),
                ),
            ],
            options={
                "ordering": ["effective_on", "pk"],
                "indexes": [models.Index(fields=["effective_on"], name="notices_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="changenotice_is_voided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreement__isnull", False), ("support", None)),
                            models.Q(("agreement", None), ("support__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_notice_covers_an_award_or_support",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authorised_by", ""), ("breach_reason", "")),
                            models.Q(
                                models.Q(("breach_reason", ""), _negated=True), models.Q(("authorised_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="changenotice_breach_reason_authorised_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("consulted_how", ""), ("consulted_on", None)),
                            models.Q(
                                ("consulted_on__isnull", False),
                                ("not_consulted", False),
                                models.Q(("consulted_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_consultation_has_day_and_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("change_pence", None), ("change_pence__gte", 0), _connector="OR"),
                        name="changenotice_change_pence_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RenewalDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                (
                    "decision",
                    models.CharField(
                        choices=[("renewed", "Goes on"), ("changed", "Goes on, changed"), ("ended", "Ends")], max_length=7
                    ),
                ),
                ("told_on", models.DateField()),
                ("breach_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="renewal_decisions", to="funding.agreement"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["told_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="renewaldecision_is_voided_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)), fields=("agreement",), name="one_standing_decision_on_next_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authorised_by", ""), ("breach_reason", "")),
                            models.Q(
                                models.Q(("breach_reason", ""), _negated=True), models.Q(("authorised_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="renewaldecision_breach_reason_authorised_by_together",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDispute",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("stance", models.CharField(choices=[("confirmed", "Confirmed"), ("disputed", "Disputed")], max_length=9)),
                ("says_on", models.DateField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                ("said_at", models.DateTimeField()),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.instalment",
                    ),
                ),
                (
                    "renewal_decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.renewaldecision",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical dispute",
                "verbose_name_plural": "historical disputes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("stance", models.CharField(choices=[("confirmed", "Confirmed"), ("disputed", "Disputed")], max_length=9)),
                ("says_on", models.DateField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                ("said_at", models.DateTimeField()),
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="funding.instalment",
                    ),
                ),
                (
                    "renewal_decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="funding.renewaldecision",
                    ),
                ),
            ],
            options={
                "ordering": ["said_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="dispute_is_voided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("instalment__isnull", False), ("renewal_decision", None)),
                            models.Q(("instalment", None), ("renewal_decision__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_dispute_is_about_one_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stance", "confirmed"), models.Q(("words", ""), _negated=True), _connector="OR"),
                        name="who_disputes_says_what",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)), fields=("instalment",), name="one_word_on_an_instalment"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)), fields=("renewal_decision",), name="one_word_on_a_decision"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("up_to_on", models.DateField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("agreements", models.ManyToManyField(blank=True, related_name="reports", to="funding.agreement")),
                ("answers", models.ManyToManyField(blank=True, related_name="reports", to="funding.monitoringreturn")),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="signatories.partner"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", False)), fields=["-sent_at", "-id"], name="reports_by_instant"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sent_at", None)), fields=("recipient",), name="one_draft_of_a_report"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at", None), ("sent_by", None)),
                            models.Q(("sent_at__isnull", False), ("up_to_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_sent_report_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measurement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("value", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="measurements", to="funding.indicator"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="measurements", to="funding.report"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "indicator"), name="one_measurement_in_a_report"),
                    models.CheckConstraint(
                        condition=models.Q(("value__isnull", False), models.Q(("note", ""), _negated=True), _connector="OR"),
                        name="a_measurement_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReport_answers",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to="funding.historicalreport"
                    ),
                ),
                (
                    "monitoringreturn",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.monitoringreturn",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalReport_answers",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReport_agreements",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.agreement",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to="funding.historicalreport"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalReport_agreements",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeasurement",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("value", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.indicator",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical measurement",
                "verbose_name_plural": "historical measurements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="YearAllocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("year", models.CharField(max_length=7)),
                ("pence", models.BigIntegerField()),
                ("is_firm", models.BooleanField(default=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="allocations", to="funding.agreement"
                    ),
                ),
            ],
            options={
                "ordering": ["year", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "year"), name="one_allocation_for_agreement_and_year"),
                    models.CheckConstraint(
                        condition=models.Q(("pence", None), ("pence__gte", 0), _connector="OR"),
                        name="yearallocation_pence_not_negative",
                    ),
                ],
            },
        ),
    ]

    operations = together(operations)
