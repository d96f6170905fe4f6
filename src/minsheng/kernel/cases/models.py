"""Cases and what belongs to them. Acts are the history; every other row here can be rebuilt from them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Case(models.Model):
    """One matter. The columns up to ``audience`` are projections of its acts; the rest was said at intake.

    ``due_at`` is the earliest deadline that runs now; lateness is never stored. ``audience`` holds the access tokens,
    ``barred`` tokens of those who never see it; ``facts`` are what its procedure declares beyond the rest.
    """

    code = models.CharField(_("case code"), max_length=24, unique=True)
    procedure = models.ForeignKey("procedures.ProcedureVersion", models.PROTECT, related_name="+")
    realm = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=48)
    seq = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=48)
    category = models.ForeignKey("routing.Category", models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    urgent = models.BooleanField(_("urgent"), default=False)
    confidentiality = models.PositiveSmallIntegerField(_("confidentiality"), default=0)
    reporter = models.ForeignKey("parties.Party", models.PROTECT, null=True, related_name="+", db_index=False)
    filed_at = models.DateTimeField(_("filed"))
    acted_at = models.DateTimeField(_("last act"))
    closed_at = models.DateTimeField(_("closed"), null=True)
    outcome = models.CharField(_("outcome"), max_length=48, blank=True)
    lead_unit = models.ForeignKey("access.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    co_unit_ids = ArrayField(models.BigIntegerField(), default=list)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    handled_by_ids = ArrayField(models.BigIntegerField(), default=list)
    suggested_unit = models.ForeignKey("access.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    returns = models.PositiveSmallIntegerField(_("returns"), default=0)
    binding = models.BooleanField(default=False)
    reopens = models.PositiveSmallIntegerField(_("reopened"), default=0)
    contacted_at = models.DateTimeField(_("first contact"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    waiting = models.BooleanField(_("waiting for the reporter"), default=False)
    exempt = models.BooleanField(_("exempt from the rates"), default=False)
    escalation = models.PositiveSmallIntegerField(default=0)
    supervised = models.PositiveSmallIntegerField(default=0)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_index=False)
    due_at = models.DateTimeField(_("due"), null=True)
    provisional = models.BooleanField(default=False)
    audience = ArrayField(models.BigIntegerField(), default=list)
    barred = ArrayField(models.BigIntegerField(), default=list)
    facts = models.JSONField(default=dict)

    watched = models.BooleanField(default=False)
    channel = models.CharField(_("channel"), max_length=16)
    title = models.CharField(_("title"), max_length=200)
    client_key = models.CharField(max_length=160, null=True)  # noqa: DJ001 -- NULL so that uniqueness skips cases without one
    client_digest = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("client_key",), name="one_case_per_client_key"),)
        indexes = (
            GinIndex(fields=("audience",), name="case_audience"),
            models.Index(fields=("filed_at", "id"), name="case_filed"),
            models.Index(fields=("due_at", "id"), name="case_due_open", condition=Q(closed_at__isnull=True)),
            models.Index(
                fields=("lead_unit", "due_at", "id"), name="case_unit_due_open", condition=Q(closed_at__isnull=True)
            ),
            models.Index(fields=("lead_unit", "filed_at", "id"), name="case_unit_filed"),
            models.Index(
                fields=("handler", "due_at", "id"), name="case_handler_due_open", condition=Q(closed_at__isnull=True)
            ),
            models.Index(fields=("reporter", "filed_at"), name="case_reporter"),
            models.Index(fields=("merged_into",), name="case_merged", condition=Q(merged_into__isnull=False)),
        )

    def __str__(self) -> str:
        return self.code


class Content(models.Model):
    """What the reporter said and where: personal data, apart from the case so that it can be erased and searched.

    ``vector`` holds CJK bigrams and words made by ``base.text.index_terms``; it is no language's dictionary.
    Coordinates are CGCS2000 degrees.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="content")
    filed_at = models.DateTimeField()
    body = models.TextField(_("text"))
    address = models.CharField(_("place"), max_length=300, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    vector = SearchVectorField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            GinIndex(fields=("vector",), name="content_vector"),
            models.Index(fields=("filed_at", "case"), name="content_filed"),
        )

    def __str__(self) -> str:
        return str(self.case_id)


class Act(models.Model):
    """An act that was done. Never changed, never deleted: the database refuses both. Holds no free text."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="acts", db_index=False)
    seq = models.PositiveIntegerField()
    key = models.CharField(_("act"), max_length=48)
    at = models.DateTimeField(_("done at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    account_id = models.BigIntegerField(null=True)
    party_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=16)
    state_before = models.CharField(max_length=48, blank=True)
    state_after = models.CharField(max_length=48)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ("case_id", "seq")
        constraints = (models.UniqueConstraint(fields=("case", "seq"), name="acts_of_a_case_in_order"),)

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.key}"


class ActText(models.Model):
    """A free text given with an act. It can be blanked when a person's data is erased; the act itself stays."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="texts", db_index=False)
    seq = models.PositiveIntegerField()
    field = models.CharField(max_length=48)
    text = models.TextField(blank=True)
    public = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "seq", "field"), name="one_text_per_field_of_an_act"),)

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.field}"


class ClockRow(models.Model):
    """A time limit of a case as computed from its acts and the calendar."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks", db_index=False)
    key = models.CharField(max_length=48)
    run = models.PositiveSmallIntegerField()
    term = models.CharField(max_length=24)
    law = models.CharField(max_length=96)
    started_at = models.DateTimeField()
    raw_due = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    suspended = models.JSONField(default=list)
    extensions = models.JSONField(default=list)
    stopped_at = models.DateTimeField(null=True)
    stop_reason = models.CharField(max_length=48, blank=True)
    provisional = models.BooleanField(default=False)
    warned = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "key", "run"), name="one_row_per_run_of_a_clock"),)
        indexes = (
            models.Index(fields=("due_at",), name="clock_running_due", condition=Q(stopped_at__isnull=True)),
            models.Index(fields=("case",), name="clock_provisional", condition=Q(provisional=True)),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.key} {self.run}"


class AssignmentRow(models.Model):
    """A unit's part in a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments", db_index=False)
    seq = models.PositiveIntegerField()
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=8)
    assigned_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "seq", "unit"), name="one_part_per_unit_and_act"),)
        indexes = (models.Index(fields=("unit", "case"), name="assignment_open", condition=Q(ended_at__isnull=True)),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit_id}"


class RatingRow(models.Model):
    """What the reporter said at the end. Unreachable, silent and dissatisfied are three different things."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="ratings", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    source = models.CharField(max_length=16)
    reach = models.CharField(max_length=16)
    contacted = models.CharField(max_length=16, blank=True)
    solved = models.CharField(max_length=16, blank=True)
    satisfied = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "seq"), name="one_rating_per_act"),)

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq}"


class CaseParty(models.Model):
    """A person or organisation that has a part in a case besides its reporter, or the reporter itself."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties", db_index=False)
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    role = models.CharField(max_length=32)
    sees_case = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "party", "role"), name="one_role_per_party_and_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.party_id} {self.role}"


class CaseLink(models.Model):
    """Two cases that have to do with each other, and how. The only way in which domains meet."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="links", db_index=False)
    other = models.ForeignKey(Case, models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "other", "kind"), name="one_link_of_a_kind"),
            models.CheckConstraint(condition=~Q(case=models.F("other")), name="no_link_to_itself"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"


class Attachment(models.Model):
    """A stored file that came with an act. ``public`` files are shown to the reporter."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments", db_index=False)
    seq = models.PositiveIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    field = models.CharField(max_length=48)
    public = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "seq", "file"), name="one_attachment_per_act_and_file"),)

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.file_id}"


class ProofAttempt(models.Model):
    """A failed try to prove a case by its telephone tail; old ones are swept away."""

    code = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("code", "at"), name="proof_attempt"),)

    def __str__(self) -> str:
        return self.code


class TermCount(models.Model):
    """In how many recent cases a term of the search vector stands; a projection, made anew each night.

    Only terms of three cases or more, so that no single text shows in it. The empty term counts the cases themselves.
    """

    term = models.CharField(max_length=64, primary_key=True)
    cases = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.term


class HotIssue(models.Model):
    """Recent cases of one realm and confidentiality that are about the same thing: a projection, kept by a job.

    ``people`` are distinct reporters, ``unnamed`` cases without one. The title is that of its ``representative``, which
    whoever may see the issue may see; ``audience`` holds the tokens of the areas down to the lowest common one.
    """

    realm = models.PositiveSmallIntegerField()
    confidentiality = models.PositiveSmallIntegerField(default=0)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    representative = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    terms = ArrayField(models.CharField(max_length=300), default=list)
    first_at = models.DateTimeField(_("first report"))
    last_at = models.DateTimeField(_("last report"))
    cases = models.PositiveIntegerField(_("cases"))
    open_cases = models.PositiveIntegerField(_("open cases"))
    people = models.PositiveIntegerField(_("people"))
    unnamed = models.PositiveIntegerField(_("without a name"))
    per_week = models.FloatField(_("cases per week"))
    heat = models.FloatField(_("heat"))
    computed_at = models.DateTimeField()
    audience = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        indexes = (
            GinIndex(fields=("audience",), name="hot_issue_audience"),
            models.Index(fields=("-heat", "-id"), name="hot_issue_heat"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class HotIssueCase(models.Model):
    """A case that belongs to a hot issue; to one at most."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="hot_issue")
    issue = models.ForeignKey(HotIssue, models.CASCADE, related_name="members")

    def __str__(self) -> str:
        return f"{self.issue_id} {self.case_id}"
