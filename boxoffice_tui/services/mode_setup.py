"""Shipment modes set up on screen: listed with the channels that offer them, added, changed.

What a setup file may say of a mode may be said here, and no more (rules/shipment_modes.py). Nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.errors import UniqueViolationError
from boxoffice_tui.data.tables.delivery import CHANNEL_MODES, SHIPMENT_MODES
from boxoffice_tui.data.tables.organisation import SALES_CHANNELS
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.shipment_modes import (
    ModeRefusal,
    ModeTerms,
    code_objection,
    mode_objections,
    type_objection,
)
from boxoffice_tui.rules.text import safe
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import ConflictError, NotFoundError, RefusedError, insist
from boxoffice_tui.services.journal import SetupThing, last_line_about_setup
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.setup.delivery import CHANNEL, MODE, in_use
from boxoffice_tui.services.transaction import Work, reading, use_case
from boxoffice_tui.views.delivery_setup import ModeRow, ModeSetup, ModeSheet, Named


def modes_set_up(desk: Desk) -> tuple[ModeRow, ...]:
    """All modes in the order they were set up, each with the channels that offer it. Anybody may read."""
    with reading(desk) as connection:
        rows = connection.execute(sa.select(SHIPMENT_MODES).order_by(SHIPMENT_MODES.c.id)).all()
        offered = _offered(connection)
        named = {one.code: one.name for one in _channels(connection, desk.language)}
    return tuple(
        ModeRow(
            mode := _mode_of(row, offered.get(row.id, ()), desk.house.currency),
            in_language(row.names, desk.language, row.code),
            tuple(named[code] for code in mode.channels),
        )
        for row in rows
    )


def mode_sheet(desk: Desk, code: str | None) -> ModeSheet:
    """What the form of a mode shows; without a code that of one to be. Raises `NotFoundError` (mode)."""
    with reading(desk) as connection:
        channels = _channels(connection, desk.language)
        if code is None:
            return ModeSheet(None, False, desk.house.language, channels)
        row = _row(connection, code)
        mode = _read(connection, row, desk.house.currency)
        return ModeSheet(mode, in_use(connection, row.id), desk.house.language, channels)


def add_mode(desk: Desk, key: str, mode: ModeSetup) -> str:
    """Adds a mode, offered on its channels from now on; its code. Raises as `change_mode`.

    Raises `RefusedError` (mode_code_taken, mode_code_malformed) too.
    """
    try:
        return _add_mode(desk, key, mode)
    except UniqueViolationError as violation:
        if violation.table != SHIPMENT_MODES.name:
            raise
        raise RefusedError(ModeRefusal.MODE_CODE_TAKEN, {"mode": mode.code}) from violation


@use_case(Right.SETUP_CHANGE)
def _add_mode(work: Work, mode: ModeSetup) -> str:
    mode = _clean(mode)
    insist(code_objection(mode.code))
    _insist_sound(work, mode)
    for known in work.connection.execute(sa.select(SHIPMENT_MODES.c.code)).scalars():
        if known.casefold() == mode.code.casefold():
            raise RefusedError(ModeRefusal.MODE_CODE_TAKEN, {"mode": known})
    channels = _lock_channels(work, mode.channels)
    mode_id = work.insert(SHIPMENT_MODES, code=mode.code, **_values(mode))
    _offer(work, mode_id, channels.values())
    work.journal(
        "setup_created", section=MODE.name, id=mode_id, key={"code": mode.code}, channels=mode.channels
    )
    return mode.code


@use_case(Right.SETUP_CHANGE)
def change_mode(work: Work, mode: ModeSetup, seen: ModeSetup | None = None) -> str:
    """Makes the mode of this code what is typed, offered on its channels and no other; its code.

    `seen` is what the operator had before their eyes: where the mode has become another meanwhile nothing is
    done. Raises `NotFoundError` (mode, channel), `ConflictError`, `RefusedError` (those of `ModeRefusal`).
    """
    mode = _clean(mode)
    row = _row(work.connection, mode.code, lock=True)
    there = _read(work.connection, row, work.house.currency)
    if seen is not None and seen != there:
        raise ConflictError(*last_line_about_setup(work.connection, _told_by(mode.code), work.now))
    insist(type_objection(mode.code, row.type, mode.type, in_use=_kept(work, row, mode)))
    _insist_sound(work, mode)
    values = _values(mode)
    keys = [name for name, value in values.items() if getattr(row, name) != value]
    if keys:
        changes = {name: values[name] for name in keys}
        work.connection.execute(
            sa.update(SHIPMENT_MODES).where(SHIPMENT_MODES.c.id == row.id).values(changes)
        )
    keys += _change_channels(work, row.id, there.channels, mode.channels)
    if keys:
        work.journal(
            "setup_changed",
            section=MODE.name,
            id=row.id,
            key={"code": mode.code},
            keys=keys,
            before=_facts(there, keys),
            after=_facts(mode, keys),
        )
    return mode.code


def _kept(work: Work, row: Any, mode: ModeSetup) -> bool:
    """Whether its type is to change and cannot; the first shipment by it is waited for, and others wait."""
    if row.type is mode.type:
        return False
    work.connection.execute(sa.select(SHIPMENT_MODES).where(SHIPMENT_MODES.c.id == row.id).with_for_update())
    return in_use(work.connection, row.id)


def _told_by(code: str) -> tuple[SetupThing, ...]:
    """The journal's lines that may tell of a mode: its own, and those of a file about what channels offer."""
    return (SetupThing(MODE.name, code=code), SetupThing(CHANNEL.name, key="modes"))


def _insist_sound(work: Work, mode: ModeSetup) -> None:
    terms = ModeTerms(
        mode.names,
        mode.type,
        mode.tickets,
        mode.documents,
        mode.delay_days,
        mode.needs_address,
        mode.needs_email,
        mode.price.minor,
    )
    for objection in mode_objections(terms, work.house.language):
        insist(objection)


def _clean(mode: ModeSetup) -> ModeSetup:
    """A mode with harmless names, without those left blank; each channel once."""
    names = {language: safe(name).strip() for language, name in mode.names.items()}
    kept = {language: name for language, name in names.items() if name}
    return replace(mode, code=mode.code.strip(), names=kept, channels=tuple(dict.fromkeys(mode.channels)))


def _values(mode: ModeSetup) -> dict[str, object]:
    return {
        "names": dict(mode.names),
        "type": mode.type,
        "handles_tickets": mode.tickets,
        "handles_documents": mode.documents,
        "delay_days": mode.delay_days,
        "destination": mode.destination,
        "needs_address": mode.needs_address,
        "needs_email": mode.needs_email,
        "price_minor": mode.price.minor,
    }


def _facts(mode: ModeSetup, keys: Iterable[str]) -> dict[str, object]:
    """What of a mode may be journalled: codes and numbers, no name that somebody wrote."""
    values = _values(mode) | {"channels": mode.channels}
    return {name: values[name] for name in keys if name != "names"}


def _row(connection: Connection, code: str, *, lock: bool = False) -> Any:
    query = sa.select(SHIPMENT_MODES).where(SHIPMENT_MODES.c.code == code)
    if lock:
        query = query.with_for_update(key_share=True)  # shipments refer to it and need not wait
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError("mode", code)
    return row


def _read(connection: Connection, row: Any, currency: str) -> ModeSetup:
    return _mode_of(row, _offered(connection, row.id).get(row.id, ()), currency)


def _mode_of(row: Any, channels: tuple[str, ...], currency: str) -> ModeSetup:
    return ModeSetup(
        code=row.code,
        names=row.names,
        type=row.type,
        tickets=row.handles_tickets,
        documents=row.handles_documents,
        delay_days=row.delay_days,
        destination=row.destination,
        needs_address=row.needs_address,
        needs_email=row.needs_email,
        price=Money(row.price_minor, currency),
        channels=channels,
    )


def _channels(connection: Connection, language: str) -> tuple[Named, ...]:
    rows = connection.execute(sa.select(SALES_CHANNELS).order_by(SALES_CHANNELS.c.id))
    return tuple(Named(row.code, in_language(row.names, language, row.code)) for row in rows)


def _offered(connection: Connection, mode_id: int | None = None) -> Mapping[int, tuple[str, ...]]:
    """The codes of the channels that offer each mode, or one."""
    query = (
        sa.select(CHANNEL_MODES.c.mode_id, SALES_CHANNELS.c.code)
        .join(SALES_CHANNELS, SALES_CHANNELS.c.id == CHANNEL_MODES.c.channel_id)
        .order_by(SALES_CHANNELS.c.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(
        query if mode_id is None else query.where(CHANNEL_MODES.c.mode_id == mode_id)
    ):
        found[row.mode_id] = (*found.get(row.mode_id, ()), row.code)
    return found


def _change_channels(work: Work, mode_id: int, old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    """Offers a mode on these channels and no other; what changed."""
    gone, come = set(old) - set(new), set(new) - set(old)
    if not gone | come:
        return []
    channels = _lock_channels(work, gone | come)
    ids = [channels[code] for code in gone]
    work.connection.execute(
        sa.delete(CHANNEL_MODES).where(
            CHANNEL_MODES.c.mode_id == mode_id, CHANNEL_MODES.c.channel_id.in_(ids)
        )
    )
    _offer(work, mode_id, (channels[code] for code in come))
    return ["channels"]


def _lock_channels(work: Work, codes: Iterable[str]) -> dict[str, int]:
    """The ids of channels by code, locked in the order of their ids. Raises `NotFoundError` (channel)."""
    wanted = set(codes)
    query = (
        sa.select(SALES_CHANNELS.c.id, SALES_CHANNELS.c.code)
        .where(SALES_CHANNELS.c.code.in_(wanted))
        .order_by(SALES_CHANNELS.c.id)
        .with_for_update(key_share=True)
    )
    found = {row.code: row.id for row in work.connection.execute(query)}
    for code in sorted(wanted - found.keys()):
        raise NotFoundError("channel", code)
    return found


def _offer(work: Work, mode_id: int, channel_ids: Iterable[int]) -> None:
    rows = [{"channel_id": channel_id, "mode_id": mode_id} for channel_id in channel_ids]
    if rows:
        work.connection.execute(sa.insert(CHANNEL_MODES), rows)
