"""A seating plan from a pretix file, with what was laid over it before (spec/archives.md, Seating plans)."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa

from boxoffice_tui.data.importers.seating_plan import PlanFile, parse_plan
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATING_PLANS, SEATS
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.attempt import attempting
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.imports.found import RowBuild, ignore_progress, told
from boxoffice_tui.services.setup.build import Build
from boxoffice_tui.services.setup.file import Category, Plan
from boxoffice_tui.services.setup.plan_drafts import laid_over
from boxoffice_tui.services.setup.plans import write
from boxoffice_tui.services.setup.programme import VENUE
from boxoffice_tui.views.setup import ImportReport, Progress


def import_plan(
    desk: Desk,
    content: bytes,
    code: str,
    venue: str,
    *,
    dry_run: bool = False,
    progress: Progress = ignore_progress,
) -> ImportReport:
    """Makes the plan `code` of a venue as the pretix file `content` draws it; the counts are of seats.

    Accessible, companion and house seats and the categories' codes stay as the setup file gave them; zones
    without numbers come from there only. Raises `NotAllowedError` (imports.run).
    """
    report = ImportReport(dry_run)
    with attempting(desk, Right.IMPORTS_RUN) as attempt:
        parsed = parse_plan(content)
        build = RowBuild(attempt.work)
        venue_id = build.id_of(VENUE, venue, (0, "venue"))
        if parsed.problems:
            problems = told(parsed.problems, build.problems)
            return ImportReport(dry_run, problems=problems, warnings=told(parsed.warnings))
        read = parsed.rows[0]
        progress(0, len(read.seats))
        plan = _plan(build, code, venue, read)
        draft = laid_over(build, plan, read, (0,))
        counts = Counter[str]()
        if draft is not None and venue_id is not None:
            counts = write(build, plan, venue_id, draft, (0,))
        progress(len(read.seats), len(read.seats))
        report = ImportReport(
            dry_run,
            created=counts["created"],
            changed=counts["changed"],
            unchanged=counts["unchanged"],
            problems=tuple(build.problems),
            warnings=told(parsed.warnings),
        )
        attempt.keep = report.written
    return report


def _plan(build: Build, code: str, venue: str, read: PlanFile) -> Plan:
    """The plan as a setup file would name it, with what the database has laid over it already."""
    connection = build.work.connection
    row = connection.execute(sa.select(SEATING_PLANS).where(SEATING_PLANS.c.code == code)).first()
    plan_id = row.id if row else 0
    flagged = connection.execute(
        sa.select(SEATS).where(
            SEATS.c.plan_id == plan_id, sa.or_(SEATS.c.accessible, SEATS.c.companion, SEATS.c.house)
        )
    ).all()
    drawn = {seat.guid for seat in read.seats}
    flagged = [seat for seat in flagged if seat.guid in drawn]
    categories = connection.execute(
        sa.select(SEAT_CATEGORIES)
        .where(SEAT_CATEGORIES.c.plan_id == plan_id)
        .order_by(SEAT_CATEGORIES.c.rank, SEAT_CATEGORIES.c.id)
    )
    names = {category.name for category in read.categories}
    return Plan.model_construct(
        code=code,
        venue=venue,
        name=row.name if row else read.name,
        file=code,
        categories=tuple(
            Category.model_construct(
                code=category.code,
                name=category.name,
                rank=category.rank,
                numbered=category.numbered,
                accessible=category.accessible,
                gauge=category.gauge,
            )
            for category in categories
            if category.name in names or not category.numbered
        ),
        accessible=tuple(seat.guid for seat in flagged if seat.accessible),
        companion=tuple(seat.guid for seat in flagged if seat.companion),
        house=tuple(seat.guid for seat in flagged if seat.house),
    )
