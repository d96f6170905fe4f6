"""Parts that several answers share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Incoming(BaseModel):
    """Base of bodies: what is not declared is refused, so that a typing error is found."""

    model_config = ConfigDict(extra="forbid")


class Reference(BaseModel):
    """An entry of a register."""

    id: int
    code: str
    name: str


class Person(BaseModel):
    """An account by its name at work."""

    id: int
    name: str


class State(BaseModel):
    """Where a case stands, and what its reporter is told of that."""

    key: str
    name: str
    public: str
    final: bool


class Kind(BaseModel):
    """A kind of a procedure's cases."""

    key: str
    name: str


class Fault(BaseModel):
    """One fault: a stable code, the input, where it stands in the body (RFC 6901), and a sentence."""

    code: str
    field: str | None
    pointer: str | None
    detail: str


class Problem(BaseModel):
    """RFC 9457 problem details. ``code`` is stable; ``detail`` is in the language of Accept-Language."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    field: str | None
    errors: list[Fault]


class Receipt(BaseModel):
    """What a filing gives: the case's code, and where it is followed."""

    code: str
    procedure: str
    state: State
    filed_at: datetime
    due_at: datetime | None
    seq: int
    created: bool = Field(description="false when the same report had been filed before under this Idempotency-Key")
    url: str


class ActDone(BaseModel):
    """What an act led to. ``seq`` is its number, and the entity tag of the case from now on."""

    code: str
    act: str
    seq: int
    state_before: str
    state: State
    due_at: datetime | None
    closed_at: datetime | None


class ActOffered(BaseModel):
    """An act that is open now. ``inputs`` is the JSON schema of its body; ``blocked`` says what stands against it."""

    act: str
    name: str
    law: str
    blocked: dict[str, str] | None
    inputs: dict[str, Any]


class Uploaded(BaseModel):
    """An upload. ``file`` is the handle under which this caller may attach it within a day."""

    file: str
    name: str
    media_type: str
    kind: str
    size: int
    width: int | None
    height: int | None
