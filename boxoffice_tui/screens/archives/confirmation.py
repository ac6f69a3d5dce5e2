"""The confirmation e-mail: to whom, with what, and what is missing for it (spec/archives.md, 10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from boxoffice_tui.locales.other_recipients import also_to, not_to
from boxoffice_tui.locales.translate import N_, _, ngettext
from boxoffice_tui.locales.words import balance as balance_words
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.archives.commands import DELIVERY
from boxoffice_tui.screens.archives.order_dialog import OrderDialog
from boxoffice_tui.screens.archives.order_lines import tickets_said
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command, key_name
from boxoffice_tui.screens.dialogs import CommandButton, Words
from boxoffice_tui.screens.forms import Field, FieldFault, FieldLine, Form

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk
    from boxoffice_tui.views.orders import OrderChange, TicketLine

FIELD_OF: Mapping[str, str] = {
    OrderRefusal.NO_EMAIL: "email",
    OrderRefusal.MALFORMED_EMAIL: "email",
    OrderRefusal.BALANCE_NOT_ZERO: "reason",
}
REQUIRED = FieldFault("required")


class ConfirmationDialog(OrderDialog):
    """Asks for an address where there is none, and for a reason while the balance is not zero."""

    COMMAND_LIST = (Command("confirmation.send", N_("Send"), ("enter", "alt+s"), GENERAL, footer=1),)
    BUTTONS = ("confirmation.send", "dialog.back")
    DEFAULT = "confirmation.send"

    def heading(self) -> str:
        return _("Confirmation of order {number}").format(number=self.page.number)

    def body(self) -> Iterable[Widget]:
        yield Words(self._recipient)
        yield Words(self._enclosed)
        yield Words(self._others, classes="others")
        yield Words(self._not_attached, classes="not-attached")
        yield Words(self._owed, classes="owed")
        yield Form((Field("email", N_("E-mail address")), Field("reason", N_("Reason"))))

    def on_mount(self) -> None:
        self._show_fields()
        if self._needed:
            self.query_one(Form).field(self._needed[0]).focus()
        else:
            self.query(CommandButton).first().focus()

    def order_changed(self) -> None:
        self._show_fields()
        super().order_changed()

    @property
    def _needed(self) -> list[str]:
        """The fields that must be filled in."""
        lacks = {"email": not (self.page.buyer and self.page.buyer.email), "reason": bool(self.page.balance)}
        return [name for name, lacking in lacks.items() if lacking]

    @property
    def _undelivered(self) -> tuple[TicketLine, ...]:
        """The tickets whose delivery is still to be chosen: they are in the mail, and not attached to it."""
        return tuple(ticket for ticket in self.page.tickets if ticket.delivery_to_choose)

    def _show_fields(self) -> None:
        for line in self.query(FieldLine):
            line.display = line.field.name in self._needed
        self.query_one(".owed").display = bool(self.page.balance)
        self.query_one(".others").display = bool(self.page.other_recipients)
        self.query_one(".not-attached").display = bool(self._undelivered)

    def action_send(self) -> None:
        """Record the mail, once, if nothing is missing."""
        form = self.query_one(Form)
        values = form.check()
        if values is None:
            return
        missing = {name: REQUIRED for name in self._needed if not values[name]}
        if missing:
            form.show_faults(missing)
            return
        key, order_id, version = self.key, self.page.order_id, self.page.version
        reason, email = ((values[name] or "") if name in self._needed else "" for name in ("reason", "email"))

        def record(desk: Desk) -> OrderChange:
            from boxoffice_tui.services import confirmation

            return confirmation.record_confirmation(desk, key, order_id, version, reason, email)

        self.save(record)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        field = FIELD_OF.get(getattr(error, "code", ""))
        if question is self.Saved and field in self._needed:
            fault = FieldFault(getattr(error, "code", ""), getattr(error, "facts", {}))
            self.query_one(Form).show_faults({str(field): fault})
        else:
            super().failed(question, error)

    def unsaved(self) -> str | None:
        return _("The confirmation is not sent.") if self.query_one(Form).changed else None

    def _recipient(self) -> str:
        buyer = self.page.buyer
        if buyer is None or not buyer.email:
            return _("To {name}: no e-mail address is known.").format(
                name=safe(buyer.name) if buyer else _("nobody")
            )
        from boxoffice_tui.locales import formats

        language = formats.language_name(buyer.language, self.shell.locale())
        return _("To {name}, {email}, in {language}").format(
            name=safe(buyer.name), email=safe(buyer.email), language=language
        )

    def _owed(self) -> str:
        owed = balance_words(self.page.balance, self.shell.locale())
        return _("{balance}. Say why the confirmation leaves now.").format(balance=owed)

    def _enclosed(self) -> str:
        tickets = self.page.live_tickets
        electronic = sum(ticket.electronic for ticket in tickets)
        said = ngettext("with {count} e-ticket as PDF", "with {count} e-tickets as PDF", electronic)
        parts = [said.format(count=electronic)]
        others = len(tickets) - electronic - len(self._undelivered)
        if others:
            by_other_ways = ngettext(
                "{count} ticket goes another way", "{count} tickets go another way", others
            )
            parts.append(by_other_ways.format(count=others))
        evenings = len({ticket.performance_id for ticket in tickets})
        entries = ngettext("with {count} calendar entry", "with {count} calendar entries", evenings)
        return ", ".join([*parts, entries.format(count=evenings)])

    def _others(self) -> str:
        """Who else gets tickets by e-mail, in a line each, and who has no address for that."""
        others = self.page.other_recipients
        return "\n".join(also_to(one) if one.email else f"! {not_to(one)}" for one in others)

    def _not_attached(self) -> str:
        key = self.shell.keymap.get(DELIVERY.id, DELIVERY.keys[0])
        said = _("! No delivery mode, so not attached: {tickets}. Choose one first: {command} ({key}).")
        tickets = tickets_said(self._undelivered)
        return said.format(tickets=tickets, command=_(DELIVERY.label), key=key_name(key))
