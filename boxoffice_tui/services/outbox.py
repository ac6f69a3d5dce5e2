"""Sending what the outbox holds: claimed by one sender at a time, rendered outside any transaction.

A mail is recorded exactly once and sent at least once; twice only if the process dies between the server's
acceptance and the mark, and then the row says so (DESIGN.md, Outbox; spec/reliability.md, E1).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.devices.eml import EmlDoor
from boxoffice_tui.devices.protocols import MailDoor, Refused, Uncertain, Unreachable
from boxoffice_tui.documents.mail import DOCUMENT, render
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import safe
from boxoffice_tui.services.confirmation import E_TICKET_FACTS, E_TICKETS
from boxoffice_tui.services.confirmation import FACTS as CONFIRMATION
from boxoffice_tui.services.confirmation import TEMPLATE as ORDER_CONFIRMATION
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.document_facts import PAPER
from boxoffice_tui.services.errors import NotFoundError
from boxoffice_tui.services.transaction import reading, require_held, writing
from boxoffice_tui.views.documents import MailFacts
from boxoffice_tui.views.outbox import MailRow, SendReport
from boxoffice_tui.views.states import OrderState

CLAIM = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
_FACTS: Mapping[str, TypeAdapter[Any]] = {DOCUMENT: PAPER, E_TICKETS: E_TICKET_FACTS}


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A mail this sender holds for a while, under a name of its own."""

    mail_id: int
    holder: str
    attempts: int
    facts: MailFacts


def never() -> bool:
    """The `stopped` of a sender that nobody stops."""
    return False


def send_due(
    desk: Desk, door: MailDoor, *, most: int = 1000, stopped: Callable[[], bool] = never
) -> SendReport:
    """Sends the mails that are due, each once, at most `most`; what could not leave waits longer each time.

    Any number of senders may run at once; one that is `stopped` begins no other mail. Raises
    `NotAllowedError`, `UnavailableError`.
    """
    sent = refused = put_off = 0
    for _ in range(most):
        claimed = None if stopped() else _claim(desk)
        if claimed is None:
            break
        outcome = _send(desk, door, claimed)
        sent += outcome is MailState.SENT
        refused += outcome is MailState.REFUSED
        put_off += outcome is MailState.PENDING
    return SendReport(sent, refused, put_off, waiting(desk))


def door_for(desk: Desk, smtp: MailDoor | None, folder: Path) -> MailDoor:
    """Where mails leave: by `smtp`, else as `.eml` files in `folder`; from a training database only there."""
    return EmlDoor(folder) if smtp is None or desk.house.training else smtp


def waiting(desk: Desk, *, for_at_least: timedelta | None = None) -> int:
    """How many mails are recorded, so long ago where that is said, and not sent yet."""
    query = sa.select(sa.func.count()).select_from(OUTBOX).where(OUTBOX.c.state == MailState.PENDING)
    if for_at_least is not None:
        query = query.where(OUTBOX.c.recorded_at <= desk.clock.now() - for_at_least)
    with reading(desk) as connection:
        return int(connection.execute(query).scalar_one())


def list_mails(desk: Desk, *, order_id: int | None = None, limit: int = 50) -> tuple[MailRow, ...]:
    """The newest mails, of one order where given. Raises `NotAllowedError`."""
    require_held(desk, Right.ORDERS_SEARCH)
    query = sa.select(OUTBOX).order_by(OUTBOX.c.id.desc()).limit(limit)
    if order_id is not None:
        query = query.where(OUTBOX.c.order_id == order_id)
    with reading(desk) as connection:
        return tuple(_row(row) for row in connection.execute(query))


def message_of(desk: Desk, mail_id: int) -> bytes:
    """The bytes of a recorded mail, as it was or will be sent, barcodes too.

    Raises `NotAllowedError`, `NotFoundError` (mail), which one whose contact was erased is as well.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        row = connection.execute(sa.select(OUTBOX).where(OUTBOX.c.id == mail_id)).first()
    if row is None or not row.facts:
        raise NotFoundError("mail", mail_id)
    return render(_facts(row))


def _send(desk: Desk, door: MailDoor, claimed: _Claimed) -> MailState:
    """One attempt; what the mail is after it. A row that cannot be rendered is refused, the others go on."""
    try:
        message = render(claimed.facts)
        reply = door.send(message, claimed.facts.sender, claimed.facts.recipient, claimed.mail_id)
    except Refused as refusal:
        _not_sent(desk, claimed, refusal.reply, final=refusal.permanent)
        return MailState.REFUSED if refusal.permanent else MailState.PENDING
    except Unreachable as unreachable:
        _not_sent(desk, claimed, unreachable.reason)
        return MailState.PENDING
    except Uncertain as uncertain:
        _not_sent(desk, claimed, uncertain.reason, maybe_twice=True)
        return MailState.PENDING
    except (LookupError, ValueError) as fault:
        _not_sent(desk, claimed, f"{type(fault).__name__}: {fault}", final=True)
        return MailState.REFUSED
    _sent(desk, claimed, message, reply)
    return MailState.SENT


def _claim(desk: Desk) -> _Claimed | None:
    holder = secrets.token_hex(8)
    with writing(desk) as work:
        work.require(Right.OUTBOX_SEND)
        free = sa.or_(OUTBOX.c.claimed_until.is_(None), OUTBOX.c.claimed_until <= work.now)
        query = (
            sa.select(OUTBOX)
            .where(OUTBOX.c.state == MailState.PENDING, OUTBOX.c.next_attempt_at <= work.now, free)
            .order_by(OUTBOX.c.next_attempt_at, OUTBOX.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = work.connection.execute(query).first()
        if row is None:
            return None
        died_before = row.claimed_until is not None
        work.connection.execute(
            sa.update(OUTBOX)
            .where(OUTBOX.c.id == row.id)
            .values(
                claimed_by=holder,
                claimed_until=work.now + CLAIM,
                attempts=row.attempts + 1,
                maybe_twice=row.maybe_twice or died_before,
            )
        )
    return _Claimed(row.id, holder, row.attempts + 1, _facts(row))


def _sent(desk: Desk, claimed: _Claimed, message: bytes, reply: str) -> None:
    digest = hashlib.sha256(message).hexdigest()
    with writing(desk) as work:
        _mark(
            work.connection,
            claimed,
            state=MailState.SENT,
            sent_at=work.now,
            sent_hash=digest,
            reply=safe(reply),
        )


def _not_sent(
    desk: Desk, claimed: _Claimed, reply: str, *, final: bool = False, maybe_twice: bool = False
) -> None:
    with writing(desk) as work:
        changes: dict[str, Any] = {"reply": safe(reply)}
        if maybe_twice:
            changes["maybe_twice"] = True
        if final:
            changes["state"] = MailState.REFUSED
        else:
            changes["next_attempt_at"] = _next_attempt(work.now, claimed.attempts)
        if _mark(work.connection, claimed, **changes) and final:
            _call_the_customer(work.connection, claimed.mail_id)
            work.journal("mail_refused", None, mail_id=claimed.mail_id)


def _next_attempt(now: datetime, attempts: int) -> datetime:
    return now + min(LONGEST_WAIT, timedelta(minutes=2 ** min(attempts, 10)))


def _call_the_customer(connection: sa.Connection, mail_id: int) -> None:
    """A refused confirmation is no confirmation: the order, if not cancelled, stands under To finish again.

    So it does when e-tickets that went to somebody else came back. A document that came back may be sent again.
    """
    told = OUTBOX.c.template.in_((ORDER_CONFIRMATION, E_TICKETS))
    confirmed = sa.and_(OUTBOX.c.id == mail_id, told)
    order_id = sa.select(OUTBOX.c.order_id).where(confirmed).scalar_subquery()
    open_ = sa.and_(ORDERS.c.id == order_id, ORDERS.c.state == OrderState.ACTIVE)
    connection.execute(sa.update(ORDERS).where(open_).values(needs_confirmation=True))


def _mark(connection: sa.Connection, claimed: _Claimed, **changes: Any) -> bool:
    """Says what became of a mail; not so when another sender took it over meanwhile: then that one says it."""
    done = connection.execute(
        sa.update(OUTBOX)
        .where(OUTBOX.c.id == claimed.mail_id, OUTBOX.c.claimed_by == claimed.holder)
        .values(claimed_by="", claimed_until=None, **changes)
    )
    return bool(done.rowcount)


def _facts(row: Any) -> MailFacts:
    return MailFacts(
        message_id=row.message_id,
        recipient=row.recipient,
        recipient_name=row.recipient_name,
        sender=row.sender,
        language=row.language,
        template=row.template,
        template_version=row.template_version,
        recorded_at=row.recorded_at,
        told=_FACTS.get(row.template, CONFIRMATION).validate_python(row.facts),
    )


def _row(row: Any) -> MailRow:
    return MailRow(
        mail_id=row.id,
        order_id=row.order_id,
        recorded_at=row.recorded_at,
        template=row.template,
        recipient=row.recipient,
        state=row.state,
        attempts=row.attempts,
        sent_at=row.sent_at,
        maybe_twice=row.maybe_twice,
        reply=row.reply,
    )
