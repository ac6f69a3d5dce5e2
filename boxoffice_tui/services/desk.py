"""The desk: who acts, when, from where. Every service takes it first; nothing else reads the wall clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from boxoffice_tui.data.database import Database

HEARD_FOR = timedelta(seconds=3)
"""How long a read relies on what the database said of the operator: one question in so much time, not one a key."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A running clock; `ahead` seconds from the machine's own, not zero only in training databases."""

    ahead: float = 0.0

    @staticmethod
    def started_at(instant: datetime) -> Clock:
        """A clock that shows `instant` (aware) now and runs on from there."""
        return Clock((instant - datetime.now(UTC)).total_seconds())

    def now(self) -> datetime:
        """The instant, aware UTC."""
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + self.ahead, UTC)


@dataclass(frozen=True, slots=True)
class House:
    """What of the organisation every service needs; currency is ISO 4217, zone an IANA name.

    Cash goes in multiples of `cash_step` minor units.
    """

    name: str
    country: str
    currency: str
    zone: ZoneInfo
    language: str
    tax_included: bool
    tickets_per_order: int | None
    hold_minutes: int
    training: bool
    cash_step: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an operator, or the system's due work (`operator_id` of the system operator).

    `rights` is what the operator held when the desk was opened, for faces; services ask the database (`Heard`).
    """

    operator_id: int
    code: str
    name: str
    rights: frozenset[str]
    language: str
    till_id: int | None = None
    till: str = ""


@dataclass(slots=True, eq=False)
class Heard:
    """The rights of the actor as the database said last, and when; nothing yet where `at` is None.

    Every copy of a desk shares it: whoever reads first after `HEARD_FOR` asks for all.
    """

    rights: frozenset[str] = frozenset()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Actor, channel, clock, language and database of what is done, and the system account it is done on.

    `till` is the code of the till that stands here, whoever sits down; without one each operator's own counts.
    """

    database: Database
    house: House
    actor: Actor
    channel_id: int
    language: str
    clock: Clock = field(default_factory=Clock)
    account: str = ""
    heard: Heard = field(default_factory=Heard)
    till: str | None = None

    def must_ask(self) -> bool:
        """Whether it is time to ask the database again who acts here, and with what rights."""
        at = self.heard.at
        return at is None or abs(self.clock.now() - at) >= HEARD_FOR
