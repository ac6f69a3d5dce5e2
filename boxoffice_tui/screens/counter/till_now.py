"""A till as its page shows it: read in the thread that asks, worded line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from boxoffice_tui.locales.labels import Word
from boxoffice_tui.locales.translate import NP_, _, pgettext
from boxoffice_tui.locales.words import label
from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.counter.sheet import Sheet
from boxoffice_tui.views.states import PaymentMethod
from boxoffice_tui.views.tills import MethodLine, ShiftReport, TillState

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

_SHIFT: Word = NP_("section", "shift {number}")


@dataclass(frozen=True, slots=True)
class TillNow:
    """A till's state, and what its open shift came to so far."""

    state: TillState
    report: ShiftReport | None


def read(desk: Desk, code: str | None) -> TillNow:
    """The till with this code, or the desk's own, as it is now. Raises as `shift_reports.state_of`."""
    from boxoffice_tui.services import shift_reports

    state = shift_reports.state_of(desk, code)
    report = shift_reports.shift_report(desk, state.number) if state.number is not None else None
    return TillNow(state, report)


def title(now: TillNow, locale: str, zone: str) -> Content:
    """`Till 1 · Guichet 1   shift 3   open since 21/11/2026 14:07, by ANNE`."""
    from boxoffice_tui.locales import formats

    state = now.state
    name = safe(" · ".join(dict.fromkeys(part for part in (state.code, state.name) if part)))
    till = Content.styled(_("Till {till}").format(till=name), "bold")
    if state.number is None or state.opened_at is None:
        closed = Content.styled(pgettext("till", "closed"), "bold $text-warning")
        last = _("last shift {number}").format(number=state.last) if state.last is not None else ""
        return Content.assemble(till, "   ", closed, f"   {last}" if last else "")
    opened = _("open since {when}, by {who}").format(
        when=formats.stamp(state.opened_at, zone, locale), who=safe(state.opened_by)
    )
    number = pgettext(*_SHIFT).format(number=state.number)
    return Content.assemble(till, f"   {number}   ", (opened, "$text-success"))


def methods(now: TillNow, locale: str) -> tuple[Sheet, ...]:
    """What was taken and given back by each method; nothing while nothing was."""
    report = now.report
    if report is None or not report.methods:
        return ()
    found = {line.method for line in report.methods}
    rows = [
        (label(method), *_figures([one for one in report.methods if one.method is method], report, locale))
        for method in PaymentMethod
        if method in found
    ]
    rows.append((_("Total"), *_figures(report.methods, report, locale)))
    columns = (
        (_("Method"), False),
        (_("Payments"), True),
        (_("Received"), True),
        (_("Refunds"), True),
        (_("Given back"), True),
        (_("Balance"), True),
    )
    return (Sheet(_("Payments and refunds by method"), columns, tuple(rows), total=1),)


def movements(now: TillNow, locale: str) -> tuple[Sheet, ...]:
    """The float, and what was put in and taken out with its reason; nothing while the till is closed."""
    from boxoffice_tui.locales import formats

    report = now.report
    if report is None or not report.movements:
        return ()
    rows = tuple(
        (
            formats.short_stamp(line.at, report.zone, locale),
            safe(line.operator),
            label(line.kind),
            formats.amount(line.amount, locale),
            safe(line.reason),
        )
        for line in report.movements
    )
    columns = (
        (_("When"), False),
        (_("Operator"), False),
        (_("What"), False),
        (_("Amount"), True),
        (_("Reason"), False),
    )
    return (Sheet(_("Float, cash in and out"), columns, rows),)


def drawer(now: TillNow, locale: str) -> Content:
    """How what should be there comes about, in a line."""
    from boxoffice_tui.locales import formats

    report = now.report
    if report is None:
        return Content("")
    cash = [line for line in report.methods if line.method is PaymentMethod.CASH]
    currency = report.opening.currency
    parts = (
        (_("Float"), report.opening),
        (_("Received"), total((line.paid for line in cash), currency)),
        (_("Given back"), -total((line.refunded for line in cash), currency)),
        (_("In and out"), total((line.amount for line in report.movements), currency) - report.opening),
    )
    return Content("   ").join(
        Content.assemble((f"{name} ", "$foreground 65%"), formats.amount(amount, locale))
        for name, amount in parts
    )


def _figures(
    lines: list[MethodLine] | tuple[MethodLine, ...], report: ShiftReport, locale: str
) -> tuple[str, ...]:
    from boxoffice_tui.locales import formats

    currency = report.opening.currency
    paid = total((line.paid for line in lines), currency)
    refunded = total((line.refunded for line in lines), currency)
    payments, refunds = sum(line.payments for line in lines), sum(line.refunds for line in lines)

    def amount(value: Money) -> str:
        return formats.amount(value, locale) if value else "–"

    return (
        str(payments) if payments else "–",
        amount(paid),
        str(refunds) if refunds else "–",
        amount(refunded),
        formats.amount(paid - refunded, locale),
    )
