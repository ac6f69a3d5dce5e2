"""The sentences of an exchange: each ticket and what it becomes, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import _, ngettext
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.exchanges import ExchangedTicket, ExchangeOffer
from boxoffice_tui.views.orders import PromotionNotApplied, TicketLine


def ticket_words(one: ExchangedTicket, locale: str) -> str:
    """`#1 F-12 · Full · $32.00 → F-14 · Full · $35.00`; the new one's performance where it is another."""
    from boxoffice_tui.locales import formats

    before, after = one.before, one.after
    there = [] if after.event == before.event else [safe(after.event)]
    if after.performance_id != before.performance_id:
        there.append(formats.day_and_time(after.starts_at, after.zone, locale))
    becomes = " · ".join((*there, *_parts(after, locale)))
    return f"#{before.number} {' · '.join(_parts(before, locale))} → {becomes}"


def _parts(ticket: TicketLine, locale: str) -> Iterator[str]:
    from boxoffice_tui.locales import formats

    yield safe(ticket.seat or ticket.section)
    yield safe(ticket.rate)
    yield formats.money(ticket.price, locale)


def difference_words(difference: Money, locale: str) -> str:
    """What the customer pays or gets back."""
    from boxoffice_tui.locales import formats

    if not difference:
        return _("No difference to pay")
    if difference.minor > 0:
        return _("Difference to pay: {amount}").format(amount=formats.money(difference, locale))
    return _("Difference to give back: {amount}").format(amount=formats.money(-difference, locale))


def sum_words(offer: ExchangeOffer, locale: str) -> str:
    """The difference with what of it is delivery, and what the order then owes."""
    from boxoffice_tui.locales import formats

    said = difference_words(offer.difference + offer.delivery, locale)
    if offer.delivery:
        said += " · " + _("of it delivery {amount}").format(amount=formats.money(offer.delivery, locale))
    return "\n".join((said, words.balance(offer.balance, locale) or _("Balance: nothing due")))


def warnings(offer: ExchangeOffer, locale: str, zone: str) -> list[str]:
    """What is to be known before: paper that must come back, promotions that are not applied."""
    told = [_not_applied(one, locale, zone) for one in offer.promotions_not_applied]
    printed = [str(number) for number in offer.to_hand_back]
    if printed:
        back = ngettext(
            "Ticket {numbers} is printed: it must be handed back.",
            "Tickets {numbers} are printed: they must be handed back.",
            len(printed),
        )
        told.insert(0, back.format(numbers=", ".join(printed)))
    return told


def _not_applied(one: PromotionNotApplied, locale: str, zone: str) -> str:
    days = {"from": one.begins, "until": one.until}
    facts: Mapping[str, object] = {name: day for name, day in days.items() if day is not None}
    return words.refusal(one.code, {"promotion": one.promotion, **facts}, locale, zone)
