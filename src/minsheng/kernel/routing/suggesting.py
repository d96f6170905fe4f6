"""Which category a text may belong to: a suggestion with its reasons. A person decides.

A trained model speaks where there is one and it knows a word of the text; else names of categories that stand in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max

from minsheng.base.text import index_terms, normalise
from minsheng.kernel.memory import Remembered
from minsheng.kernel.routing.bayes import Bayes, Guess, unpack
from minsheng.kernel.routing.models import SuggestionModel
from minsheng.kernel.routing.registry import CategoryEntry, RoutingRegistry, routing_registry

_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category that a text may belong to. ``terms`` spoke for it; ``by`` is ``model`` or ``name``.

    ``probability`` of a model is measured to be about right; that of names is only their share among the names found.
    """

    category_id: int
    level: int
    probability: float
    terms: tuple[str, ...]
    by: str


def suggest(
    realm: str, text: str, limit: int = 3, *, terms: Sequence[str] | None = None, explaining: int = 5
) -> list[Suggestion]:
    """Categories of ``realm`` that ``text`` may belong to, most probable first; empty when nothing speaks for any.

    ``explaining`` terms are given as reasons of a model. ``terms`` spares the work when the index terms of the text are
    at hand. No query within two seconds of the last.
    """
    model = suggestion_models().get(realm)
    if model is not None:
        learned = _by_model(model.guess(index_terms(text) if terms is None else terms, limit, explaining))
        if learned:
            return learned
    return _by_name(realm, text, limit)


def suggestion_models() -> dict[str, Bayes]:
    """The newest model of each realm, kept in the process."""
    return _models.current()


def suggestions_changed() -> None:
    """The running transaction has stored a new model."""
    _models.changed()


def _by_model(guesses: Sequence[Guess]) -> list[Suggestion]:
    known = routing_registry().categories
    found = []
    for guess in guesses:
        entry = known.get(guess.category)
        if entry is not None and entry.active:
            found.append(Suggestion(entry.id, entry.level, guess.probability, guess.terms, "model"))
    return found


def _by_name(realm: str, text: str, limit: int) -> list[Suggestion]:
    """Names found in the text; a longer name says more, and of a line of categories the deepest one counts."""
    plain = normalise(text)
    hits = [entry for name, entry in _names(routing_registry(), realm) if name in plain]
    above = {pk for entry in hits for pk in entry.line[:-1]}
    weights = Counter({entry: len(entry.name) for entry in hits if entry.id not in above})
    total = weights.total()
    return [
        Suggestion(entry.id, entry.level, weight / total, (entry.name,), "name")
        for entry, weight in weights.most_common(limit)
    ]


@lru_cache(maxsize=8)
def _names(registry: RoutingRegistry, realm: str) -> tuple[tuple[str, CategoryEntry], ...]:
    """Names that tell a category of ``realm``: long enough, and borne by one alone (其他 tells nothing)."""
    active = [entry for entry in registry.categories.values() if entry.realm == realm and entry.active]
    borne = Counter(normalise(entry.name) for entry in active)
    named = ((normalise(entry.name), entry) for entry in active)
    return tuple((name, entry) for name, entry in named if len(name) >= _SHORTEST_NAME and borne[name] == 1)


def _load() -> dict[str, Bayes]:
    newest = SuggestionModel.objects.order_by("realm", "-version").distinct("realm")
    return {row.realm: unpack(bytes(row.packed), row.classes, row.priors, row.sharpness) for row in newest}


def _stamp() -> int:
    return SuggestionModel.objects.aggregate(newest=Max("pk"))["newest"] or 0


_models = Remembered(_load, _stamp)
