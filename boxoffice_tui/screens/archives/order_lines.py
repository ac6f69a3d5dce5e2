"""What the order page says around its tickets: order, buyer, costs, payments, notes, what is left to finish."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.content import Content

from boxoffice_tui.locales.translate import _, ngettext
from boxoffice_tui.locales.words import label, order_state
from boxoffice_tui.rules.notes import told
from boxoffice_tui.rules.text import REMARK_LIMIT, safe
from boxoffice_tui.views.states import OrderState, TicketState, Unfinished
from boxoffice_tui.widgets.badges import origin_badge

if TYPE_CHECKING:
    from boxoffice_tui.views.orders import NoteLine, OrderPage, PaymentLine, TicketLine

_DOT = " · "
_FAST_BLANK = "\u00a0"  # no line ends there
_GAP, _NARROW_GAP = "   ", "  "


def title(page: OrderPage, locale: str) -> Content:
    """Number, name, state where it is cancelled, origin, when it was bought."""
    from boxoffice_tui.locales import formats

    name = safe(page.buyer.name) if page.buyer and page.buyer.name else _("no buyer")
    parts = [
        Content.styled(_("Order {number}").format(number=page.number), "bold"),
        Content.styled(name, "bold $text-accent"),
        Content(origin_badge(page.origin).plain),
        Content(formats.stamp(page.bought_at, page.zone, locale)),
    ]
    if page.due_on is not None:
        reserved = order_state(page.state, page.due_on, locale)
        parts.insert(1, Content.styled(f" {reserved} ", "bold reverse"))
    if page.state == OrderState.CANCELLED:
        parts.insert(1, Content.styled(f" ✕ {label(page.state)} ", "bold reverse"))
    return Content(_DOT).join(parts)


def buyer(page: OrderPage) -> Content:
    """How to reach the buyer; and how often the order was changed, for those who ask who was first."""
    said = _("version {version}").format(version=page.version)
    version = Content.styled(_fast(said), "$text-muted")
    if page.buyer is None:
        return Content(_DOT).join([Content.styled(_("The buyer left no details."), "$text-muted"), version])
    known = (page.buyer.email or _("no e-mail"), page.buyer.phone, page.buyer.address)
    return Content(_DOT).join([*(Content(safe(one)) for one in known if one), version])


def costs(page: OrderPage, locale: str) -> Content:
    """Tickets, fees, paid, balance: the columns of one currency, named once."""
    from boxoffice_tui.locales import formats

    sums = (
        (_("Tickets"), page.tickets_total),
        (_("Fees"), page.fees_total),
        *([(_("Articles"), page.articles_total)] if page.articles_total else []),
        (_("Paid"), page.paid),
    )
    parts = [Content.styled(_("Costs"), "bold")]
    parts += [Content(f"{name} {formats.amount(amount, locale)}") for name, amount in sums]
    parts.append(Content.assemble(_("Balance"), " ", (formats.money(page.balance, locale), "bold")))
    return Content(_NARROW_GAP if page.articles_total else _GAP).join(parts)


def articles(page: OrderPage, locale: str) -> Content:
    """How many of which articles the customer has, and what they come to; nothing where there were none."""
    from boxoffice_tui.locales import formats

    told = [
        _fast(f"{line.left} × {safe(line.name)} {formats.amount(line.amount, locale)}")
        for line in page.articles
        if line.left
    ]
    if not page.articles:
        return Content("")
    return Content(_GAP).join([Content.styled(_("Articles"), "bold"), *map(Content, told or [_("given back")])])


def payments(page: OrderPage, locale: str) -> Content:
    """How the money came in and went back, the latest first."""
    parts = [Content.styled(_("Payments"), "bold")]
    if not page.payments:
        parts.append(Content.styled(_("none"), "$text-muted"))
    parts += [Content(_payment(line, page.zone, locale)) for line in reversed(page.payments)]
    return Content(_GAP).join(parts)


def _payment(line: PaymentLine, zone: str, locale: str) -> str:
    from boxoffice_tui.locales import formats

    reference = f" ({safe(line.reference)})" if line.reference else ""
    amount = formats.amount(line.amount, locale)
    if line.rounding:
        rounding = _("rounding {amount}").format(amount=formats.amount(line.rounding, locale))
        amount = f"{amount} ({rounding})"
    return _fast(f"{formats.short_stamp(line.at, zone, locale)} {label(line.method)} {amount}{reference}")


def _fast(text: str) -> str:
    """Never broken over two lines."""
    return text.replace(" ", _FAST_BLANK)


def notes(page: OrderPage) -> Content:
    """The internal notes, the latest first, each with who and when."""
    return Content("\n").join(Content(note_text(note, page.zone)) for note in reversed(page.notes))


def note_text(note: NoteLine, zone: str) -> str:
    """A note as it is shown, with when and by whom it was written where it does not say so itself."""
    return told(safe(note.text, REMARK_LIMIT, lines=True), note.at, zone, safe(note.operator))


def finish(page: OrderPage) -> Content:
    """What is left to do, or that nothing is: what puts an order under To finish, and deliveries to choose."""
    to_choose = any(ticket.delivery_to_choose for ticket in page.tickets)
    if page.unfinished:
        said = to_finish(page.unfinished)
        return Content.assemble(said, (_DOT + _("delivery to choose"), "bold")) if to_choose else said
    if to_choose:
        return Content.styled(_("Delivery to choose"), "bold $text-warning")
    return Content.styled(_("✓ Nothing left to finish"), "$text-muted")


def to_finish(unfinished: Iterable[Unfinished]) -> Content:
    """What is left to do, in the order of the work: "To finish: payment, e-mail"."""
    marks = ", ".join(label(mark) for mark in unfinished)
    return Content.assemble((_("To finish:"), "bold $text-warning"), " ", (marks, "bold"))


def deliverable(page: OrderPage) -> tuple[TicketLine, ...]:
    """The tickets that can take another delivery mode: neither cancelled, let in nor printed."""
    return tuple(one for one in page.tickets if one.state == TicketState.LIVE and not one.printed)


def places(tickets: Iterable[TicketLine]) -> list[str]:
    """Their seats by name, sections where places are not numbered, each once."""
    return list(dict.fromkeys(ticket.seat or ticket.section for ticket in tickets))


def tickets_said(tickets: Iterable[TicketLine]) -> str:
    """How many, and where: "1 ticket F-14"."""
    counted = tuple(tickets)
    number = ngettext("{count} ticket", "{count} tickets", len(counted)).format(count=len(counted))
    return f"{number} {', '.join(safe(place) for place in places(counted))}"
