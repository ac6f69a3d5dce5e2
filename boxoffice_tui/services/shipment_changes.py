"""Shipment modification: mode, contact and exception of a shipment, of all of it or of some tickets.

spec/delivery.md, Shipment modification and Rules: the reference is updated in place; of the others what is printed
stays and what is sent is locked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.tables.delivery import SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDER_FEES, TICKETS
from boxoffice_tui.rules import shipments as rule
from boxoffice_tui.rules.delivery import DeliveryRefusal
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import contacts, delivery, ledger, orders
from boxoffice_tui.services.delivery_situation import (
    Recipient,
    kinds_of,
    recipient,
    require_offered,
    tickets_of,
)
from boxoffice_tui.services.document_modes import holds_documents, mode_for
from boxoffice_tui.services.errors import ConflictError, NotFoundError, RefusedError, insist
from boxoffice_tui.services.reference_shipments import change_reference
from boxoffice_tui.services.shipment_rows import next_version, told, way
from boxoffice_tui.services.ticket_prints import open_papers, require_known
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.shipments import ShipmentChange, ShipmentRequest
from boxoffice_tui.views.states import ShipmentState

_ROW = sa.select(
    SHIPMENTS, SHIPMENT_MODES.c.code.label("mode"), SHIPMENT_MODES.c.type.label("mode_type")
).join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id)


@use_case(Right.SHIPMENTS_CHANGE)
def change_shipment(
    work: Work, shipment_id: int, version: int | None, wanted: ShipmentRequest
) -> ShipmentChange:
    """Changes how a shipment goes, where that differs from how it went; no mail is sent.

    The reference is updated in place, its exception with a right of its own. Of a shipment that was not sent the
    tickets that are not printed go by the new mode, whose fee replaces the old one where all of them go; where some
    stay, or some alone were chosen, the others get a shipment of their own. The mode need not be the channel's; one
    that stays is not decided anew, where it goes to is.
    Raises `RefusedError` (delivery reasons, those of rules/shipments.py, contact_erased, ticket_printing,
    ticket_in_doubt), `NotAllowedError` (shipments.exception), `NotFoundError` (shipment, contact), `ConflictError`.
    """
    _hold(work, shipment_id)
    contact_id = wanted.contact_id
    if contact_id is not None:  # held before the shipment, as by who merges contacts
        contact_id = contacts.take_current(work, contact_id)
    row = _lock(work, shipment_id, version)
    chosen = wanted.ticket_ids
    insist(
        rule.change_objection(
            row.number, row.state, to_the_row=chosen is not None, exception=bool(wanted.exception)
        )
    )
    wanted = replace(wanted, mode=wanted.mode or row.mode, contact_id=contact_id or row.contact_id)
    if row.state == ShipmentState.REFERENCE:
        return _change_reference(work, row, wanted)
    same_mode = wanted.mode == row.mode
    parts = rule.split(row.number, _lines_on_paper(work, row.id), chosen, same_mode=same_mode)
    if isinstance(parts, Objection):
        raise _refused(work, row, chosen, parts)
    deciding = [] if same_mode else kinds_of(work.connection, TICKETS.c.id.in_(parts.moving))
    mode, who = _confirmable(work, row, wanted, deciding)
    if not parts.staying:
        return _change_in_place(work, row, mode, who, parts.moving)
    if chosen is None and _same(row, mode, who):
        return answer(work, row.id)
    return _split_off(work, row, mode, who, parts.moving)


def take(work: Work, shipment_id: int, version: int | None) -> Any:
    """Locks a shipment after its dossier and order; its row with the mode's code and type.

    `version` is what the operator saw. Raises `NotFoundError` (shipment), `ConflictError`.
    """
    _hold(work, shipment_id)
    return _lock(work, shipment_id, version)


def _hold(work: Work, shipment_id: int) -> None:
    """Locks the order of a shipment, or the dossier of one that has none."""
    found = row_of(work.connection, shipment_id)
    if found.order_id is not None:
        orders.take(work, found.order_id, None)
    else:
        its = sa.select(DOSSIERS.c.id).where(DOSSIERS.c.id == found.dossier_id)
        work.connection.execute(its.with_for_update())


def _lock(work: Work, shipment_id: int, version: int | None) -> Any:
    row = work.connection.execute(
        _ROW.where(SHIPMENTS.c.id == shipment_id).with_for_update(of=SHIPMENTS)
    ).one()
    if version is not None and row.version != version:
        who = sa.select(OPERATORS.c.code).where(OPERATORS.c.id == row.changed_by)
        raise ConflictError(work.connection.execute(who).scalar_one(), row.changed_at)
    return row


def row_of(connection: Connection, shipment_id: int) -> Any:
    """A shipment's row with the mode's code and type. Raises `NotFoundError` (shipment)."""
    found = connection.execute(_ROW.where(SHIPMENTS.c.id == shipment_id)).first()
    if found is None:
        raise NotFoundError("shipment", shipment_id)
    return found


def lines_of(connection: Connection, shipment_id: int) -> list[Any]:
    """The live tickets of a shipment, with how often each was printed."""
    query = sa.select(TICKETS.c.id, TICKETS.c.printed).where(
        TICKETS.c.shipment_id == shipment_id, LIVE_TICKET
    )
    return list(connection.execute(query.order_by(TICKETS.c.id)).all())


@dataclass(frozen=True, slots=True)
class _Line:
    """A live ticket; `printed` is how many papers of it there are, or may be."""

    id: int
    printed: int


def _lines_on_paper(work: Work, shipment_id: int) -> list[_Line]:
    """As `lines_of`, with the papers that may come out yet, or nobody knows of."""
    lines = lines_of(work.connection, shipment_id)
    open_ = open_papers(work.connection, [line.id for line in lines], work.now)
    return [_Line(line.id, line.printed + (line.id in open_)) for line in lines]


def _refused(work: Work, row: Any, chosen: Collection[int] | None, why: Objection) -> RefusedError:
    """Why nothing moves; where it is for a paper that may come out yet, or nobody knows of, that is raised."""
    if why.code == DeliveryRefusal.TICKETS_PRINTED:
        lines = [line.id for line in lines_of(work.connection, row.id) if not line.printed]
        require_known(work, [one for one in lines if chosen is None or one in chosen])
    return RefusedError(why.code, why.facts)


def leave(work: Work, shipment_id: int, **changes: object) -> ShipmentChange:
    """Gives a shipment its next version, with `changes` and the stamp of who made them."""
    next_version(work, [shipment_id], **changes)
    return answer(work, shipment_id)


def answer(work: Work, shipment_id: int, made: int | None = None) -> ShipmentChange:
    """What a change answers; `made` is the number of the shipment it made."""
    columns = sa.select(SHIPMENTS.c.number, SHIPMENTS.c.version)
    row = work.connection.execute(columns.where(SHIPMENTS.c.id == shipment_id)).one()
    return ShipmentChange(shipment_id, row.number, row.version, made)


def _confirmable(
    work: Work, row: Any, wanted: ShipmentRequest, deciding: Collection[Any]
) -> tuple[Any, Recipient]:
    """The mode and where it goes to, decided anew at commit, on any channel, by the tickets `deciding`."""
    code = wanted.mode or row.mode
    who = recipient(work.connection, wanted.contact_id, row.dossier_id)
    needs = work.connection.execute(sa.select(SHIPMENT_MODES).where(SHIPMENT_MODES.c.code == code)).first()
    as_it_is = who.contact_id == row.contact_id
    if _without(wanted.with_email, as_it_is and not row.email_id, needs is not None and needs.needs_email):
        who = replace(who, email_id=None)
    if _without(wanted.with_address, as_it_is and not row.address_id, needs is not None and needs.needs_address):
        who = replace(who, address_id=None)
    if holds_documents(work.connection, row.id):
        return mode_for(work, who, code), who
    return require_offered(work, who, deciding, code, on_any=True), who


def _without(asked: bool | None, had_none: bool, needed: bool) -> bool:
    """Whether a shipment goes without the contact's e-mail or address."""
    return had_none and not needed if asked is None else not asked


def _change_reference(work: Work, row: Any, wanted: ShipmentRequest) -> ShipmentChange:
    exception = row.exception if wanted.exception is None else wanted.exception
    judged = wanted.mode != row.mode or exception != row.exception
    deciding = kinds_of(work.connection, tickets_of(row)) if judged else []
    mode, who = _confirmable(work, row, wanted, deciding)
    if not _same(row, mode, who) or exception != row.exception:
        change_reference(work, row, mode, who, exception=exception)
    return answer(work, row.id)


def _change_in_place(
    work: Work, row: Any, mode: Any, who: Recipient, ticket_ids: Collection[int]
) -> ShipmentChange:
    """The same shipment under its number, by another mode or to somebody else."""
    if _same(row, mode, who):
        return answer(work, row.id)
    if mode.id != row.mode_id and ticket_ids:  # documents travel free of charge
        ledger.give_back_fees(work, row.order_id, ORDER_FEES.c.shipment_id == row.id, ":shipments")
        delivery.charge(work, row.order_id, row.id, mode.price_minor)
    changed = leave(work, row.id, **way(mode, who))
    _tell(work, row, mode, who, ticket_ids)
    return changed


def _split_off(
    work: Work, row: Any, mode: Any, who: Recipient, ticket_ids: Collection[int]
) -> ShipmentChange:
    """A shipment of their own for these tickets; the others stay where they are."""
    made = delivery.make_shipment(work, row.dossier_id, row.order_id, mode, who)
    moved = sa.update(TICKETS).where(TICKETS.c.id.in_(ticket_ids))
    work.connection.execute(moved.values(shipment_id=made.id))
    leave(work, row.id)
    _tell(work, row, mode, who, ticket_ids, made=made.id)
    return answer(work, row.id, made.number)


def _tell(
    work: Work, row: Any, mode: Any, who: Recipient, ticket_ids: Collection[int], made: int | None = None
) -> None:
    facts = told(row.id, mode, who)
    work.journal("shipment_changed", row.order_id, ticket_ids=list(ticket_ids), made_id=made, **facts)
    if ticket_ids:
        orders.leave(work, row.order_id, needs_confirmation=True)


def _same(row: Any, mode: Any, who: Recipient) -> bool:
    return all(getattr(row, name) == value for name, value in way(mode, who).items())
