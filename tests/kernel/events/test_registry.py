"""Registering receivers: at start-up, once, with a description."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from minsheng.kernel.events import Event, ReceiverError, all_receivers, receiver, registry


@dataclass(frozen=True, slots=True)
class LampLit(Event):
    """A street lamp was lit."""


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process in which nothing has been registered or served yet."""
    monkeypatch.setattr(registry, "_registry", registry._Registry())


@pytest.mark.usefixtures("fresh")
def test_a_receiver_is_a_named_object_with_its_description() -> None:
    @receiver(LampLit, name="tests.on_lamp")
    def on_lamp(event: LampLit) -> None:
        """Count the lamp."""

    (found,) = all_receivers()
    assert (found.name, found.event_type, found.doc, found.function) == (
        "tests.on_lamp",
        LampLit,
        "Count the lamp.",
        on_lamp,
    )


@pytest.mark.usefixtures("fresh")
def test_a_double_name_is_an_error_that_names_both() -> None:
    @receiver(LampLit, name="tests.on_lamp")
    def first(event: LampLit) -> None:
        """Count the lamp."""

    with pytest.raises(ReceiverError, match=r"twice.*first.*second"):

        @receiver(LampLit, name="tests.on_lamp")
        def second(event: LampLit) -> None:
            """Count it again."""


@pytest.mark.usefixtures("fresh")
def test_a_receiver_without_description_is_an_error() -> None:
    with pytest.raises(ReceiverError, match="docstring"):

        @receiver(LampLit, name="tests.on_lamp")
        def on_lamp(event: LampLit) -> None:
            pass


@pytest.mark.usefixtures("fresh")
def test_after_the_first_event_was_served_it_is_too_late() -> None:
    assert registry.receivers_of(LampLit) == []
    with pytest.raises(ReceiverError, match="too late"):

        @receiver(LampLit, name="tests.on_lamp")
        def on_lamp(event: LampLit) -> None:
            """Count the lamp."""


def test_every_registered_receiver_of_this_installation_says_what_it_does() -> None:
    assert [known.name for known in all_receivers() if not known.doc] == []
