"""The media the tickets of products are made on, by type of shipment mode, set up on screen.

A mode whose type has no medium for a product is not offered for its tickets (spec/delivery.md, S).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.delivery import PRODUCT_MEDIA, TICKET_MEDIA
from boxoffice_tui.data.tables.programme import ACTIVITIES, SEASONS
from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import ConflictError, NotFoundError
from boxoffice_tui.services.journal import SetupThing, last_line_about_setup
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.setup.programme import ACTIVITY
from boxoffice_tui.services.transaction import Work, reading, use_case
from boxoffice_tui.views.delivery_setup import MediaSheet, Named, ProductMedia


def media_of_products(desk: Desk) -> MediaSheet:
    """Every activity with its media, the latest season first, and the media there are. Anybody may read."""
    products = (
        sa.select(ACTIVITIES, SEASONS.c.names.label("season"), SEASONS.c.code.label("season_code"))
        .join(SEASONS, SEASONS.c.id == ACTIVITIES.c.season_id)
        .order_by(SEASONS.c.starts_on.desc(), ACTIVITIES.c.id)
    )
    with reading(desk) as connection:
        media = _media(connection)
        rows = connection.execute(products).all()
        known = connection.execute(sa.select(TICKET_MEDIA).order_by(TICKET_MEDIA.c.id)).all()
    return MediaSheet(
        tuple(
            ProductMedia(
                row.code,
                in_language(row.names, desk.language, row.code),
                in_language(row.season, desk.language, row.season_code),
                media.get(row.id, {}),
            )
            for row in rows
        ),
        tuple(Named(row.code, in_language(row.names, desk.language, row.code)) for row in known),
    )


@use_case(Right.SETUP_CHANGE)
def change_media(
    work: Work,
    product: str,
    media: Mapping[ShipmentType, str],
    seen: Mapping[ShipmentType, str] | None = None,
) -> str:
    """Makes the media of a product these: a type that is left out has none. Its code.

    `seen` is what the operator had before their eyes: where it is another meanwhile nothing is done. Raises
    `NotFoundError` (activity, medium), `ConflictError`.
    """
    row = _take(work, product)
    there = _media(work.connection, row.id).get(row.id, {})
    if seen is not None and dict(seen) != there:
        about = (SetupThing(ACTIVITY.name, code=product),)
        raise ConflictError(*last_line_about_setup(work.connection, about, work.now))
    ids = _ids_of(work.connection, media.values())
    changed = [kind for kind in ShipmentType if there.get(kind) != media.get(kind)]
    if changed:
        work.connection.execute(
            sa.delete(PRODUCT_MEDIA).where(
                PRODUCT_MEDIA.c.activity_id == row.id, PRODUCT_MEDIA.c.type.in_(changed)
            )
        )
        rows = [
            {"activity_id": row.id, "type": kind, "medium_id": ids[media[kind]]}
            for kind in changed
            if kind in media
        ]
        if rows:
            work.connection.execute(sa.insert(PRODUCT_MEDIA), rows)
        work.journal(
            "setup_changed",
            section=ACTIVITY.name,
            id=row.id,
            key={"code": product},
            keys=["media"],
            before={kind: there.get(kind) for kind in changed},
            after={kind: media.get(kind) for kind in changed},
        )
    return product


def _take(work: Work, product: str) -> Any:
    query = sa.select(ACTIVITIES.c.id).where(ACTIVITIES.c.code == product).with_for_update(key_share=True)
    row = work.connection.execute(query).first()
    if row is None:
        raise NotFoundError("activity", product)
    return row


def _ids_of(connection: Connection, codes: Iterable[str]) -> dict[str, int]:
    wanted = set(codes)
    query = sa.select(TICKET_MEDIA.c.code, TICKET_MEDIA.c.id).where(TICKET_MEDIA.c.code.in_(wanted))
    found = {row.code: row.id for row in connection.execute(query)}
    for code in sorted(wanted - found.keys()):
        raise NotFoundError("medium", code)
    return found


def _media(connection: Connection, activity_id: int | None = None) -> dict[int, dict[ShipmentType, str]]:
    query = sa.select(PRODUCT_MEDIA.c.activity_id, PRODUCT_MEDIA.c.type, TICKET_MEDIA.c.code).join(
        TICKET_MEDIA, TICKET_MEDIA.c.id == PRODUCT_MEDIA.c.medium_id
    )
    if activity_id is not None:
        query = query.where(PRODUCT_MEDIA.c.activity_id == activity_id)
    found: dict[int, dict[ShipmentType, str]] = {}
    for row in connection.execute(query.order_by(PRODUCT_MEDIA.c.type)):
        found.setdefault(row.activity_id, {})[row.type] = row.code
    return found
