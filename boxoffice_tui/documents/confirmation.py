"""What a confirmation says, and a mail beside it: dicts of strings, all a template gets (spec/reliability.md)."""

from __future__ import annotations

from collections.abc import Sequence

from boxoffice_tui.documents import wording
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.locales import formats
from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.text import REMARK_LIMIT, safe
from boxoffice_tui.views.documents import ConfirmationFacts, ETicketFacts, HouseFacts, TicketFacts

_LINK_SCHEMES = ("https://", "http://")


def confirmation(facts: ConfirmationFacts, reader: Reader) -> dict[str, object]:
    """The words of an order's confirmation; texts from people made harmless, amounts and dates written out.

    ValueError for a link that is no web address.
    """
    if facts.move_link and not facts.move_link.startswith(_LINK_SCHEMES):
        raise ValueError("the self-service link is no web address")
    return {
        "language": reader.language,
        "house": house(facts.house),
        "training": reader.training if facts.house.training else "",
        "number": safe(facts.order_number),
        "buyer": safe(facts.buyer),
        "performances": performances(facts.tickets, reader),
        "electronic": sum(ticket.electronic for ticket in facts.tickets),
        "attached": attached(facts.tickets, reader),
        "sums": sums(facts, reader),
        "move_link": safe(facts.move_link, REMARK_LIMIT),
    }


def e_tickets(facts: ETicketFacts, reader: Reader) -> dict[str, object]:
    """The words of the mail with the tickets that somebody else bought: no price, no sum, no link."""
    return {
        "language": reader.language,
        "house": house(facts.house),
        "training": reader.training if facts.house.training else "",
        "number": safe(facts.order_number),
        "buyer": safe(facts.recipient),
        "bought": _bought(facts, reader),
        "performances": performances(facts.tickets, reader, priced=False),
        "attached": attached(facts.tickets, reader),
        "sums": [],
        "move_link": "",
    }


def _bought(facts: ETicketFacts, reader: Reader) -> str:
    """Who bought the tickets, where that is known."""
    ngettext, count = reader.count, len(facts.tickets)
    if not facts.buyer:
        return ngettext("This ticket was bought for you.", "These tickets were bought for you.", count)
    return ngettext(
        "{buyer} bought this ticket for you.",
        "{buyer} bought these tickets for you.",
        count,
        buyer=safe(facts.buyer),
    )


def house(facts: HouseFacts) -> dict[str, str]:
    """The organisation's name and where to reach it."""
    return {
        "name": safe(facts.name),
        "address": safe(facts.address),
        "email": safe(facts.email),
        "phone": safe(facts.phone),
    }


def performances(
    tickets: Sequence[TicketFacts], reader: Reader, *, priced: bool = True
) -> list[dict[str, object]]:
    """The performances in the order they are played, each with its tickets by number."""
    ordered = sorted(tickets, key=lambda ticket: (ticket.starts_at, ticket.uid, ticket.number))
    return [
        _performance([ticket for ticket in ordered if ticket.uid == uid], reader, priced=priced)
        for uid in dict.fromkeys(ticket.uid for ticket in ordered)
    ]


def attached(tickets: Sequence[TicketFacts], reader: Reader) -> list[str]:
    """Which of the tickets the message brings, and that how others reach their owner is to be agreed on."""
    ngettext, total = reader.count, len(tickets)
    electronic = sum(ticket.electronic for ticket in tickets)
    waiting = sum(ticket.delivery_to_choose for ticket in tickets)
    every = ngettext(
        "Your ticket is attached to this message. Print it or show it on your telephone at the entrance.",
        "Your {count} tickets are attached to this message. "
        "Print them or show them on your telephone at the entrance.",
        electronic,
    )
    some = ngettext(
        "{count} of your {total} tickets is attached to this message. "
        "Print it or show it on your telephone at the entrance.",
        "{count} of your {total} tickets are attached to this message. "
        "Print them or show them on your telephone at the entrance.",
        electronic,
        total=total,
    )
    still_open = ngettext(
        "For {count} ticket it is still open how it reaches you. Please contact us.",
        "For {count} tickets it is still open how they reach you. Please contact us.",
        waiting,
    )
    told = ((0 < electronic == total, every), (0 < electronic < total, some), (bool(waiting), still_open))
    return [sentence for applies, sentence in told if applies]


def sums(facts: ConfirmationFacts, reader: Reader) -> list[dict[str, str]]:
    """The lines under the tickets: a label, an amount, and `due` or `refund` on the one still open."""
    _ = reader.translate
    lines = [(_("Tickets"), facts.tickets_total, "")] if facts.tickets or not facts.articles else []
    if facts.fees_total:
        lines.append((_("Fees"), facts.fees_total, ""))
    lines += [(f"{one.quantity} × {safe(one.name)}", one.amount, "") for one in facts.articles]
    whole = total((one.amount for one in facts.articles), facts.tickets_total.currency)
    lines.append((_("Total"), facts.tickets_total + facts.fees_total + whole, "total"))
    lines.append((_("Paid"), facts.paid, ""))
    if facts.balance.minor > 0:
        lines.append((_("Balance due"), facts.balance, "due"))
    if facts.balance.minor < 0:
        lines.append((_("To refund"), -facts.balance, "refund"))
    return [_sum(label, amount, kind, reader) for label, amount, kind in lines]


def _sum(label: str, amount: Money, kind: str, reader: Reader) -> dict[str, str]:
    return {"label": label, "amount": formats.money(amount, reader.locale), "kind": kind}


def _performance(tickets: Sequence[TicketFacts], reader: Reader, *, priced: bool) -> dict[str, object]:
    first = tickets[0]
    return {
        "event": safe(first.event),
        "day": wording.day(first, reader),
        "hour": wording.hour(first, reader),
        "venue": safe(first.venue),
        "address": safe(first.venue_address),
        "tickets": [_ticket(ticket, reader, priced=priced) for ticket in tickets],
    }


def _ticket(ticket: TicketFacts, reader: Reader, *, priced: bool) -> dict[str, str]:
    return {
        "number": str(ticket.number),
        "seat": wording.seat(ticket, reader),
        "category": safe(ticket.seat_category),
        "rate": safe(ticket.rate),
        "price": wording.price(ticket.price, reader) if priced else "",
        "delivery": safe(ticket.delivery),
        "way": _way(ticket, reader),
    }


def _way(ticket: TicketFacts, reader: Reader) -> str:
    """How the ticket reaches its owner, and whether the message brings it."""
    _ = reader.translate
    attached = _("attached to this message") if ticket.electronic else _("not attached")
    mode = _("not chosen yet") if ticket.delivery_to_choose else safe(ticket.delivery)
    return (
        _("Delivery: {mode} ({attached})").format(mode=mode, attached=attached) if mode else f"({attached})"
    )
