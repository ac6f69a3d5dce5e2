"""What a dossier is offered on each channel, why not, and what the exception would change (spec/delivery.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.delivery import CHANNEL_MODES, SHIPMENT_MODES
from boxoffice_tui.data.tables.organisation import SALES_CHANNELS
from boxoffice_tui.rules import delivery as rule
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.delivery_situation import (
    facts_of,
    kinds_of,
    named,
    recipient,
    situation_of,
    ticket_modes,
    tickets_in,
)
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.dossiers import find_dossier
from boxoffice_tui.services.errors import NotFoundError
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.reference_shipments import reference_of
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.shipments import ChannelOffer, DossierOffers, ExceptionEffect


@dataclass(frozen=True, slots=True)
class _Dossier:
    """A dossier's number, what its decisions are made from, and the channels with the modes they list."""

    number: str
    situation: rule.Situation
    modes: list[Any]
    channels: list[Any]
    listed: Mapping[int, frozenset[str]]


def offers_of_dossier(desk: Desk, number: str, channel: str | None = None) -> DossierOffers:
    """Each mode that carries tickets on each channel, or on `channel`, for what a dossier has still to travel.

    `number` is the dossier's, or that of one of its orders. They go to the contact of its reference shipment, else
    to its own. Raises `NotFoundError` (dossier, channel), `RefusedError` (a number's), `NotAllowedError`.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        dossier = _read(connection, desk, number)
    asked = [one for one in dossier.channels if channel in {None, one.code}]
    if not asked:
        raise NotFoundError("channel", channel)
    return DossierOffers(
        dossier.number,
        tuple(_offer(desk, dossier, there, mode) for there in asked for mode in dossier.modes),
    )


def preview_exception(desk: Desk, number: str, mode: str) -> ExceptionEffect:
    """What opening `mode` on every channel for one dossier would do, before it is done.

    Raises `NotFoundError` (dossier, mode), `RefusedError` (a number's), `NotAllowedError`.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        dossier = _read(connection, desk, number)
    row = next((one for one in dossier.modes if one.code == mode), None)
    if row is None:
        raise NotFoundError("mode", mode)
    names = {one.code: in_language(one.names, desk.language, one.code) for one in dossier.channels}
    listed = {one.code: dossier.listed.get(one.id, frozenset()) for one in dossier.channels}
    effect = rule.preview_exception(facts_of(row), listed, dossier.situation)
    return ExceptionEffect(
        mode=row.code,
        mode_name=in_language(row.names, desk.language, row.code),
        adds_on=tuple(names[code] for code in effect.adds_on),
        no_effect_on=tuple(names[code] for code in effect.no_effect_on),
        last_day=effect.last_day,
    )


def _read(connection: Connection, desk: Desk, number: str) -> _Dossier:
    found = find_dossier(connection, number)
    kept = reference_of(connection, found.id)
    who = recipient(connection, found.contact_id if kept is None else kept.contact_id, found.id)
    carried = kinds_of(connection, tickets_in(found.id))
    lists = sa.select(CHANNEL_MODES.c.channel_id, SHIPMENT_MODES.c.code).join(
        SHIPMENT_MODES, SHIPMENT_MODES.c.id == CHANNEL_MODES.c.mode_id
    )
    listed: dict[int, set[str]] = {}
    for row in connection.execute(lists):
        listed.setdefault(row.channel_id, set()).add(row.code)
    return _Dossier(
        number=found.number,
        situation=situation_of(connection, desk, who, carried, desk.clock.now()),
        modes=ticket_modes(connection),
        channels=list(connection.execute(sa.select(SALES_CHANNELS).order_by(SALES_CHANNELS.c.id)).all()),
        listed={channel: frozenset(codes) for channel, codes in listed.items()},
    )


def _offer(desk: Desk, dossier: _Dossier, channel: Any, mode: Any) -> ChannelOffer:
    there = replace(dossier.situation, channel_modes=dossier.listed.get(channel.id, frozenset()))
    facts = facts_of(mode)
    offer, objection = rule.offer_of(facts, there), rule.objection_to(facts, there)
    return ChannelOffer(
        channel=channel.code,
        channel_name=in_language(channel.names, desk.language, channel.code),
        mode=mode.code,
        mode_name=in_language(mode.names, desk.language, mode.code),
        offered=offer.offered,
        as_exception=offer.as_exception,
        confirmable=offer.confirmable,
        objection=None if objection is None else named(objection, mode, desk.language),
        conditions=rule.explain(facts, there),
    )
