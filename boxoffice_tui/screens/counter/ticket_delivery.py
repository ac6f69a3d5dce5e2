"""Ticket delivery: how what is in the basket reaches the customer (spec/delivery.md, Dialogs)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.printers import stock_objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.answers import flow
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.counter import basket_work as work
from boxoffice_tui.screens.counter.basket import Basket
from boxoffice_tui.screens.counter.basket_work import Delivered
from boxoffice_tui.screens.counter.delivery_words import TO_COMPLETE, mode_words, why_not_words
from boxoffice_tui.screens.delivery.exception_box import ExceptionBox
from boxoffice_tui.screens.dialogs import STYLES, CommandButton, Dialog, Words
from boxoffice_tui.views.contacts import ContactRow
from boxoffice_tui.views.delivery import ModeOffer
from boxoffice_tui.views.shipment_modes import ShipmentModeRow
from boxoffice_tui.widgets.choice import TickBox
from boxoffice_tui.widgets.numbered_choice import NumberedChoice

ADD = Command(
    "ticket_delivery.add",
    N_("Add"),
    ("a", "alt+a"),
    GENERAL,
    footer=2,
    action="add",
    hint=N_("another delivery contact, found or new"),
)
CHANGE = Command(
    "ticket_delivery.change",
    N_("Modify"),
    ("m", "alt+m"),
    GENERAL,
    lambda screen: screen.who is not None,
    footer=3,
    action="change",
    hint=N_("address and e-mail of the delivery contact"),
    right=Right.CONTACTS_EDIT,
)


class TicketDelivery(Dialog[Delivered]):
    """Dismisses how the basket is delivered; None leaves it as it was. `buyer` may have another address by then."""

    CSS_PATH = [STYLES, "ticket_delivery.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = (
        Command("ticket_delivery.save", N_("OK"), ("enter", "alt+s"), GENERAL, footer=1, action="save"),
        ADD,
        CHANGE,
    )
    BUTTONS = ("ticket_delivery.save", "dialog.back")
    DEFAULT = "ticket_delivery.save"

    class Offered(Answer[work.DeliveryChoices]):
        """The modes for the basket and who gets it, their address, and whether tickets print here."""

    def __init__(
        self, basket: Basket, buyer: ContactRow | None, modes: Mapping[str, ShipmentModeRow], now: Delivered
    ) -> None:
        super().__init__()
        self._basket, self.buyer, self._modes, self._now = basket, buyer, modes, now
        self._to = now.to
        self._found: work.DeliveryChoices | None = None

    @property
    def who(self) -> ContactRow | None:
        """Who the tickets are delivered to."""
        return self._to or self.buyer

    def heading(self) -> str:
        return _("Ticket delivery")

    def body(self) -> Iterable[Widget]:
        yield NumberedChoice(self._choices, columns=1, digit_of=self._digit_of, id="mode")
        with Horizontal(classes="who"):
            yield Words(self._who_words, classes="told")
            yield CommandButton(ADD)
        with Horizontal(classes="who"):
            yield Words(self._where_words, classes="told")
            yield CommandButton(CHANGE)
        yield TickBox(_("Immediate printing"), self._now.print_now, id="print")
        yield Words(self._print_words, classes="beside-box")
        yield ExceptionBox(self._now.exception, id="exception")
        yield Words(self._exception_words, classes="beside-box")
        yield Words(str, classes="fault")
        yield Words(self._why_not, classes="why-not")

    def on_mount(self) -> None:
        self.query_one(".fault").display = False
        self._allow()
        self._ask()

    def retranslate(self) -> None:
        super().retranslate()
        self._ask()

    def unsaved(self) -> str | None:
        changed = self.is_mounted and self._delivered() != self._now
        return _("The delivery you chose here is not kept.") if changed else None

    @property
    def keeps_keys(self) -> bool:
        return self._found is None

    # What is offered

    def _ask(self) -> None:
        basket, contact_id = self._basket, None if self.who is None else self.who.contact_id
        exception = self._excepted
        self.fetch(
            self.Offered,
            lambda desk: work.delivery_choices(desk, basket, contact_id, exception=exception),
            keeps_keys=True,
        )

    @on(Offered)
    def _show(self, offered: Offered) -> None:
        first = self._found is None
        self._found = offered.value
        choice = self.query_one("#mode", NumberedChoice)
        if first and self._now.mode is not None:
            choice.begin_with(self._now.mode.code)
        choice.refresh(layout=True)
        self._allow()
        for said in self.query(Words):
            said.retranslate()
        if first:
            choice.focus()

    @property
    def _offered(self) -> list[ModeOffer]:
        """Those offered, or that would be with an address or e-mail."""
        found = () if self._found is None else self._found.modes
        return [one for one in found if one.objection is None or one.objection.code in TO_COMPLETE]

    def _choices(self) -> list[tuple[str, str]]:
        return [(one.code, mode_words(one, self.shell.locale())) for one in self._offered]

    def _digit_of(self, code: str) -> int:
        """A mode's place among all of the house, offered or not: it is the same for the next basket."""
        found = () if self._found is None else self._found.modes
        return [one.code for one in found].index(code) + 1

    @property
    def _excepted(self) -> bool:
        return self.query_one("#exception", TickBox).value if self.is_mounted else self._now.exception

    @property
    def _mode(self) -> ShipmentModeRow | None:
        code = self.query_one("#mode", NumberedChoice).value
        return self._modes.get(code) if code in {one.code for one in self._offered} else None

    def _allow(self) -> None:
        """What can be ticked: the exception with its right, printing where the mode and the till can."""
        excepts = Right.SHIPMENTS_EXCEPTION in self.standing.rights
        self.query_one("#exception", TickBox).disabled = not excepts
        mode, box = self._mode, self.query_one("#print", TickBox)
        printer = self._found is not None and self._found.printer
        prints = printer and mode is not None and stock_objection(mode.type, {}) is None
        box.disabled = not prints
        if not prints and self._found is not None:
            box.value = False

    @on(NumberedChoice.Chosen)
    def _follow_mode(self) -> None:
        self.query_one(".fault").display = False
        self._allow()
        self._tell()

    @on(NumberedChoice.WentOn)
    def _go_on(self, went_on: NumberedChoice.WentOn) -> None:
        """A digit may be a mistake; Enter on what is chosen is the button's."""
        if went_on.chosen:
            self.action_save()
        else:
            self.query(".command-save").first().focus()

    @on(NumberedChoice.Undecided)
    def _ask_for_mode(self) -> None:
        self.action_save()

    @on(TickBox.Changed, "#exception")
    def _follow_exception(self) -> None:
        self._ask()

    def _tell(self) -> None:
        for said in self.query(Words):
            said.retranslate()

    # Who gets them

    @flow
    async def action_add(self) -> None:
        """Another delivery contact."""
        from boxoffice_tui.screens.counter.customer import FindCustomer

        found = await self.app.push_screen_wait(FindCustomer())
        if found is not None:
            self._to = None if self.buyer is not None and found.contact_id == self.buyer.contact_id else found
            self._ask()

    @flow
    async def action_change(self) -> None:
        """Another address or e-mail of who gets them."""
        from boxoffice_tui.screens.contacts.contact_dialog import ContactDialog

        if self.who is None:
            return
        changed = await self.app.push_screen_wait(ContactDialog(self.who.contact_id))
        if changed is not None:
            if self._to is not None:
                self._to = changed
            else:
                self.buyer = changed
            self._ask()

    # Taking it

    def action_save(self) -> None:
        """Keep it for the basket; what the mode needs of a contact who is named must be there."""
        mode = self._mode
        if mode is None:
            self._refuse(lambda: _("! Choose a delivery mode."))
        elif self.who is not None and self._lacking(mode):
            self._refuse(lambda: self._lacking(mode))
        else:
            self.dismiss(self._delivered())

    def _refuse(self, why: Callable[[], str]) -> None:
        self.query_one(".fault").display = True
        self.query_one(".fault", Words).say(why)
        self.query_one("#mode", NumberedChoice).focus()

    def _lacking(self, mode: ShipmentModeRow) -> str:
        """What the contact's data lack for a mode, in words."""
        objection = next((one.objection for one in self._offered if one.code == mode.code), None)
        if objection is None:
            return ""
        said = words.refusal(objection.code, objection.facts, self.shell.locale(), self.standing.zone or "UTC")
        return f"! {said}"

    def _delivered(self) -> Delivered:
        return Delivered(self._mode, self._to, self._excepted, self.query_one("#print", TickBox).value)

    # Words

    def _why_not(self) -> str:
        if self._found is None:
            return ""
        return why_not_words(self._found.modes, self.shell.locale(), self.standing.zone or "UTC")

    def _who_words(self) -> Content:
        who = self.who
        said = "–" if who is None else f"{safe(who.name)} [{who.number}]"
        return Content.assemble((_("Contact"), "dim"), f"  {said}")

    def _where_words(self) -> Content:
        """The address and the e-mail, with a star where the mode needs them."""
        mode, found = self._mode if self.is_mounted else None, self._found
        needs = {"address": mode is not None and mode.needs_address, "email": mode is not None and mode.needs_email}
        lines = []
        for name, label in (("address", _("Address")), ("email", _("E-mail"))):
            value = "" if found is None else getattr(found, name)
            star = " *" if needs[name] else ""
            lines.append(Content.assemble((f"{label}{star}", "dim"), f"  {safe(value) or '–'}"))
        return Content("\n").join(lines)

    def _print_words(self) -> str:
        """Why nothing is printed at once."""
        mode = self._mode if self.is_mounted else None
        if self._found is None or mode is None:
            return ""
        if not self._found.printer:
            return _("No ticket printer stands at this till.")
        return _("This mode's tickets are not on stock.") if stock_objection(mode.type, {}) else ""

    def _exception_words(self) -> str:
        if Right.SHIPMENTS_EXCEPTION not in self.standing.rights:
            said = _("Allowing it takes the right “{right}”.")
            return said.format(right=words.right_name(Right.SHIPMENTS_EXCEPTION))
        return _("For what is reserved: a sale leaves no reference shipment.")
