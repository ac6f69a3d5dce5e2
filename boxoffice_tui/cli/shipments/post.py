"""An evening's post: the tickets of many shipments printed, their labels and picking list (issue: Batch)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.files import require_new, write_all_new
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.progress import counted
from boxoffice_tui.cli.sentences import at, sentence
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.shipments.noun import app
from boxoffice_tui.cli.signals import stopping_between
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.locales.translate import N_, _, current, ngettext

if TYPE_CHECKING:
    from boxoffice_tui.views.shipment_batches import LeftOut, PostDue, PostPrinted, PostShipment

SKIPPED, TRY_AGAIN, SIGNALLED = 4, 75, 128
MOST_NAMED = 20
_CSV, _XLSX = ".csv", ".xlsx"


@dataclass(frozen=True, slots=True)
class Meant:
    """The shipments that wait: of a mode, of an event, up to a day."""

    mode: Annotated[
        str,
        typer.Option("--mode", metavar="CODE", help=N_("Those not sent yet by this mode (shipments modes).")),
    ] = ""
    event: Annotated[
        str, typer.Option("--event", metavar="CODE", help=N_("Only those with a ticket for this event."))
    ] = ""
    until: Annotated[
        str,
        typer.Option(
            "--until", metavar="DAY", help=N_("Only those whose first performance is on this day or before.")
        ),
    ] = ""

    def due(self, session: Session, *, past: bool) -> PostDue:
        """What waits now, what is over too where it is asked for. Raises `NotFoundError` (mode, event),
        `UsageProblemError`.
        """
        until = typed.day(session, "--until", self.until)
        from boxoffice_tui.services.shipment_batches import post_due
        from boxoffice_tui.views.shipment_batches import Waiting

        return post_due(session.desk, Waiting(self.mode, self.event, until, past))


@dataclass(frozen=True, slots=True)
class Papers:
    """The files beside the tickets."""

    labels: Annotated[
        str, typer.Option("--labels", metavar="FILE.pdf", help=N_("Write address labels to this new file."))
    ] = ""
    picking: Annotated[
        str,
        typer.Option(
            "--picking",
            metavar="FILE.csv|FILE.xlsx",
            help=N_("Write the list of the tickets to this new file."),
        ),
    ] = ""

    def require(self) -> None:
        """Raises `UsageProblemError` where one of them cannot be written, before anything is printed."""
        if self.picking and not self.picking.lower().endswith((_CSV, _XLSX)):
            raise UsageProblemError(
                "value_malformed", "--picking", text=self.picking, example="picking.csv, picking.xlsx"
            )
        if self.is_workbook:
            from boxoffice_tui.documents.workbook import has_workbooks

            if not has_workbooks():
                raise UsageProblemError("no_workbooks", "--picking")
        if self.labels and self.labels == self.picking:
            raise UsageProblemError("options_exclude", one="--labels", other="--picking")
        for place in filter(None, (self.labels, self.picking)):
            require_new(place)

    @property
    def is_workbook(self) -> bool:
        """Whether the picking list is one."""
        return self.picking.lower().endswith(_XLSX)


@dataclass(slots=True)
class _Run:
    """What was done: printed, or why nothing was; the files; which signal ended it.

    `on_paper`: a printer stood here, and the shipments it did not print, `not_in_files`, have no label either.
    """

    due: PostDue
    printed: PostPrinted
    on_paper: bool = True
    not_in_files: set[int] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    signal: int = 0

    @property
    def exit_code(self) -> int:
        """As DESIGN.md, Errors has it."""
        if self.signal:
            return SIGNALLED + self.signal
        if self.printed.trouble is not None:
            return TRY_AGAIN
        return SKIPPED if self.printed.skipped else 0


@command(
    app,
    "print",
    N_("Print the tickets of all shipments that wait, with their labels and a picking list."),
    writes=True,
)
def print_(
    session: Session,
    key: str,
    meant: Meant,
    papers: Papers,
    past: Annotated[
        bool, typer.Option("--past", help=N_("Also those whose performances are all over."))
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Say what would be done, write nothing."))] = (
        False
    ),
) -> int:
    typed.needed(("--mode", meant.mode))
    due = meant.due(session, past=past)
    from boxoffice_tui.services.shipment_batches import require_on_stock

    require_on_stock(due)
    papers.require()
    if dry_run:
        _tell_dry(session, due)
        return 0
    run = _printed(session, key, due, any((papers.labels, papers.picking)))
    if due.count and not run.signal and run.printed.trouble is None:
        run.files = _write(session, run, papers)
    answer = _answer(session, run, key)
    session.answer(answer, lambda sheet: _tell(session, sheet, run))
    return run.exit_code


def left_out(session: Session, one: LeftOut) -> dict[str, Any]:
    """What was left out, with its sentence."""
    from boxoffice_tui.locales import words

    told = sentence(one.code, one.facts, session.locale, session.zone)
    told = told or words.refusal(one.code, one.facts, session.locale, session.zone)
    return {**asdict(one), "message": told}


def tell_left_out(session: Session, sheet: Sheet, refused: Iterable[LeftOut]) -> None:
    """A line for each."""
    for one in refused:
        place = _("Shipment {number}").format(number=one.shipment)
        sheet.line(at(place, left_out(session, one)["message"]))


def numbers_of(numbers: Iterable[int]) -> str:
    """Shipments in a row."""
    return ", ".join(str(one) for one in numbers)


def _printed(session: Session, key: str, due: PostDue, files: bool) -> _Run:
    """Prints, unless no printer stands here and there are `files` to write instead."""
    from boxoffice_tui.services.errors import RefusedError
    from boxoffice_tui.services.shipment_batches import print_post
    from boxoffice_tui.views.shipment_batches import PostPrinted

    if not due.count:
        return _Run(due, PostPrinted(0))
    with ExitStack() as stack:
        come = stack.enter_context(stopping_between())
        progress = stack.enter_context(counted(_("Printing")))
        try:
            printed = print_post(session.desk, key, due, progress, lambda: not come())
        except RefusedError as refused:
            if refused.code != "no_printer" or not files:
                raise
            told = [_("No ticket printer stands here: no ticket is printed.")]
            return _Run(due, PostPrinted(0), on_paper=False, told=told)
        return _Run(due, printed, signal=come() if printed.not_printed else 0)


def _write(session: Session, run: _Run, papers: Papers) -> dict[str, str]:
    """The files, all or none, and none where no shipment is ready; their places by what they are."""
    contents: dict[str, bytes] = {}
    if next(iter(_ready(session, run)), None) is None:
        return {}
    if papers.labels:
        from boxoffice_tui.documents.label_sheet import label_sheet

        house, now = session.desk.house, session.desk.clock.now()
        shipments = _ready(session, run)
        contents[papers.labels] = label_sheet(
            shipments, house.country, house.language, now, training=house.training
        )
    if papers.picking:
        contents[papers.picking] = _picking(session, run, workbook=papers.is_workbook)
    places = write_all_new(contents)
    kinds = (("labels", papers.labels), ("picking", papers.picking))
    return {kind: places[place] for kind, place in kinds if place}


def _picking(session: Session, run: _Run, *, workbook: bool) -> bytes:
    from boxoffice_tui.documents.picking_list import picking_csv, picking_xlsx

    house, language = session.desk.house, current()
    title = " – ".join((_("Picking list"), _named(session, run.due)))
    if workbook:
        return picking_xlsx(_ready(session, run), title, language, house.country, session.desk.clock.now())
    return picking_csv(_ready(session, run), title, language, house.country)


def _ready(session: Session, run: _Run) -> Iterator[PostShipment]:
    """The shipments an envelope is made for: where a printer stood here, those all on paper."""
    for one in _due(session, run.due):
        if run.on_paper and one.unprinted:
            run.not_in_files.add(one.number)
        else:
            yield one


def _named(session: Session, due: PostDue) -> str:
    """The mode, the event and the day, as far as they were said."""
    from boxoffice_tui.locales import formats

    until = "" if due.which.until is None else formats.local_date(due.which.until, session.locale)
    return " · ".join(filter(None, (due.mode_name, due.event_title, until)))


def _due(session: Session, due: PostDue) -> Iterable[PostShipment]:
    from boxoffice_tui.services.shipment_batches import shipments_due

    return shipments_due(session.desk, due)


def _answer(session: Session, run: _Run, key: str) -> dict[str, Any]:
    printed = run.printed
    return {
        "shipments": run.due.count,
        "tickets_printed": printed.tickets,
        "not_printed": printed.not_printed,
        "skipped": [left_out(session, one) for one in printed.skipped],
        "trouble": None if printed.trouble is None else left_out(session, printed.trouble),
        "over": run.due.left_out,
        "files": run.files,
        "not_in_files": sorted(run.not_in_files),
        "key": key,
        "training": session.desk.house.training,
    }


def _tell(session: Session, sheet: Sheet, run: _Run) -> None:
    printed = run.printed
    for line in run.told:
        sheet.line(line)
    tell_left_out(session, sheet, printed.skipped)
    tell_left_out(session, sheet, filter(None, (printed.trouble,)))
    facts = (
        (_("Shipments"), str(run.due.count)),
        (_("Tickets printed now"), str(printed.tickets)),
        (_("Shipments not printed"), numbers_of(printed.not_printed)),
        (_("Labels"), run.files.get("labels", "")),
        (_("Picking list"), run.files.get("picking", "")),
    )
    sheet.facts(facts)
    if run.not_in_files:
        said = _("Not printed, so neither in the labels nor in the list: {shipments}")
        sheet.line(said.format(shipments=numbers_of(sorted(run.not_in_files))))
    _tell_over(sheet, run.due)
    if run.signal or printed.trouble is not None:
        sheet.line(_("Not whole: no file was written. Say it again to go on; nothing is printed twice."))


def _tell_over(sheet: Sheet, due: PostDue) -> None:
    """Shipments nobody asked for, the first ones by name."""
    if due.left_out:
        named = numbers_of(due.left_out[:MOST_NAMED]) + ("…" if len(due.left_out) > MOST_NAMED else "")
        said = ngettext(
            "{count} shipment is left out, its performances are over (--past prints it too): {shipments}",
            "{count} shipments are left out, their performances are over (--past prints them too): {shipments}",
            len(due.left_out),
        )
        sheet.line(said.format(count=len(due.left_out), shipments=named))


def _tell_dry(session: Session, due: PostDue) -> None:
    shipments = list(_due(session, due))
    rows = [
        {
            "shipment": one.number,
            "order": one.order_number,
            "structure": one.structure,
            "person": one.person,
            "tickets": len(one.tickets),
            "to_print": len(one.unprinted),
        }
        for one in shipments
    ]
    columns = (
        Column(_("Shipment"), right=True),
        Column(_("Order"), whole=True),
        Column(_("Delivery contact")),
        Column(_("Tickets"), right=True),
        Column(_("To print"), right=True),
    )

    def tell(sheet: Sheet) -> None:
        table = [
            (
                str(one.number),
                one.order_number,
                " · ".join(filter(None, (one.structure, one.person))),
                str(len(one.tickets)),
                str(len(one.unprinted)),
            )
            for one in shipments
        ]
        sheet.table(columns, table)
        sheet.facts([(_("Shipments"), str(len(shipments)))])
        _tell_over(sheet, due)
        sheet.line(_("Nothing was written: this was a dry run."))

    answer = {"shipments": rows, "over": due.left_out, "dry_run": True}
    session.answer({**answer, "training": session.desk.house.training}, tell)
