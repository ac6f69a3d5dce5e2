"""The sentences of the counter's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import _, ngettext
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.command import key_name
from boxoffice_tui.screens.counter.basket import ArticlesLine, Basket, BasketLine
from boxoffice_tui.screens.counter.basket_work import Delivered, Printed, Sold
from boxoffice_tui.views.contacts import ContactRow
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.reservations import ReservationRow


def count_words(typed: str) -> Content:
    """How many tickets Enter will add, while that is typed."""
    if not typed:
        return Content.styled(_("How many? Type a number, then Enter."), "dim")
    said = ngettext("{count} ticket: Enter adds it.", "{count} tickets: Enter adds them.", int(typed))
    return Content.styled(said.format(count=int(typed)), "bold")


def line_words(line: BasketLine | ArticlesLine | None, locale: str) -> Content:
    """What a digit does to the line under the cursor: the rates, each with its digit, or how many pieces."""
    from boxoffice_tui.locales import formats

    if line is None:
        return Content("")
    if isinstance(line, ArticlesLine):
        return Content.styled(_("A digit says how many pieces."), "dim")
    parts = []
    for place, rate in enumerate(line.rates[:9], 1):
        chosen = rate.rate_id == line.rate_id
        said = f"{safe(rate.name)} {formats.amount(rate.price, locale)}"
        parts += [
            (f"{place} " if place == 1 else f"  {place} ", "bold $footer-key-foreground"),
            (said, "bold" if chosen else ""),
        ]
    return Content.assemble(*parts)


def who_words(contact: ContactRow | None, delivered: Delivered) -> Content:
    """For whom, and how the tickets leave, to whom else, by an exception, printed at once."""
    mode, to = delivered.mode, delivered.to
    buyer = _("nobody named") if contact is None else f"{safe(contact.name)} ({contact.number})"
    leaves = _("delivery to choose later") if mode is None else safe(mode.name)
    besides = [
        _("exception") if delivered.exception else "",
        _("printed at once") if delivered.print_now else "",
        "" if to is None else f"→ {safe(to.name)} ({to.number})",
    ]
    leaves = " · ".join(filter(None, [leaves, *besides]))
    return Content.assemble((_("Customer"), "dim"), f" {buyer}   ", (_("Delivery"), "dim"), f" {leaves}")


def sum_words(basket: Basket, whole: Money, locale: str, room: int) -> str:
    """`Tickets $62.00   Fees $3.00   of it taxes $8.11`; what of the whole is neither is the delivery's.

    The fullest way of saying it that takes no more than `room` cells: amounts are never cut.
    """
    from boxoffice_tui.locales import formats

    if not basket.filled:
        return ""
    delivery, articles = whole - basket.sum(), (_("Articles"), basket.article_prices())
    tickets, fees = (_("Tickets"), basket.prices()), (_("Fees"), basket.fees())
    taxes, both = (_("of it taxes"), basket.taxes()), (_("Fees"), basket.fees() + delivery)
    parts = [tickets, fees, articles, (_("Delivery"), delivery), taxes]
    ways = [
        _said_in_line(parts, lambda one: formats.money(one, locale), "   "),
        *(
            _said_in_line(shorter, lambda one: formats.amount(one, locale), "  ")
            for shorter in (parts, [tickets, both, articles, taxes], [both, articles, taxes], [both, taxes])
        ),
    ]
    return next((said for said in ways if cell_len(said) <= room), ways[-1])


def _said_in_line(parts: Sequence[tuple[str, Money]], worded: Callable[[Money], str], gap: str) -> str:
    *charged, taxes = parts
    return gap.join(f"{name} {worded(amount)}" for name, amount in [*(p for p in charged if p[1]), taxes])


def to_pay_words(whole: Money, locale: str) -> str:
    """`To pay: $65.00`."""
    from boxoffice_tui.locales import formats

    return _("To pay: {amount}").format(amount=formats.money(whole, locale))


def sold_words(sold: Sold, no_mail: str, locale: str) -> str:
    """What was just sold, what is still open, the change, and that no mail leaves where none can."""
    tickets, pieces = sold.basket.tickets, sold.basket.pieces
    told = [
        ngettext("{count} ticket", "{count} tickets", tickets).format(count=tickets) if tickets else "",
        ngettext("{count} article", "{count} articles", pieces).format(count=pieces) if pieces else "",
    ]
    what = ", ".join(one for one in told if one)
    said = _("Order {number}, sold: {what}.").format(number=sold.change.number, what=what)
    return " ".join(filter(None, [said, *_money_words(sold.change, locale), no_mail]))


def printed_words(printed: Printed, locale: str) -> str:
    """That the tickets of an order came out of the printer, or why not."""
    if printed.not_printed is not None:
        why = words.refusal(printed.not_printed.code, printed.not_printed.facts, locale)
        return _("Order {number}: {why}").format(number=printed.order, why=why)
    count = printed.tickets
    said = ngettext("{count} ticket printed.", "{count} tickets printed.", count).format(count=count)
    return _("Order {number}: {what}").format(number=printed.order, what=said)


def changed_words(total: Money, locale: str) -> str:
    """Why a basket that changed behind the payment was not sold, and what it comes to."""
    from boxoffice_tui.locales import formats

    said = _("Not sold: the basket has changed, and comes to {total}. What was taken is kept: pay again, with p.")
    return said.format(total=formats.money(total, locale))


def not_reserved_words(total: Money, locale: str) -> str:
    """Why a basket that changed behind the deposit was not reserved, and what it comes to."""
    from boxoffice_tui.locales import formats

    said = _("Not reserved: the basket has changed, and comes to {total}. Take the deposit again.")
    return said.format(total=formats.money(total, locale))


def deposit_words(paid: Money, locale: str) -> str:
    """That a deposit was taken for a reservation which was refused."""
    from boxoffice_tui.locales import formats

    said = _("A deposit of {amount} was taken before it was refused. Reserve with it now?")
    return said.format(amount=formats.money(paid, locale))


def reserved_words(sold: Sold, locale: str) -> str:
    """What was just reserved, and until when."""
    from boxoffice_tui.locales import formats

    count, until = sold.basket.tickets, sold.change.due_on
    said = ngettext(
        "Order {number}: {count} ticket reserved until {day}.",
        "Order {number}: {count} tickets reserved until {day}.",
        count,
    )
    day = formats.local_date(until, locale) if until is not None else ""
    told = said.format(number=sold.change.number, count=count, day=day)
    return " ".join([told, *_money_words(sold.change, locale)]) if sold.payments else told


def taken_up_words(change: OrderChange, locale: str) -> str:
    """What was just taken up, what is still open, and the change."""
    said = _("Order {number} is taken up.").format(number=change.number)
    return " ".join([said, *_money_words(change, locale)])


def pending_words(pending: Sequence[ReservationRow], locale: str) -> str:
    """What is reserved for the customer chosen; nothing where nothing is."""
    from boxoffice_tui.locales import formats

    if not pending:
        return ""
    named = ", ".join(f"{one.number} ({formats.local_date(one.due_on, locale)})" for one in pending)
    return _("Reserved for this customer: {orders}. u takes one up.").format(orders=named)


def till_closed_words(key: str) -> str:
    """What selling without an open till means, before anything is taken; `key` opens it, where one does now."""
    said = _("No till is open here: what is taken now is in no shift and no count.")
    return f"{said} " + _("{key} opens one.").format(key=key_name(key)) if key else said


def _money_words(change: OrderChange, locale: str) -> Iterator[str]:
    from boxoffice_tui.locales import formats

    if change.balance.minor:
        yield _("Still to pay: {amount}.").format(amount=formats.money(change.balance, locale))
    if change.change_given is not None and change.change_given.minor:
        yield _("Change to give back: {amount}.").format(amount=formats.money(change.change_given, locale))
