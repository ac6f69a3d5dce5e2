"""The sentences of the form of an added ticket: seats, proposals, prices, what is missing.

All are said in the process's language; names of people's making are made harmless and stay data for a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _, ngettext
from boxoffice_tui.rules import seating
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.proposals import Proposal, ProposalKind
from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.archives.ticket_form_draft import Draft, Missing
from boxoffice_tui.views.catalogue import PerformanceChoice, RateOffer
from boxoffice_tui.views.delivery import ModeOffer

MOST_NAMED = 3
NO_DATE = N_("date to be announced")


def seat_name(seat: Seat) -> str:
    """`F-14`."""
    return seating.seat_name(safe(seat.row), safe(seat.number))


def block_name(seats: Sequence[Seat], *, section: bool) -> str:
    """Seats side by side: `F-14, F-15`, of many the first and the last; with their section where told."""
    names = [seat_name(seat) for seat in seats]
    if len(names) > MOST_NAMED:
        names = [f"{names[0]} … {names[-1]} ({len(names)})"]
    named = ", ".join(names)
    return f"{safe(seats[0].section)} {named}" if section and seats else named


def proposal_places(draft: Draft, proposal: Proposal) -> str:
    """The seats of a proposal: `F-14, F-15`, of a split `E-10 + G-19`."""
    several = draft.sections > 1
    return " + ".join(
        block_name([draft.seat(seat_id) for seat_id in block], section=several) for block in proposal.blocks
    )


def proposal_words(draft: Draft, proposal: Proposal) -> str:
    """A proposal with its reason: `F-14 same row, beside – leaves F-15 alone`."""
    said = f"{proposal_places(draft, proposal)} {words.label(proposal.kind)}"
    if proposal.kind is ProposalKind.SPLIT or not proposal.leaves_single:
        return said
    return f"{said} – {alone_words(draft.seat(seat_id) for seat_id in proposal.leaves_single)}"


def alone_words(seats: Iterable[Seat]) -> str:
    """`leaves F-15 alone`."""
    names = [seat_name(seat) for seat in seats]
    return ngettext("leaves {seats} alone", "leaves {seats} alone", len(names)).format(seats=", ".join(names))


def alone_sentence(draft: Draft) -> str:
    """That the chosen seats leave others alone; nothing when they do not."""
    seats = draft.left_alone()
    if not seats:
        return ""
    names = ", ".join(seat_name(seat) for seat in seats)
    return ngettext("Seat {seats} is left alone.", "Seats {seats} are left alone.", len(seats)).format(
        seats=names
    )


def lost_words(names: Sequence[str]) -> str:
    """That somebody else took chosen seats; as the refusal says it of one."""
    return ngettext(
        "Seat {seats} was taken meanwhile. Choose another one; what you typed is kept.",
        "Seats {seats} were taken meanwhile. Choose others; what you typed is kept.",
        len(names),
    ).format(seats=", ".join(names))


def performance_words(performance: PerformanceChoice, locale: str) -> str:
    """When it is, marked where it cannot be sold."""
    from boxoffice_tui.locales import formats

    if performance.starts_at is None:
        when = _(NO_DATE)
    else:
        when = formats.day_and_time(performance.starts_at, performance.zone, locale, year=True)
    return when if performance.objection is None else f"✕ {when}"


def rate_words(rate: RateOffer, locale: str) -> str:
    """`Full $35.00`."""
    from boxoffice_tui.locales import formats

    return f"{rate.name} {formats.money(rate.price, locale)}"


def category_words(draft: Draft, seat_id: int, locale: str) -> str:
    """The category of a seat, with its price for the rate chosen."""
    from boxoffice_tui.locales import formats

    category, price = draft.category_of(seat_id), draft.price_of(seat_id)
    name = safe(category.name) if category is not None else ""
    return name if price is None else f"{name} {formats.money(price, locale)}"


def mode_words(mode: ModeOffer, locale: str) -> str:
    """A mode with what it costs this order: `Post +$2.50`."""
    from boxoffice_tui.locales import formats

    if not mode.cost:
        return mode.name
    return f"{mode.name} {'+' if mode.cost.minor > 0 else ''}{formats.money(mode.cost, locale)}"


def delivery_note(draft: Draft) -> str:
    """Beside the mode: that it is the one of the others, that one is to be chosen, or nothing."""
    if draft.as_the_others:
        return _("as the others")
    return _("! to be chosen") if draft.mode is None and draft.modes else ""


def total_words(draft: Draft, locale: str) -> str:
    """`Total $70.00 (2 × $35.00)`, with the fees in it where there are any."""
    from boxoffice_tui.locales import formats

    whole, fees = draft.sum(), draft.fees()
    if whole is None or fees is None:
        return ""
    said = _("Total {amount}").format(amount=formats.money(whole, locale))
    lines = draft.lines()
    if len(lines) > 1 or lines[0][1] > 1:
        said += " = " + " + ".join(f"{count} × {formats.money(rate.price, locale)}" for rate, count in lines)
    if fees:
        said += " · " + _("fees {amount}").format(amount=formats.money(fees, locale))
    return said


def places_words(draft: Draft) -> str:
    """What is left of places without numbers, with what this form holds and the order has."""
    category = draft.category
    if category is None:
        return ""
    left = category.left
    lines = [
        safe(category.name),
        "",
        ngettext("{count} place left, not numbered", "{count} places left, not numbered", left).format(
            count=left
        ),
        ngettext("{count} held for this order", "{count} held for this order", draft.places).format(
            count=draft.places
        ),
        ngettext("{count} is the order's already", "{count} are the order's already", _owned(draft)).format(
            count=_owned(draft)
        ),
    ]
    return "\n".join(lines)


def missing_words(draft: Draft, missing: Missing, locale: str, zone: str) -> str:
    """What to do before the form can be saved."""
    if missing is Missing.SEATS:
        lacking = draft.quantity - len(draft.seat_ids)
        return ngettext(
            "Choose {count} more seat, or ask for fewer tickets.",
            "Choose {count} more seats, or ask for fewer tickets.",
            lacking,
        ).format(count=lacking)
    if missing is Missing.CHANGE:
        return _("Nothing changes yet: choose another rate, other seats or another performance.")
    objection = draft.delivery_objection() if missing is Missing.MODE else draft.objection()
    if objection is None:
        return _("Choose an event and a performance.")
    return objection_words(objection, locale, zone)


def unsaved_words(count: int) -> str:
    """What leaving the form would lose."""
    return ngettext(
        "{count} place is chosen and not saved. Leaving gives it back.",
        "{count} places are chosen and not saved. Leaving gives them back.",
        count,
    ).format(count=count)


def promotion_words(draft: Draft, objection: Objection, locale: str, zone: str) -> str:
    """Why the promotion is not applied; where it is for other prices here, for which."""
    names = [_price_name(draft, rate) for rate in draft.promoted]
    if not names:
        return objection_words(objection, locale, zone)
    rates = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
    return _("The promotion {promotion} is only for {rates}.").format(
        promotion=safe(draft.promotion), rates=rates
    )


def promotion_mark(draft: Draft, *, finished: bool) -> str:
    """Beside the code: whether it is applied, once that can be told."""
    if draft.promotion_applied:
        return "✓"
    return "!" if draft.promotion and finished else ""


def objection_words(objection: Objection, locale: str, zone: str) -> str:
    """Why not."""
    return words.refusal(objection.code, objection.facts, locale, zone)


def _price_name(draft: Draft, rate: RateOffer) -> str:
    """`Parterre Full`."""
    category = draft.category_named(rate.category_id)
    return " ".join(safe(name) for name in (category.name if category else "", rate.name) if name)


def _owned(draft: Draft) -> int:
    return sum(ticket.seat_id is None for ticket in draft.own_tickets())
