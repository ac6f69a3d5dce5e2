"""Venues, seasons, activities with their ticket media, and events."""

from __future__ import annotations

from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.delivery import PRODUCT_MEDIA, TICKET_MEDIA
from boxoffice_tui.data.tables.programme import ACTIVITIES, EVENTS, SEASONS
from boxoffice_tui.data.tables.venues import VENUES
from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.services.setup.build import Build, Key, Links, Section, listed
from boxoffice_tui.services.setup.delivery import MEDIUM
from boxoffice_tui.services.setup.file import Activity, Event, Season, Setup, Venue
from boxoffice_tui.services.setup.house import check_days
from boxoffice_tui.services.setup.lines import Path

VENUE = Section("venues", VENUES)
SEASON = Section("seasons", SEASONS)
ACTIVITY = Section(
    "activities",
    ACTIVITIES,
    links=(Links("media", PRODUCT_MEDIA, "activity_id", ("type", "medium_id")),),
)
EVENT = Section("events", EVENTS)


def apply(build: Build, setup: Setup) -> None:
    """Applies the sections of this file but the venues, which the plans need before."""
    for position, season in enumerate(setup.seasons):
        check_days(build, (SEASON.name, position), season.starts_on, season.ends_on)
    build.put(SEASON, listed(SEASON, setup.seasons, _season))
    build.put(
        ACTIVITY, listed(ACTIVITY, setup.activities, partial(_activity, build), partial(_made_on, build))
    )
    build.put(EVENT, listed(EVENT, setup.events, partial(_event, build)))


def apply_venues(build: Build, setup: Setup) -> None:
    """Applies the venues."""
    build.put(VENUE, listed(VENUE, setup.venues, _venue))


def export(connection: Connection) -> dict[str, Any]:
    """These sections as the database has them."""
    activities = sa.select(ACTIVITIES, SEASONS.c.code.label("season")).join(
        SEASONS, SEASONS.c.id == ACTIVITIES.c.season_id
    )
    events = sa.select(EVENTS, ACTIVITIES.c.code.label("activity")).join(
        ACTIVITIES, ACTIVITIES.c.id == EVENTS.c.activity_id
    )
    media = _media(connection)
    return {
        "venues": [
            Venue.model_construct(
                code=row.code, name=row.name, country=row.country, zone=row.zone, address=row.address
            )
            for row in connection.execute(sa.select(VENUES).order_by(VENUES.c.id))
        ],
        "seasons": [
            Season.model_construct(
                code=row.code, name=row.names, starts_on=row.starts_on, ends_on=row.ends_on
            )
            for row in connection.execute(sa.select(SEASONS).order_by(SEASONS.c.id))
        ],
        "activities": [
            Activity.model_construct(
                code=row.code, name=row.names, season=row.season, media=media.get(row.id, {})
            )
            for row in connection.execute(activities.order_by(ACTIVITIES.c.id))
        ],
        "events": [
            Event.model_construct(code=row.code, title=row.title, activity=row.activity)
            for row in connection.execute(events.order_by(EVENTS.c.id))
        ],
    }


def _media(connection: Connection) -> dict[int, dict[ShipmentType, str]]:
    query = sa.select(PRODUCT_MEDIA.c.activity_id, PRODUCT_MEDIA.c.type, TICKET_MEDIA.c.code).join(
        TICKET_MEDIA, TICKET_MEDIA.c.id == PRODUCT_MEDIA.c.medium_id
    )
    media: dict[int, dict[ShipmentType, str]] = {}
    for row in connection.execute(query.order_by(PRODUCT_MEDIA.c.type)):
        media.setdefault(row.activity_id, {})[row.type] = row.code
    return media


def _activity(build: Build, activity: Activity, path: Path) -> dict[str, object] | None:
    season_id = build.id_of(SEASON, activity.season, (*path, "season"))
    return None if season_id is None else {"names": activity.name, "season_id": season_id}


def _made_on(build: Build, activity: Activity, path: Path) -> dict[str, frozenset[Key]]:
    media: set[Key] = set()
    for kind, code in activity.media.items():
        medium_id = build.id_of(MEDIUM, code, (*path, "media", kind.value))
        if medium_id is not None:
            media.add((kind, medium_id))
    return {"media": frozenset(media)}


def _event(build: Build, event: Event, path: Path) -> dict[str, object] | None:
    activity_id = build.id_of(ACTIVITY, event.activity, (*path, "activity"))
    return None if activity_id is None else {"title": event.title, "activity_id": activity_id}


def _venue(venue: Venue, _path: Path) -> dict[str, object]:
    return {"name": venue.name, "country": venue.country, "zone": venue.zone, "address": venue.address}


def _season(season: Season, _path: Path) -> dict[str, object]:
    return {"names": season.name, "starts_on": season.starts_on, "ends_on": season.ends_on}
