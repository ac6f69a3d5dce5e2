"""Shipments marked as sent: one, several, or all of an evening's post that wait (issue: Batch)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.progress import counted
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.shipments.noun import MOST_SHIPMENTS, Which, app, tell_change
from boxoffice_tui.cli.shipments.post import SIGNALLED, SKIPPED, Meant, left_out, numbers_of, tell_left_out
from boxoffice_tui.cli.signals import stopping_between
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.shipment_batches import PostSent


@command(app, "mark-sent", N_("Mark shipments as sent: they are locked from now on."), writes=True)
def mark_sent(
    session: Session,
    key: str,
    meant: Meant,
    shipments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SHIPMENT]",
            help=N_("The shipments' numbers (shipments list); else all that wait, by --mode."),
        ),
    ] = None,
    at_version: Annotated[
        str,
        typer.Option(
            "--at-version",
            metavar="VERSION",
            help=N_("Only while the shipment is at this version (shipments show --json); 6 where it is not."),
        ),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Say what would be done, write nothing."))] = (
        False
    ),
) -> int:
    named = shipments or []
    typed.needed(("SHIPMENT", named), ("--mode", meant.mode))
    for name, value in (("--mode", meant.mode), ("--event", meant.event), ("--until", meant.until)):
        typed.exclusive(("SHIPMENT", named), (name, value))
        typed.exclusive(("--at-version", at_version), (name, value))
    typed.exclusive(("--at-version", at_version), ("SHIPMENT SHIPMENT", len(named) > 1))
    if len(named) == 1 and not dry_run:
        _mark_one(session, key, Which(named[0], at_version))
        return 0
    if named:
        return _mark(session, key, _numbered(session, named), len(named), dry_run=dry_run)
    due = meant.due(session, past=True)  # what left in time is marked when somebody comes to it
    from boxoffice_tui.services.shipment_batches import shipments_due

    waiting = ((one.shipment_id, one.number) for one in shipments_due(session.desk, due))
    return _mark(session, key, waiting, due.count, dry_run=dry_run)


def _mark_one(session: Session, key: str, which: Which) -> None:
    """One that is named is done or refused, in its own words."""
    from boxoffice_tui.services import shipment_sending

    shipment_id = which.page(session).row.shipment_id
    changed = shipment_sending.mark_sent(session.desk, key, shipment_id, which.version)
    tell_change(session, changed, key, _("sent"))


def _numbered(session: Session, named: list[str]) -> tuple[tuple[int, int], ...]:
    numbers = [typed.count("SHIPMENT", one, most=MOST_SHIPMENTS) for one in named]
    from boxoffice_tui.services.shipment_batches import post_to_mark

    return post_to_mark(session.desk, numbers)


def _mark(
    session: Session, key: str, shipments: Iterable[tuple[int, int]], count: int, *, dry_run: bool
) -> int:
    """Marks them one after the other, as far as nobody stops it; the exit code."""
    from boxoffice_tui.services.shipment_batches import mark_post_sent

    with ExitStack() as stack:
        come = stack.enter_context(stopping_between())
        progress = stack.enter_context(counted(_("Marking as sent")))
        done = mark_post_sent(
            session.desk,
            key,
            shipments,
            lambda number: progress(number, count),
            lambda: not come(),
            dry_run=dry_run,
        )
        signal = come() if done.left else 0
    answer: dict[str, Any] = {
        "sent": done.sent,
        "sent_before": done.before,
        "skipped": [left_out(session, one) for one in done.skipped],
        "left": done.left,
        "dry_run": dry_run,
        "key": key,
        "training": session.desk.house.training,
    }
    session.answer(answer, lambda sheet: _tell(session, sheet, done, dry_run=dry_run))
    if signal:
        return SIGNALLED + signal
    return SKIPPED if done.skipped else 0


def _tell(session: Session, sheet: Sheet, done: PostSent, *, dry_run: bool) -> None:
    tell_left_out(session, sheet, done.skipped)
    before = str(len(done.before)) if done.before else ""
    sheet.facts(
        [
            (_("Shipments sent"), str(len(done.sent))),
            (_("Sent before"), before),
            (_("Shipments not sent"), numbers_of(one.shipment for one in done.skipped)),
            (_("Not done"), numbers_of(done.left)),
        ]
    )
    if dry_run:
        sheet.line(_("Nothing was written: this was a dry run."))
