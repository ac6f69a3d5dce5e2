"""`boxoffice orders pay` and `refund` (spec/archives.md, 9, Cancel tickets and refund)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.orders.noun import Which, app, changed, in_cash, money, tell_change
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.rules.money import Money
    from boxoffice_tui.rules.refunds import RefundLine
    from boxoffice_tui.views.orders import OrderChange, OrderPage

_METHODS = N_("cash, debit_terminal, credit_terminal, cheque, transfer, voucher or online.")
_REFERENCE = N_("The terminal's reference; never a card number.")


@command(app, "pay", N_("Record a payment. This takes no money: it says how money was taken."), writes=True)
def pay(
    session: Session,
    key: str,
    which: Which,
    method: Annotated[str, typer.Argument(metavar="METHOD", help=_METHODS)],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help=N_("The balance, or a part of it."))],
    tendered: Annotated[
        str, typer.Option("--tendered", metavar="AMOUNT", help=N_("The cash handed over; change is said."))
    ] = "",
    reference: Annotated[str, typer.Option("--reference", metavar="TEXT", help=_REFERENCE)] = "",
) -> None:
    page = which.page(session)
    from boxoffice_tui.services.payments import record_payment
    from boxoffice_tui.views.requests import PaymentRequest
    from boxoffice_tui.views.states import PaymentMethod

    payment = PaymentRequest(
        method=typed.member("METHOD", method, PaymentMethod),
        amount=typed.amount(session, "AMOUNT", amount),
        tendered=typed.amount(session, "--tendered", tendered) if tendered else None,
        reference=reference,
    )
    change = record_payment(session.desk, key, page.order_id, which.version, payment)
    done = _("payment recorded: {amount}").format(amount=money(session, change.cash or payment.amount))
    session.answer(changed(session, change, key), lambda sheet: tell_change(session, sheet, change, done))


@command(app, "refund", N_("Propose how money goes back; record it with --yes."), writes=True)
def refund(
    session: Session,
    key: str,
    which: Which,
    amount: Annotated[
        str, typer.Argument(metavar="[AMOUNT]", help=N_("What goes back; else all that is owed."))
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help=N_("Record what is proposed."))] = False,
    card_present: Annotated[
        bool, typer.Option("--card-present", help=N_("The card that paid is in the terminal."))
    ] = False,
    reference: Annotated[str, typer.Option("--reference", metavar="TEXT", help=_REFERENCE)] = "",
) -> None:
    page = which.page(session)
    wanted = typed.amount(session, "AMOUNT", amount) if amount else None
    change = _recorded_before(session, key, page) if yes else None
    if change is None:
        back = wanted if wanted is not None else -page.balance
        lines = _proposed(session, page, back, card_present)
        if not yes:
            given = _in_coins(page, lines)
            answer = {"number": page.number, "amount": back, "lines": lines, **given, "recorded": False}
            session.answer(answer, lambda sheet: _tell_proposal(session, sheet, lines, given))
            return
        from boxoffice_tui.services import cancellations
        from boxoffice_tui.views.requests import RefundRequest

        requests = tuple(RefundRequest(one.payment_id, one.amount, card_present, reference) for one in lines)
        change = cancellations.refund(session.desk, key, page.order_id, which.version, requests)
    session.answer(
        changed(session, change, key, recorded=True),
        lambda sheet: tell_change(session, sheet, change, _("refund recorded")),
    )


def _recorded_before(session: Session, key: str, page: OrderPage) -> OrderChange | None:
    """The first answer to this key: afterwards nothing is owed any more, and nothing could be proposed."""
    from boxoffice_tui.rules.access import AccessRefusal
    from boxoffice_tui.services.answers import first_answer
    from boxoffice_tui.services.errors import RefusedError
    from boxoffice_tui.views.orders import OrderChange

    change = first_answer(session.desk, key, "refund", OrderChange)
    if change is not None and change.order_id != page.order_id:
        raise RefusedError(AccessRefusal.KEY_REUSED, {"key": key})
    return change


def _proposed(session: Session, page: OrderPage, back: Money, card_present: bool) -> tuple[RefundLine, ...]:
    from boxoffice_tui.rules.objection import Objection
    from boxoffice_tui.services import cancellations
    from boxoffice_tui.services.errors import RefusedError

    lines = cancellations.refund_proposal(session.desk, page.order_id, back, card_present=card_present)
    if isinstance(lines, Objection):
        raise RefusedError(lines.code, lines.facts)
    return lines


def _in_coins(page: OrderPage, lines: tuple[RefundLine, ...]) -> dict[str, Money]:
    """What goes back in cash, and its rounding, where coins make another amount. Raises `RefusedError`."""
    from boxoffice_tui.rules import cash
    from boxoffice_tui.rules.objection import Objection
    from boxoffice_tui.services.errors import RefusedError

    given = cash.given_back(lines, -page.balance, page.cash_left, page.cash_step)
    if isinstance(given, Objection):
        raise RefusedError(given.code, given.facts)
    coins = cash.coins_of(given, page.balance.currency)
    return {"cash": coins.amount, "rounding": coins.rounding} if coins.rounding else {}


def _tell_proposal(
    session: Session, sheet: Sheet, lines: tuple[RefundLine, ...], given: dict[str, Money]
) -> None:
    from boxoffice_tui.locales import words

    columns = (Column(_("Method")), Column(_("Amount"), right=True))
    sheet.table(columns, [(words.label(line.method), money(session, line.amount)) for line in lines])
    if given:
        sheet.line(in_cash(session, given["cash"], given["rounding"]))
    sheet.line(_("Nothing is recorded yet. Give --yes to record it."))
