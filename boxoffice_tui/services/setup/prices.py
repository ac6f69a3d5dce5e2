"""Audience categories, rates and prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from boxoffice_tui.data.tables.programme import AUDIENCE_CATEGORIES, EVENTS, PERFORMANCES, PRICES, RATES
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATING_PLANS
from boxoffice_tui.services.setup.build import Build, Section, Wanted, listed
from boxoffice_tui.services.setup.file import Price, Rate, Setup
from boxoffice_tui.services.setup.house import check_days
from boxoffice_tui.services.setup.lines import Path
from boxoffice_tui.services.setup.performances import PERFORMANCE
from boxoffice_tui.services.setup.plans import PLAN
from boxoffice_tui.services.setup.programme import EVENT
from boxoffice_tui.services.setup.reasons import SetupReason

AUDIENCE = Section("audiences", AUDIENCE_CATEGORIES)
RATE = Section("rates", RATES)
PRICE = Section(
    "prices",
    PRICES,
    key=("event_id", "performance_id", "category_id", "rate_id", "promotion", "valid_from"),
)


@dataclass(frozen=True, slots=True)
class _Places:
    """What a price may name: categories by plan and code, plans by event, performances by event and code."""

    categories: Mapping[str, Mapping[str, int]]
    plans: Mapping[str, frozenset[str]]
    performances: Mapping[tuple[str, str], tuple[int, str]]


def apply(build: Build, setup: Setup) -> None:
    """Applies the sections of this file."""
    build.put(AUDIENCE, listed(AUDIENCE, setup.audiences, lambda one, _: {"names": one.name}))
    build.put(RATE, listed(RATE, setup.rates, lambda rate, path: _rate(build, rate, path)))
    if not setup.prices:
        return
    places = _places(build)
    wanted = (
        _price(build, price, places, (PRICE.name, position)) for position, price in enumerate(setup.prices)
    )
    build.put(PRICE, [one for one in wanted if one is not None])


def label(price: Price) -> str:
    """How reports name a price, which has no code."""
    where = "/".join(part for part in (price.event, price.performance) if part)
    words = (where, price.category, price.rate, price.promotion, str(price.valid_from or ""))
    return " ".join(word for word in words if word)


def _rate(build: Build, rate: Rate, path: Path) -> dict[str, object] | None:
    audience_id = build.id_of(AUDIENCE, rate.audience, (*path, "audience"))
    if audience_id is None:
        return None
    return {"names": rate.name, "rank": rate.rank, "audience_category_id": audience_id}


def _price(build: Build, price: Price, places: _Places, path: Path) -> Wanted | None:
    check_days(build, path, price.valid_from, price.valid_until)
    event_id = build.id_of(EVENT, price.event, (*path, "event"))
    rate_id = build.id_of(RATE, price.rate, (*path, "rate"))
    performance = places.performances.get((price.event, price.performance or ""), (None, ""))
    if price.performance and performance[0] is None:
        name = f"{price.event}/{price.performance}"
        unknown = SetupReason.CODE_UNKNOWN
        build.problem((*path, "performance"), unknown, section=PERFORMANCE.name, name=name)
    category_id = _category(build, price, performance[1], places, (*path, "category"))
    if event_id is None or rate_id is None or category_id is None:
        return None
    key = (event_id, performance[0], category_id, rate_id, price.promotion, price.valid_from)
    return Wanted(key, label(price), path, {"amount_minor": price.amount, "valid_until": price.valid_until})


def _category(build: Build, price: Price, plan: str, places: _Places, path: Path) -> int | None:
    """The category of the plan named, or of the only plan of the event that has one of that code."""
    named = price.plan or plan
    among = {named} if named else places.plans.get(price.event, frozenset())
    having = sorted(one for one in among if price.category in places.categories.get(one, {}))
    if len(having) == 1:
        return places.categories[having[0]][price.category]
    if having:
        plans = ", ".join(having)
        build.problem(path, SetupReason.CATEGORY_AMBIGUOUS, name=price.category, plans=plans)
    elif build.is_whole(PLAN):
        build.problem(path, SetupReason.CODE_UNKNOWN, section="categories", name=price.category)
    return None


def _places(build: Build) -> _Places:
    connection = build.work.connection
    categories: defaultdict[str, dict[str, int]] = defaultdict(dict)
    query = sa.select(SEATING_PLANS.c.code.label("plan"), SEAT_CATEGORIES.c.code, SEAT_CATEGORIES.c.id).join(
        SEATING_PLANS, SEATING_PLANS.c.id == SEAT_CATEGORIES.c.plan_id
    )
    for one in connection.execute(query):
        categories[one.plan][one.code] = one.id
    played = (
        sa.select(
            EVENTS.c.code.label("event"),
            PERFORMANCES.c.id,
            PERFORMANCES.c.code,
            SEATING_PLANS.c.code.label("plan"),
        )
        .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        .join(SEATING_PLANS, SEATING_PLANS.c.id == PERFORMANCES.c.plan_id, isouter=True)
    )
    plans: defaultdict[str, set[str]] = defaultdict(set)
    performances = {}
    for row in connection.execute(played):
        performances[row.event, row.code] = (row.id, row.plan or "")
        if row.plan:
            plans[row.event].add(row.plan)
    return _Places(categories, {event: frozenset(its) for event, its in plans.items()}, performances)
