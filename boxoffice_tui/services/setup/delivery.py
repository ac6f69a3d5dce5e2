"""Shipment modes, ticket media, and the sales channels that offer the modes (spec/delivery.md, Objects)."""

from __future__ import annotations

from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.delivery import CHANNEL_MODES, SHIPMENT_MODES, SHIPMENTS, TICKET_MEDIA
from boxoffice_tui.data.tables.organisation import SALES_CHANNELS
from boxoffice_tui.rules.shipment_modes import (
    PART_OF,
    ModeRefusal,
    ModeTerms,
    mode_objections,
    type_objection,
)
from boxoffice_tui.services.setup.build import Build, Key, Links, Section, listed
from boxoffice_tui.services.setup.file import Channel, Mode, Named, Setup
from boxoffice_tui.services.setup.lines import Path

MODE = Section("modes", SHIPMENT_MODES)
MEDIUM = Section("media", TICKET_MEDIA)
CHANNEL = Section(
    "channels", SALES_CHANNELS, links=(Links("modes", CHANNEL_MODES, "channel_id", ("mode_id",)),)
)


def apply(build: Build, setup: Setup) -> None:
    """Applies the sections of this file."""
    _check_modes(build, setup)
    build.put(MODE, listed(MODE, setup.modes, _mode))
    build.put(MEDIUM, listed(MEDIUM, setup.media, lambda medium, _: {"names": medium.name}))
    build.put(CHANNEL, listed(CHANNEL, setup.channels, _channel, partial(_offers, build)))


def export(connection: Connection) -> dict[str, Any]:
    """These sections as the database has them."""
    offered = (
        sa.select(CHANNEL_MODES.c.channel_id, SHIPMENT_MODES.c.code)
        .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == CHANNEL_MODES.c.mode_id)
        .order_by(SHIPMENT_MODES.c.id)
    )
    modes: dict[int, list[str]] = {}
    for row in connection.execute(offered):
        modes.setdefault(row.channel_id, []).append(row.code)
    return {
        "modes": [
            Mode.model_construct(
                code=row.code,
                name=row.names,
                type=row.type,
                tickets=row.handles_tickets,
                documents=row.handles_documents,
                delay_days=row.delay_days,
                destination=row.destination,
                needs_address=row.needs_address,
                needs_email=row.needs_email,
                price=row.price_minor,
            )
            for row in connection.execute(sa.select(SHIPMENT_MODES).order_by(SHIPMENT_MODES.c.id))
        ],
        "media": named(connection, TICKET_MEDIA),
        "channels": [
            Channel.model_construct(
                code=row.code,
                name=row.names,
                origin=row.origin,
                platform=row.platform,
                modes=tuple(modes.get(row.id, ())),
            )
            for row in connection.execute(sa.select(SALES_CHANNELS).order_by(SALES_CHANNELS.c.id))
        ],
    }


def in_use(connection: Connection, mode_id: int) -> bool:
    """Whether a shipment goes by a mode, or went."""
    query = sa.select(SHIPMENTS.c.id).where(SHIPMENTS.c.mode_id == mode_id).limit(1)
    return connection.execute(query).first() is not None


def named(connection: Connection, table: sa.Table) -> list[Named]:
    """The things of a table that have a code and names only."""
    rows = connection.execute(sa.select(table.c.code, table.c.names).order_by(table.c.id))
    return [Named.model_construct(code=row.code, name=row.names) for row in rows]


def _check_modes(build: Build, setup: Setup) -> None:
    """Notes what a mode may not be, and another type of one that is in use."""
    said = setup.organisation.language if setup.organisation is not None else None
    language = said or build.work.house.language
    query = sa.select(SHIPMENT_MODES.c.id, SHIPMENT_MODES.c.code, SHIPMENT_MODES.c.type)
    there = {row.code: row for row in build.work.connection.execute(query)}
    for position, mode in enumerate(setup.modes):
        objections = list(mode_objections(_terms(mode), language))
        row = there.get(mode.code)
        if row is not None and row.type is not mode.type:
            used = in_use(build.work.connection, row.id)
            kept = type_objection(mode.code, row.type, mode.type, in_use=used)
            objections += [kept] if kept is not None else []
        for one in objections:
            build.problem((MODE.name, position, PART_OF[ModeRefusal(one.code)]), one.code, **one.facts)


def _terms(mode: Mode) -> ModeTerms:
    return ModeTerms(
        {str(language): name for language, name in mode.name.items()},
        mode.type,
        mode.tickets,
        mode.documents,
        mode.delay_days,
        mode.needs_address,
        mode.needs_email,
        mode.price,
    )


def _offers(build: Build, channel: Channel, path: Path) -> dict[str, frozenset[Key]]:
    ids = (build.id_of(MODE, code, (*path, "modes", place)) for place, code in enumerate(channel.modes))
    return {"modes": frozenset((mode_id,) for mode_id in ids if mode_id is not None)}


def _mode(mode: Mode, _path: Path) -> dict[str, object]:
    return {
        "names": mode.name,
        "type": mode.type,
        "handles_tickets": mode.tickets,
        "handles_documents": mode.documents,
        "delay_days": mode.delay_days,
        "destination": mode.destination,
        "needs_address": mode.needs_address,
        "needs_email": mode.needs_email,
        "price_minor": mode.price,
    }


def _channel(channel: Channel, _path: Path) -> dict[str, object]:
    return {"names": channel.name, "origin": channel.origin, "platform": channel.platform}
