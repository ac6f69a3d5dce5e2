"""Applying a setup file: all or nothing, in one transaction (DESIGN.md, Configuration)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from boxoffice_tui.data.tables.programme import EVENTS, PERFORMANCES
from boxoffice_tui.rules.rights import SYSTEM_OPERATOR, Right
from boxoffice_tui.services.attempt import attempting
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.setup import delivery, house, people, performances, plans, prices, programme
from boxoffice_tui.services.setup.build import Build, Section
from boxoffice_tui.services.setup.cells import CONTINGENT
from boxoffice_tui.services.setup.export_programme import prices as prices_there
from boxoffice_tui.services.setup.file import Setup
from boxoffice_tui.services.setup.parse import Declared, parse_setup
from boxoffice_tui.views.setup import SetupReport

_CODED: tuple[Section, ...] = (
    house.TAX,
    house.FEE,
    house.TILL,
    house.ARTICLE,
    delivery.MODE,
    delivery.MEDIUM,
    delivery.CHANNEL,
    people.OPERATOR,
    people.COMMUNITY,
    programme.VENUE,
    plans.PLAN,
    programme.SEASON,
    programme.ACTIVITY,
    programme.EVENT,
    CONTINGENT,
    prices.AUDIENCE,
    prices.RATE,
)


def apply_setup(desk: Desk, text: str, *, dry_run: bool = False, folder: Path | None = None) -> SetupReport:
    """Makes the organisation as the setup file `text` says; plan files are found beside it, in `folder`.

    Where something is wrong nothing is written and the report lists every problem with line and key; a dry
    run does the same work and keeps nothing. Raises `NotAllowedError` (setup.change; operators.manage where
    operators change).
    """
    report = SetupReport(dry_run)
    with attempting(desk, Right.SETUP_CHANGE) as attempt:
        declared = parse_setup(text, desk.house)
        if isinstance(declared, Declared):
            build = Build(attempt.work, declared.setup, declared.lines, folder)
            _apply(build, declared.setup)
            report = _report(build, dry_run=dry_run)
        else:
            report = SetupReport(dry_run, problems=declared)
        attempt.keep = report.written
    return report


def _apply(build: Build, setup: Setup) -> None:
    house.apply(build, setup)
    delivery.apply(build, setup)
    people.apply(build, setup)
    programme.apply_venues(build, setup)
    plans.apply(build, setup)
    programme.apply(build, setup)
    performances.apply(build, setup)
    prices.apply(build, setup)
    for section in _CODED:
        codes = (item.code for item in getattr(setup, section.name))
        build.leave_alone(section.name, build.ids(section).keys() - {SYSTEM_OPERATOR}, codes)
    there = _performances(build)
    build.leave_alone("performances", there, (f"{one.event}/{one.code}" for one in setup.performances))
    priced = (prices.label(price) for price in prices_there(build.work.connection))
    build.leave_alone("prices", priced, (prices.label(price) for price in setup.prices))


def _performances(build: Build) -> Mapping[str, int]:
    query = sa.select(EVENTS.c.code.label("event"), PERFORMANCES.c.code, PERFORMANCES.c.id).join(
        EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id
    )
    return {f"{row.event}/{row.code}": row.id for row in build.work.connection.execute(query)}


def _report(build: Build, *, dry_run: bool) -> SetupReport:
    return SetupReport(
        dry_run,
        tuple(build.things),
        tuple(build.left_alone),
        tuple(sorted(build.problems, key=lambda problem: problem.line)),
        tuple(build.warnings),
    )
