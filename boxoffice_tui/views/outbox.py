"""What faces show of the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SendReport:
    """What a sender did: mails sent, refused for good, put off; and how many wait in all."""

    sent: int
    refused: int
    put_off: int
    waiting: int


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail of the outbox; instants in UTC. `maybe_twice`: it may have reached the reader two times."""

    mail_id: int
    order_id: int | None
    recorded_at: datetime
    template: str
    recipient: str
    state: str
    attempts: int
    sent_at: datetime | None
    maybe_twice: bool
    reply: str
