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
            name="HistoricalPolicyAppraisal",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("reference", models.CharField(db_index=True, editable=False, max_length=24)),
                ("policy", models.CharField(max_length=140)),
                ("slug", models.SlugField(max_length=80)),
                ("owner", models.CharField(blank=True, max_length=120)),
                ("dated_on", models.DateField(blank=True, null=True)),
                ("adopted_on", models.DateField(blank=True, null=True)),
                (
                    "effect",
                    models.CharField(
                        blank=True,
                        choices=[("none", "No effect"), ("some", "Some effect"), ("great", "A great effect")],
                        max_length=5,
                    ),
                ),
                ("on_whom", models.TextField(blank=True)),
                ("findings", models.TextField(blank=True)),
                ("consulted_how", models.TextField(blank=True)),
                ("not_consulted_reason", models.TextField(blank=True)),
                ("late_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                ("recorded_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                "verbose_name": "historical policy appraisal",
                "verbose_name_plural": "historical policy appraisals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PolicyAppraisal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("reference", models.CharField(editable=False, max_length=24, unique=True)),
                ("policy", models.CharField(max_length=140)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("owner", models.CharField(blank=True, max_length=120)),
                ("dated_on", models.DateField(blank=True, null=True)),
                ("adopted_on", models.DateField(blank=True, null=True)),
                (
                    "effect",
                    models.CharField(
                        blank=True,
                        choices=[("none", "No effect"), ("some", "Some effect"), ("great", "A great effect")],
                        max_length=5,
                    ),
                ),
                ("on_whom", models.TextField(blank=True)),
                ("findings", models.TextField(blank=True)),
                ("consulted_how", models.TextField(blank=True)),
                ("not_consulted_reason", models.TextField(blank=True)),
                ("late_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                ("recorded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("filed_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="policy_appraisals", to="signatories.partner"
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
                "ordering": ["-filed_on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("recorded_at__isnull", False), ("voided_at", None)),
                        fields=["filed_on", "id"],
                        name="appraisals_by_day",
                    ),
                    models.Index(
                        condition=models.Q(("recorded_at__isnull", False), ("voided_at", None)),
                        fields=["agency", "filed_on", "id"],
                        name="appraisals_by_agency",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="policyappraisal_is_voided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at", None),
                            models.Q(
                                models.Q(("owner", ""), _negated=True),
                                models.Q(("effect", ""), _negated=True),
                                ("filed_on__isnull", False),
                                models.Q(("dated_on__isnull", False), ("adopted_on__isnull", False), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="a_recorded_appraisal_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("consulted_how", ""), ("not_consulted_reason", ""), _connector="OR"),
                        name="an_appraisal_was_consulted_on_or_says_why_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalConsultation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("reference", models.CharField(db_index=True, editable=False, max_length=24)),
                ("title", models.CharField(max_length=140)),
                ("slug", models.SlugField(max_length=80)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("proposal", models.TextField(blank=True)),
                ("why_now", models.TextField(blank=True)),
                ("options", models.TextField(blank=True)),
                ("effect", models.TextField(blank=True)),
                ("who_asked", models.TextField(blank=True)),
                ("contact", models.CharField(blank=True, max_length=120)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("contact_phone", models.CharField(blank=True, max_length=40)),
                ("other_ways", models.TextField(blank=True)),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("approved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("approved_alone", models.BooleanField(default=False, editable=False)),
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
                    "approved_by",
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
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submitted_by",
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
                    "appraisal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consultations.policyappraisal",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical consultation",
                "verbose_name_plural": "historical consultations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("reference", models.CharField(editable=False, max_length=24, unique=True)),
                ("title", models.CharField(max_length=140)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("proposal", models.TextField(blank=True)),
                ("why_now", models.TextField(blank=True)),
                ("options", models.TextField(blank=True)),
                ("effect", models.TextField(blank=True)),
                ("who_asked", models.TextField(blank=True)),
                ("contact", models.CharField(blank=True, max_length=120)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("contact_phone", models.CharField(blank=True, max_length=40)),
                ("other_ways", models.TextField(blank=True)),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("approved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("approved_alone", models.BooleanField(default=False, editable=False)),
                ("opens_on", models.DateField(blank=True, editable=False, null=True)),
                ("closes_on", models.DateField(blank=True, editable=False, null=True)),
                ("opens_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("closes_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("first_closes_on", models.DateField(blank=True, editable=False, null=True)),
                ("outcome_on", models.DateField(blank=True, editable=False, null=True)),
                ("answered", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consultations", to="signatories.partner"
                    ),
                ),
                (
                    "approved_by",
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
                    "submitted_by",
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
                    "appraisal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="consultations.policyappraisal",
                    ),
                ),
            ],
            options={
                "ordering": ["-closes_on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("approved_at__isnull", False), ("voided_at", None)),
                        fields=["closes_on", "id"],
                        name="consultations_by_close",
                    ),
                    models.Index(
                        condition=models.Q(("approved_at__isnull", False), ("voided_at", None)),
                        fields=["agency", "closes_on", "id"],
                        name="consultations_by_agency",
                    ),
                    models.Index(
                        condition=models.Q(("approved_at__isnull", False), ("voided_at", None)),
                        fields=["opens_on", "id"],
                        name="consultations_by_opening",
                    ),
                    models.Index(fields=["agency", "-id"], name="consultations_of_a_desk"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="consultation_is_voided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on", None), ("closes_on", None), ("closes_on__gte", models.F("opens_on")), _connector="OR"
                        ),
                        name="consultation_opens_on_closes_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_at", None), ("closes_at", None), ("closes_at__gte", models.F("opens_at")), _connector="OR"
                        ),
                        name="consultation_opens_at_closes_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_at", None),
                            models.Q(
                                ("closes_on__isnull", False),
                                ("opens_on__isnull", False),
                                ("submitted_at__isnull", False),
                                ("closes_at__isnull", False),
                                ("first_closes_on__isnull", False),
                                ("opens_at__isnull", False),
                                models.Q(("proposal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_approved_consultation_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            ("submitted_by", None),
                            models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                            ("approved_alone", True),
                            _connector="OR",
                        ),
                        name="a_second_officer_approves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                (
                    "manner",
                    models.CharField(
                        choices=[("each", "A letter for each change"), ("weekly", "One letter a week")],
                        default="each",
                        max_length=6,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("told_until", models.DateTimeField(blank=True, null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="consultations.consultation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("consultation__isnull", False)),
                        fields=("consultation", "email"),
                        name="one_follow_of_a_consultation",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("consultation", None)), fields=("email",), name="one_follow_of_all"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDecision",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("reference", models.CharField(db_index=True, editable=False, max_length=24)),
                ("title", models.CharField(max_length=140)),
                ("slug", models.SlugField(max_length=80)),
                ("what", models.TextField(blank=True)),
                ("decided_by", models.CharField(blank=True, max_length=120)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("reasons", models.TextField(blank=True)),
                ("cites_answers", models.TextField(blank=True)),
                ("early_reason", models.TextField(blank=True)),
                ("late_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                ("recorded_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consultations.consultation",
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
                "verbose_name": "historical decision",
                "verbose_name_plural": "historical decisions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDocument",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("title", models.CharField(max_length=140)),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("paper", "Document"),
                            ("large-print", "Large print"),
                            ("easy-read", "Easy Read"),
                            ("bsl", "British Sign Language video"),
                            ("other", "Another language or format"),
                        ],
                        default="paper",
                        max_length=11,
                    ),
                ),
                ("address", models.URLField(blank=True, max_length=500)),
                ("stored", models.CharField(blank=True, db_index=True, editable=False, max_length=80, null=True)),
                ("name", models.CharField(blank=True, editable=False, max_length=200)),
                ("kind", models.CharField(blank=True, editable=False, max_length=80)),
                ("size", models.PositiveIntegerField(default=0, editable=False)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consultations.consultation",
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
                "verbose_name": "historical document",
                "verbose_name_plural": "historical documents",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOutcome",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("asked", models.TextField(blank=True)),
                ("said", models.TextField(blank=True)),
                ("done", models.TextField(blank=True)),
                ("late_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                ("answers_published_on", models.DateField(blank=True, null=True)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consultations.consultation",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "published_by",
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
                "verbose_name": "historical outcome",
                "verbose_name_plural": "historical outcomes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalQuestion",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("words", "In their own words"),
                            ("one", "One of several"),
                            ("several", "Several of several"),
                            ("rating", "A rating from 1 to 5"),
                            ("agree", "Agree or disagree"),
                        ],
                        max_length=7,
                    ),
                ),
                ("words", models.CharField(max_length=500)),
                ("help", models.CharField(blank=True, max_length=500)),
                ("is_required", models.BooleanField(default=False)),
                ("anchor", models.CharField(blank=True, max_length=80)),
                ("clause", models.TextField(blank=True)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consultations.consultation",
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
                "verbose_name": "historical question",
                "verbose_name_plural": "historical questions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalResponse",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("reference", models.CharField(db_index=True, editable=False, max_length=24)),
                ("token", models.UUIDField(db_index=True)),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            ("online", "Online"),
                            ("paper", "On paper"),
                            ("email", "By e-mail"),
                            ("telephone", "By telephone"),
                        ],
                        default="online",
                        max_length=9,
                    ),
                ),
                ("is_organisation", models.BooleanField(default=False)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("may_publish", models.BooleanField(default=False)),
                ("is_confidential", models.BooleanField(default=False)),
                ("confidential_reason", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("is_late", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("withheld_reason", models.CharField(blank=True, max_length=300)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consultations.consultation",
                    ),
                ),
                (
                    "entered_by",
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
                    "partner",
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
                    "published_by",
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
                    "responder",
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
                "verbose_name": "historical response",
                "verbose_name_plural": "historical responses",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTheme",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=120)),
                ("said", models.TextField(blank=True)),
                ("done", models.TextField(blank=True)),
                ("not_done", models.TextField(blank=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consultations.consultation",
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
                "verbose_name": "historical theme",
                "verbose_name_plural": "historical themes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("asked", models.TextField(blank=True)),
                ("said", models.TextField(blank=True)),
                ("done", models.TextField(blank=True)),
                ("late_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                ("answers_published_on", models.DateField(blank=True, null=True)),
                ("published_on", models.DateField(blank=True, null=True)),
                (
                    "consultation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcome", to="consultations.consultation"
                    ),
                ),
                (
                    "published_by",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_on", None),
                            models.Q(
                                models.Q(("asked", ""), _negated=True),
                                models.Q(("said", ""), _negated=True),
                                models.Q(("done", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_published_outcome_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authorised_by", ""), ("late_reason", "")),
                            models.Q(models.Q(("late_reason", ""), _negated=True), models.Q(("authorised_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="outcome_late_reason_authorised_by_together",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Erratum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(max_length=500)),
                ("made_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="errata", to="consultations.outcome"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "errata",
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("note", ""), _negated=True), name="an_erratum_says_what_it_corrects")
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("words", "In their own words"),
                            ("one", "One of several"),
                            ("several", "Several of several"),
                            ("rating", "A rating from 1 to 5"),
                            ("agree", "Agree or disagree"),
                        ],
                        max_length=7,
                    ),
                ),
                ("words", models.CharField(max_length=500)),
                ("help", models.CharField(blank=True, max_length=500)),
                ("is_required", models.BooleanField(default=False)),
                ("anchor", models.CharField(blank=True, max_length=80)),
                ("clause", models.TextField(blank=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="consultations.consultation"
                    ),
                ),
            ],
            options={
                "ordering": ["consultation", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=200)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="consultations.question"
                    ),
                ),
            ],
            options={
                "ordering": ["question", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("question", "position"), name="one_choice_at_a_position"),
                    models.UniqueConstraint(fields=("question", "words"), name="a_choice_is_offered_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rating", models.PositiveSmallIntegerField(default=0)),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "choice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="consultations.choice",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="counts", to="consultations.question"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("choice__isnull", False)), fields=("question", "choice"), name="one_count_of_a_choice"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("choice", None)), fields=("question", "rating"), name="one_count_of_a_rating"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("reference", models.CharField(editable=False, max_length=24, unique=True)),
                ("token", models.UUIDField(unique=True)),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            ("online", "Online"),
                            ("paper", "On paper"),
                            ("email", "By e-mail"),
                            ("telephone", "By telephone"),
                        ],
                        default="online",
                        max_length=9,
                    ),
                ),
                ("is_organisation", models.BooleanField(default=False)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("may_publish", models.BooleanField(default=False)),
                ("is_confidential", models.BooleanField(default=False)),
                ("confidential_reason", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("is_late", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("withheld_reason", models.CharField(blank=True, max_length=300)),
                ("is_tagged", models.BooleanField(default=False, editable=False)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="responses", to="consultations.consultation"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="signatories.partner",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "responder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="responses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["received_at", "pk"],
                "indexes": [
                    models.Index(fields=["consultation", "received_at", "id"], name="responses_of_a_consultation"),
                    models.Index(
                        condition=models.Q(("is_confidential", True)), fields=["consultation"], name="responses_in_confidence"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("is_confidential", False),
                            ("is_late", False),
                            ("may_publish", True),
                            ("published_at__isnull", False),
                            ("withdrawn_at", None),
                        ),
                        fields=["consultation", "id"],
                        name="responses_shown",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("is_confidential", False),
                            ("is_late", False),
                            ("may_publish", True),
                            ("published_at", None),
                            ("withdrawn_at", None),
                            ("withheld_reason", ""),
                        ),
                        fields=["consultation", "id"],
                        name="responses_publishable",
                    ),
                    models.Index(fields=["consultation", "is_organisation", "received_at", "id"], name="responses_by_who"),
                    models.Index(
                        condition=models.Q(("is_tagged", False)),
                        fields=["consultation", "received_at", "id"],
                        name="responses_untagged",
                    ),
                    models.Index(
                        condition=models.Q(("is_late", True)), fields=["consultation", "received_at", "id"], name="responses_late"
                    ),
                    models.Index(
                        condition=models.Q(("is_confidential", True)),
                        fields=["consultation", "received_at", "id"],
                        name="responses_confidential",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("partner__isnull", False), ("withdrawn_at", None)),
                        fields=("consultation", "partner", "is_late"),
                        name="one_answer_of_a_partner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None), models.Q(("is_confidential", False), ("may_publish", True)), _connector="OR"
                        ),
                        name="only_what_may_be_published_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published_at", None), ("withheld_reason", ""), _connector="OR"),
                        name="what_is_withheld_is_not_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_organisation", True), models.Q(("organisation", ""), ("partner", None)), _connector="OR"
                        ),
                        name="a_person_is_no_partner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("manner", "online"), _negated=True), ("entered_by", None), _connector="OR"),
                        name="an_officer_enters_only_what_came_otherwise",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("first_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="consultations.response"
                    ),
                ),
            ],
            options={
                "ordering": ["-first_at"],
                "constraints": [models.UniqueConstraint(fields=("response", "person", "on"), name="one_reading_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=120)),
                ("said", models.TextField(blank=True)),
                ("done", models.TextField(blank=True)),
                ("not_done", models.TextField(blank=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="themes", to="consultations.consultation"
                    ),
                ),
            ],
            options={
                "ordering": ["consultation", "position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("consultation", "name"), name="a_theme_is_named_once")],
            },
        ),
        migrations.CreateModel(
            name="WindowEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("moved", "Moved before it opened"),
                            ("extended", "Extended"),
                            ("shortened", "Shortened"),
                            ("closed-early", "Closed early"),
                        ],
                        max_length=12,
                    ),
                ),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("reason", models.TextField(blank=True)),
                ("short_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField()),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="window", to="consultations.consultation"
                    ),
                ),
                (
                    "made_by",
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
                "ordering": ["consultation", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("consultation", "position"), name="one_entry_at_a_position"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on", None), ("closes_on", None), ("closes_on__gte", models.F("opens_on")), _connector="OR"
                        ),
                        name="windowentry_opens_on_closes_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authorised_by", ""), ("short_reason", "")),
                            models.Q(models.Q(("short_reason", ""), _negated=True), models.Q(("authorised_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="windowentry_short_reason_authorised_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("kind", "planned"), ("position", 1)), ("position__gt", 1), _connector="OR"),
                        name="the_first_entry_is_the_plan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "planned"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="a_moved_window_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Audience",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=20)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="audiences", to="consultations.consultation"
                    ),
                ),
            ],
            options={
                "ordering": ["key"],
                "constraints": [models.UniqueConstraint(fields=("consultation", "key"), name="an_audience_is_named_once")],
            },
        ),
        migrations.CreateModel(
            name="AskedGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                (
                    "speaks_for",
                    models.CharField(
                        choices=[
                            ("women", "Women"),
                            ("minority", "A minority group"),
                            ("excluded", "Socially excluded people"),
                            ("other", "Others whom it concerns"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_in",
                        to="signatories.partner",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="consultations.consultation"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("consultation", "name"), name="a_group_is_named_once")],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("reference", models.CharField(editable=False, max_length=24, unique=True)),
                ("title", models.CharField(max_length=140)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("what", models.TextField(blank=True)),
                ("decided_by", models.CharField(blank=True, max_length=120)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("reasons", models.TextField(blank=True)),
                ("cites_answers", models.TextField(blank=True)),
                ("early_reason", models.TextField(blank=True)),
                ("late_reason", models.TextField(blank=True)),
                ("authorised_by", models.CharField(blank=True, max_length=120)),
                ("recorded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="signatories.partner"
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="consultations.consultation",
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
                "ordering": ["-decided_on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("recorded_at__isnull", False), ("voided_at", None)),
                        fields=["decided_on", "id"],
                        name="decisions_by_day",
                    ),
                    models.Index(
                        condition=models.Q(("recorded_at__isnull", False), ("voided_at", None)),
                        fields=["agency", "decided_on", "id"],
                        name="decisions_by_agency",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="decision_is_voided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at", None),
                            models.Q(
                                ("decided_on__isnull", False),
                                ("published_on__isnull", False),
                                models.Q(("what", ""), _negated=True),
                                models.Q(("decided_by", ""), _negated=True),
                                models.Q(("reasons", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_recorded_decision_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_on", None),
                            ("decided_on", None),
                            ("published_on__gte", models.F("decided_on")),
                            _connector="OR",
                        ),
                        name="a_decision_is_published_after_it_is_made",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_reason", models.TextField(blank=True, editable=False)),
                ("title", models.CharField(max_length=140)),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("paper", "Document"),
                            ("large-print", "Large print"),
                            ("easy-read", "Easy Read"),
                            ("bsl", "British Sign Language video"),
                            ("other", "Another language or format"),
                        ],
                        default="paper",
                        max_length=11,
                    ),
                ),
                ("address", models.URLField(blank=True, max_length=500)),
                ("stored", models.CharField(blank=True, editable=False, max_length=80, null=True, unique=True)),
                ("name", models.CharField(blank=True, editable=False, max_length=200)),
                ("kind", models.CharField(blank=True, editable=False, max_length=80)),
                ("size", models.PositiveIntegerField(default=0, editable=False)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="consultations.consultation"
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
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_by", None), ("voided_reason", "")),
                            models.Q(("voided_at__isnull", False), models.Q(("voided_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="document_is_voided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("address", ""), _negated=True), ("stored", None)),
                            models.Q(
                                ("address", ""),
                                ("stored__isnull", False),
                                models.Q(("kind", ""), _negated=True),
                                models.Q(("digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_document_is_a_file_or_a_link",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_key", models.CharField(max_length=30)),
                ("words", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="explanations", to="consultations.consultation"
                    ),
                ),
                (
                    "made_by",
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
                "ordering": ["check_key"],
                "constraints": [
                    models.UniqueConstraint(fields=("consultation", "check_key"), name="one_explanation_of_a_check"),
                    models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="an_explanation_has_words"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerJourney",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("answers", models.JSONField(default=dict)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("started_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="journeys", to="consultations.consultation"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="journeys",
                        to="consultations.response",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["consultation", "finished_at"], name="journeys_of_a_consultation")],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True)),
                ("rating", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("choices", models.ManyToManyField(blank=True, related_name="answers", to="consultations.choice")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="consultations.question"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="consultations.response"
                    ),
                ),
            ],
            options={
                "ordering": ["response", "question"],
                "constraints": [
                    models.UniqueConstraint(fields=("response", "question"), name="one_answer_to_a_question"),
                    models.CheckConstraint(
                        condition=models.Q(("rating", None), models.Q(("rating__gte", 1), ("rating__lte", 5)), _connector="OR"),
                        name="a_rating_is_1_to_5",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.PositiveIntegerField()),
                ("length", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_reason", models.CharField(blank=True, max_length=300)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="redactions", to="consultations.answer"
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
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
                "ordering": ["answer", "start", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("length__gt", 0), models.Q(("reason", ""), _negated=True)),
                        name="a_redaction_covers_words_and_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None), ("lifted_reason", "")),
                            models.Q(("lifted_at__isnull", False), models.Q(("lifted_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_redaction_is_lifted_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsultationLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("resume", "Go on with an answer"),
                            ("change", "Change or withdraw an answer"),
                            ("confirm", "Confirm that somebody wants to follow"),
                            ("end", "End following"),
                        ],
                        max_length=7,
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "journey",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="consultations.answerjourney",
                    ),
                ),
                (
                    "follow",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="consultations.follow",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="consultations.response",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("follow", None), ("journey__isnull", False), ("purpose", "resume"), ("response", None)),
                            models.Q(("follow", None), ("journey", None), ("purpose", "change"), ("response__isnull", False)),
                            models.Q(
                                ("follow__isnull", False),
                                ("journey", None),
                                ("purpose__in", ("confirm", "end")),
                                ("response", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_mailed_link_is_about_what_it_says",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_cited", models.BooleanField(default=False)),
                (
                    "answer",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tags", to="consultations.answer"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tags", to="consultations.theme"),
                ),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("is_cited", True)), fields=["theme", "answer"], name="tags_cited")],
                "constraints": [models.UniqueConstraint(fields=("answer", "theme"), name="an_answer_has_a_theme_once")],
            },
        ),
    ]

    operations = together(operations)
