"""The fields of a shipment's dialog, in the order of the source (spec/delivery.md, Shipment modification)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import cast

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Select, Static

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, NP_, _, pgettext
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.shipments import added_fee
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.delivery.change_choice import ChangeChoice
from boxoffice_tui.screens.delivery.commands import ADD_CONTACT, EXCEPTION, MODIFY_CONTACT, WHY_HERE
from boxoffice_tui.screens.dialogs import CommandButton, Words
from boxoffice_tui.screens.forms import Field, FieldFault, Form, Kind
from boxoffice_tui.views.shipments import ModeChoice, ShipmentPage, ShipmentTicket
from boxoffice_tui.widgets.choice import LongTick
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable

THEIRS, BLANK = "theirs", "blank"
MOST_LINES = 6

_ADDRESSES = ("email", "address")


class Told(Static):
    """What a field says that cannot be typed."""

    value = ""

    def tell(self, text: str) -> None:
        """Say it; it may be people's text."""
        self.update(Content(safe(text)))


class TicketTicks(PagedTable):
    """The tickets of a shipment; those ticked are split off."""

    HELP_WORDS = N_("The tickets of the shipment. Space ticks one; what is ticked gets a shipment of its own.")

    def __init__(self) -> None:
        super().__init__(tickable=True)
        self.display = False

    def title(self, room: int) -> None:
        """The titles of its columns, and room for so many tickets, up to `MOST_LINES`."""
        columns = (
            Column(pgettext("column", "No."), 5),
            Column(pgettext("column", "Event"), 10, flexible=True),
            Column(pgettext("column", "Performance"), 18),
            Column(pgettext("column", "Place"), 10, flexible=True, ends=True),
            Column("", 10),
        )
        self.set_columns(columns)
        self.styles.height = min(room, MOST_LINES) + 1

    def show(self, tickets: Sequence[ShipmentTicket], locale: str, *, more: bool) -> None:
        """The first page of the tickets; ticks stay, but where all are here and one is not among them."""
        self.replace([ticket_row(one, locale) for one in tickets], more=more, stay=True)
        if not more:
            self.tick(self.ticked & {one.id for one in tickets})


class ShipmentForm(Form):
    """The dialog's fields; what is not to be typed is told among them, and what is not to be chosen says why."""

    def __init__(self, page: ShipmentPage, locale: Callable[[], str], exception_said: Callable[[], str]) -> None:
        self.page, self._locale, self._exception_said = page, locale, exception_said
        super().__init__(self._fields())
        self._lines["exception"].add_class("whole")
        self._lines["mode"].add_class("one-line")

    def _fields(self) -> tuple[Field, ...]:
        row = self.page.row
        return (
            Field("state", N_("Last shipment state"), make=Told),
            Field(
                "mode",
                N_("Shipment mode"),
                Kind.CHOICE,
                row.mode,
                required=True,
                choices=lambda: tuple((one.code, self._mode_said(one)) for one in self.page.modes),
                beside=lambda: CommandButton(WHY_HERE),
            ),
            Field("contact", N_("Delivery contact"), make=Told, beside=lambda: CommandButton(ADD_CONTACT)),
            Field(
                "email",
                N_("Email"),
                Kind.CHOICE,
                _begins(self.page.email, self.page.contact_email),
                choices=lambda: _theirs_or_blank(self.page.contact_email),
            ),
            Field(
                "address",
                N_("Address"),
                Kind.CHOICE,
                _begins(self.page.address, self.page.contact_address),
                choices=lambda: _theirs_or_blank(self.page.contact_address),
                beside=lambda: CommandButton(MODIFY_CONTACT),
            ),
            Field("exception", EXCEPTION, Kind.TICK, row.exception, make=self._exception_box),
            Field("changed", N_("Last modification"), make=Told),
            Field("operator", N_("Operator"), make=Told),
            Field("change", NP_("shipment", "Change"), required=True, make=ChangeChoice),
        )

    def compose(self) -> Iterable[Widget]:
        for name, line in self._lines.items():
            yield line
            if name == "exception":
                yield Words(self._exception_said, classes="exception-said")
            elif name == "change":
                yield Words(str, classes="row-said")
                yield TicketTicks()
                yield Words(self._fee_said, classes="fee-said")

    def _exception_box(self) -> Widget:
        return LongTick(Content(_(EXCEPTION)), self.page.row.exception)

    def _mode_said(self, mode: ModeChoice) -> str:
        """Its name, and why not."""
        if mode.objection is None:
            return safe(mode.name)
        why = words.refusal(mode.objection.code, mode.objection.facts, self._locale())
        return f"✕ {safe(mode.name)} – {why}"

    @property
    def mode(self) -> ModeChoice | None:
        """The mode chosen."""
        code = self.typed["mode"]
        return next((one for one in self.page.modes if one.code == code), None)

    def gives(self, name: str) -> bool:
        """Whether the shipment would go by the contact's e-mail or address, and there is one."""
        there = self.page.contact_email if name == "email" else self.page.contact_address
        return bool(there) and self.typed[name] == THEIRS

    @property
    def tickets(self) -> TicketTicks:
        """What "To the row" ticks."""
        return self.query_one(TicketTicks)

    @property
    def chosen_tickets(self) -> tuple[int, ...] | None:
        """The ids ticked, None for the whole shipment."""
        if self.typed["change"] != ChangeChoice.ROW:
            return None
        return tuple(sorted(cast("frozenset[int]", self.tickets.ticked)))

    @property
    def added_fee(self) -> Money | None:
        """What the order would owe more, None while nothing can be said."""
        mode = self.mode
        if mode is None:
            return None
        page, chosen = self.page, self.chosen_tickets
        return added_fee(
            page.row.tickets,
            page.printed,
            None if chosen is None else len(chosen),
            mode.price,
            page.fee,
            same_mode=mode.code == page.row.mode,
        )

    def tell_fee(self) -> None:
        """What the change costs as it is chosen now."""
        said = self.query_one(".fee-said", Words)
        said.display = bool(self.added_fee)
        said.retranslate()

    def _fee_said(self) -> str:
        from boxoffice_tui.locales import formats

        fee = self.added_fee if self.is_mounted else None
        if fee is None:
            return ""
        if fee.minor < 0:
            return _("{amount} goes back").format(amount=formats.money(-fee, self._locale()))
        return _("fee {amount}").format(amount=formats.money(fee, self._locale()))

    # What is shown

    def show(self, page: ShipmentPage, zone: str, *, another_contact: bool) -> None:
        """What is in the database; what was chosen in its place stays."""
        from boxoffice_tui.locales import formats

        self.page = page
        locale = self._locale()
        told = {
            "state": words.label(page.row.state),
            "contact": _named(page),
            "changed": formats.stamp(page.changed_at, zone, locale),
            "operator": page.changed_by,
        }
        for name, text in told.items():
            cast("Told", self.field(name)).tell(text)
        self._lines["mode"].retranslate()
        self.renew({"mode": page.row.mode, "exception": page.row.exception})
        for name in _ADDRESSES:
            self._show_address(name, another_contact=another_contact)
        self.tickets.title(page.row.tickets)
        self.follow_mode()

    def _show_address(self, name: str, *, another_contact: bool) -> None:
        """The contact's or none; the one it went by so far is told where that is another."""
        page, line = self.page, self._lines[name]
        choice = cast("Select[str]", line.control)
        of_email = (page.email, page.contact_email)
        now, theirs = of_email if name == "email" else (page.address, page.contact_address)
        if not theirs:
            choice.value = BLANK
        line.retranslate()
        if another_contact:
            choice.value = THEIRS if theirs else BLANK
        else:
            line.renew(_begins(now, theirs))
        older = now if now and now != theirs else ""
        line.warn(_("So far: {address}").format(address=safe(older)) if older else "")

    def follow_mode(self) -> None:
        """The stars of what the mode needs; why it cannot be, where it cannot."""
        mode = self.mode
        if mode is None:
            return
        self.require("email", required=mode.needs_email)
        self.require("address", required=mode.needs_address)
        self.require("contact", required=mode.needs_email or mode.needs_address)
        needed = {"email": mode.needs_email, "address": mode.needs_address}
        for name, theirs in (("email", self.page.contact_email), ("address", self.page.contact_address)):
            if needed[name] and theirs:
                self._lines[name].renew(THEIRS)
        objection = mode.objection
        self._lines["mode"].say(None if objection is None else FieldFault(objection.code, objection.facts))

    def say_row(self, *, allowed: bool, why_not: Callable[[], str]) -> None:
        """Whether some of the tickets may be chosen, else why not."""
        cast("ChangeChoice", self.field("change")).allow_row(allowed=allowed)
        said = self.query_one(".row-said", Words)
        said.display = not allowed
        said.say(str if allowed else why_not)

    def retranslate(self) -> None:
        """The titles of the tickets again; all else is told by the dialog."""
        self.tickets.title(self.page.row.tickets)


def _begins(now: str, theirs: str) -> str:
    """What a shipment that went by `now` begins with, where the contact has `theirs`."""
    return THEIRS if now and theirs else BLANK


def _named(page: ShipmentPage) -> str:
    if page.contact is None:
        return "–"
    return f"{page.contact.name} [{page.contact.number}]"


def _theirs_or_blank(theirs: str) -> tuple[tuple[str, str], ...]:
    none = _("(blank)")
    return ((THEIRS, safe(theirs) or none), (BLANK, none)) if theirs else ((BLANK, none),)


def ticket_row(ticket: ShipmentTicket, locale: str) -> Row:
    """A ticket as its line is ticked."""
    from boxoffice_tui.locales import formats

    starts = ticket.starts_at
    when = "" if starts is None else formats.day_and_time(starts, ticket.zone, locale)
    printed = _("printed {count}×").format(count=ticket.printed) if ticket.printed else ""
    return Row(ticket.id, (str(ticket.number), safe(ticket.event), when, safe(ticket.seat), printed))
