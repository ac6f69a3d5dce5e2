"""`boxoffice performances`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.catalogue import PerformanceChoice, PerformanceOffer

app = noun()


@command(app, "list", N_("The performances, in the order of their dates, with what is left of each."))
def list_performances(
    session: Session,
    event: Annotated[str, typer.Option("--event", metavar="CODE", help=N_("Of this event only."))] = "",
    past: Annotated[bool, typer.Option("--past", help=N_("Past ones too."))] = False,
) -> None:
    from boxoffice_tui.services.catalogue import performances_of

    found = performances_of(session.desk, past=past)
    chosen = [one for one in found if event in {"", one.event_code}]
    session.answer({"performances": chosen}, lambda sheet: _tell_list(session, sheet, chosen))


@command(app, "show", N_("What a performance sells: categories, rates and today's prices."))
def show(
    session: Session,
    performance: Annotated[
        str, typer.Argument(metavar="EVENT/PERFORMANCE", help=N_("The performance, by its codes."))
    ],
) -> None:
    from boxoffice_tui.services.catalogue import find_performance, offer_of

    offer = offer_of(session.desk, find_performance(session.desk, performance))
    session.answer(offer, lambda sheet: _tell_offer(session, sheet, offer))


def _tell_list(session: Session, sheet: Sheet, performances: list[PerformanceChoice]) -> None:
    columns = (
        Column(_("Code"), whole=True),
        Column(_("Event")),
        Column(_("Starts")),
        Column(_("Venue"), spare=1),
        Column(_("Left"), right=True),
        Column(_("State")),
    )
    sheet.table(columns, [_cells(session, one) for one in performances])


def _cells(session: Session, performance: PerformanceChoice) -> tuple[str, ...]:
    from boxoffice_tui.locales import formats, words

    starts = _("to be announced")
    if performance.starts_at is not None:
        starts = formats.day_and_time(performance.starts_at, performance.zone, session.locale, year=True)
    objection = performance.objection
    told = "" if objection is None else words.refusal(objection.code, objection.facts, session.locale)
    return (
        f"{performance.event_code}/{performance.code}",
        performance.title,
        starts,
        performance.venue,
        str(performance.left),
        told,
    )


def _tell_offer(session: Session, sheet: Sheet, offer: PerformanceOffer) -> None:
    from boxoffice_tui.locales import formats

    _tell_list(session, sheet, [offer.performance])
    sheet.line()
    names = {one.category_id: one for one in offer.categories}
    columns = (
        Column(_("Category")),
        Column(_("Rate")),
        Column(_("Price"), right=True),
        Column(_("Fees"), right=True),
        Column(_("Left"), right=True),
    )
    rows = [
        (
            f"{names[rate.category_id].name} ({names[rate.category_id].code})",
            f"{rate.name} ({rate.code})",
            formats.money(rate.price, session.locale),
            formats.money(rate.fees, session.locale),
            str(names[rate.category_id].left),
        )
        for rate in offer.rates
    ]
    sheet.table(columns, rows)
