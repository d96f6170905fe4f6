"""Learning category suggestions from texts whose category somebody has set."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.text import index_terms
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import require
from minsheng.kernel.audit.services import record
from minsheng.kernel.routing.bayes import train
from minsheng.kernel.routing.models import SuggestionModel
from minsheng.kernel.routing.registry import routing_registry
from minsheng.kernel.routing.suggesting import suggestions_changed

FEWEST_SAMPLES = 20
VERSIONS_KEPT = 5


@transaction.atomic
def train_suggestions(*, by: Actor, realm: str, samples: Iterable[tuple[str, int]]) -> SuggestionModel:
    """Learn the first-level categories of ``realm`` from (text, category id) and store the model as a new version.

    A deeper category counts for the first level above it. Old versions but the last five are dropped. Raises Refusal
    ``access.denied``, ``category.unknown`` (an id that is not of the realm), ``suggestion.too_few`` (fewer than 20
    samples) or ``suggestion.one_class`` (all of one first level: there is nothing to tell apart).
    """
    require(by, "routing.manage")
    learned = [(index_terms(text), _first_level(realm, category)) for text, category in samples]
    classes = {category for _, category in learned}
    if len(learned) < FEWEST_SAMPLES:
        raise Refusal("suggestion.too_few", "samples", count=len(learned), least=FEWEST_SAMPLES)
    if len(classes) == 1:
        raise Refusal("suggestion.one_class", "samples")
    trained = train(learned)
    last = SuggestionModel.objects.filter(realm=realm).order_by("-version").first()
    row = SuggestionModel.objects.create(
        realm=realm,
        version=last.version + 1 if last else 1,
        trained_at=timezone.now(),
        samples=trained.samples,
        held_out=trained.held_out,
        right=trained.right,
        classes=list(trained.model.classes),
        priors=trained.model.priors.tolist(),
        sharpness=trained.model.sharpness,
        packed=trained.model.pack(),
    )
    SuggestionModel.objects.filter(realm=realm, version__lte=row.version - VERSIONS_KEPT).delete()
    data = {"version": row.version, "samples": row.samples, "held_out": row.held_out, "right": row.right}
    record("routing.suggestions_trained", by=by, subject="realm", subject_id=realm, data=data)
    suggestions_changed()
    return row


def _first_level(realm: str, category_id: int) -> int:
    entry = routing_registry().categories.get(category_id)
    if entry is None or entry.realm != realm:
        raise Refusal("category.unknown", "category", id=category_id)
    return entry.line[0]
