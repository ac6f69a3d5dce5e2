"""A mail recorded in the transaction of what it tells, with all that its bytes depend on (DESIGN.md, Outbox)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.services.order_papers import Holder, domain_of
from boxoffice_tui.services.transaction import Work


@dataclass(frozen=True, slots=True)
class Told:
    """What a mail tells, by which template; `cause` says what it is recorded for, once."""

    template: str
    version: int
    facts: Mapping[str, Any]
    cause: str
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A mail that waits to be sent, or never leaves: its domain is suppressed (spec/delivery.md, Rules, 7)."""

    mail_id: int
    suppressed: bool


def record_mail(work: Work, order: Any, house: Any, recipient: Holder, told: Told) -> Recorded:
    """Writes the mail about an order (its row) to the outbox; `house` is the organisation's row."""
    digest = hashlib.sha256(told.cause.encode()).hexdigest()[:24]
    suppressed = recipient.email.rpartition("@")[2].casefold() in {
        domain.casefold() for domain in house.suppressed_domains
    }
    mail_id = work.insert(
        OUTBOX,
        cause=told.cause,
        order_id=order.id,
        contact_id=told.contact_id or order.contact_id,
        recorded_at=work.now,
        template=told.template,
        template_version=told.version,
        language=recipient.language,
        recipient=recipient.email,
        recipient_name=recipient.name,
        sender=house.email,
        message_id=f"<order-{order.number}-{digest}@{domain_of(house.email)}>",
        facts=told.facts,
        state=MailState.SUPPRESSED if suppressed else MailState.PENDING,
        next_attempt_at=work.now,
    )
    return Recorded(mail_id, suppressed)
