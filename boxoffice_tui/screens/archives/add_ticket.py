"""Add a ticket to an order: its commands, and saving it (spec/archives.md, Add a ticket, 1 to 7).

The sketch is that of spec/screens.md. How the form looks is in add_ticket_form.py, choosing and holding in
add_ticket_choosing.py, the promotion code in add_ticket_promotion.py, what stands in it in add_ticket_draft.py,
what services are asked in add_ticket_work.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.delivery import DeliveryReason, DeliveryRefusal
from boxoffice_tui.rules.occupancy import OccupancyRefusal
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.pricing import PriceRefusal
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.archives import add_ticket_words as say
from boxoffice_tui.screens.archives import add_ticket_work as work
from boxoffice_tui.screens.archives.add_ticket_draft import Missing
from boxoffice_tui.screens.archives.add_ticket_parts import Chooser
from boxoffice_tui.screens.archives.add_ticket_promotion import PromotionForm
from boxoffice_tui.screens.archives.add_ticket_work import NowHeld, Shown
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import CommandButton, confirm, explanation
from boxoffice_tui.views.orders import OrderChange, OrderPage
from boxoffice_tui.widgets.fields import CountField
from boxoffice_tui.widgets.seat_map import SeatMap

GROUP = N_("Add a ticket")
_SAID_IN_THE_FORM: frozenset[str] = frozenset(
    {
        OccupancyRefusal.SEAT_TAKEN,
        OccupancyRefusal.SEAT_KILLED,
        OccupancyRefusal.SEAT_HOUSE,
        OccupancyRefusal.GAUGE_FULL,
        OrderRefusal.LIMIT_PER_ORDER,
        OrderRefusal.QUANTITY_NOT_POSITIVE,
        OrderRefusal.ORDER_CANCELLED,
        OrderRefusal.ORIGIN_NOT_CHANGEABLE,
        OrderRefusal.PERFORMANCE_CANCELLED,
        OrderRefusal.PERFORMANCE_NOT_ON_SALE,
        OrderRefusal.PERFORMANCE_PAST,
        PriceRefusal.NO_PRICE,
        DeliveryRefusal.MODE_NOT_OFFERED,
        *DeliveryReason,
    }
)


def _proposes(screen: AddTicket) -> bool:
    return bool(screen.proposals)


def _holds(screen: AddTicket) -> bool:
    return screen.holding is not None


def _numbered(screen: AddTicket) -> bool:
    return screen.draft.offer is not None and screen.draft.numbered


def _takes_codes(screen: AddTicket) -> bool:
    return screen.takes_codes


def _in_conflict(screen: AddTicket) -> bool:
    return screen.conflict


class AddTicket(PromotionForm):
    """The form with its commands; dismisses the change of the order, None when it was left."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding(str(number), f"propose({number})", show=False) for number in range(1, work.MOST_PROPOSED + 1)
    ]
    COMMAND_LIST = (
        Command("add_ticket.save", N_("Save"), ("s", "alt+s"), GROUP, footer=1),
        Command(
            "add_ticket.next_proposal",
            N_("Next proposal"),
            ("n", "alt+n"),
            GROUP,
            _proposes,
            footer=2,
            hint=N_("or the digit of one"),
        ),
        Command("add_ticket.renew", N_("Hold longer"), ("r", "alt+r"), GROUP, _holds, footer=2),
        Command("add_ticket.reload", N_("Load again"), ("l", "alt+l"), GROUP, _in_conflict, footer=2),
        Command("add_ticket.number", N_("Number of tickets"), ("q", "alt+q"), GROUP, footer=5),
        Command("add_ticket.promotion", N_("Promotion code"), ("c", "alt+c"), GROUP, _takes_codes, footer=6),
        Command("add_ticket.delivery", N_("Delivery mode"), ("d", "alt+d"), GROUP, footer=7),
        Command("add_ticket.accessible", N_("Accessible seats"), ("a", "alt+a"), GROUP, _numbered, footer=6),
        Command("add_ticket.back", N_("Cancel"), ("escape",), GENERAL, footer=1, action="back"),
    )

    class ReadAnew(Answer[Shown]):
        """The prices of now, after those shown were refused."""

    class Reloaded(Answer[OrderPage]):
        """The order as somebody else left it."""

    class Saved(Answer[OrderChange]):
        """The tickets are the order's."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self.conflict = False
        self._refusal: Callable[[], str] = str
        self._saves_next = False

    def unsaved(self) -> str | None:
        if self.holding is None:
            return None
        count = self.holding.count
        return say.unsaved_words(count)

    # Commands

    def action_number(self) -> None:
        """Go to the number of tickets; what is typed replaces it."""
        field = self.query_one(CountField)
        field.focus()
        field.select_all()

    def action_delivery(self) -> None:
        """Go to the delivery mode."""
        self.query_one("#delivery", Chooser).focus()

    def action_accessible(self) -> None:
        """Propose accessible seats, or the others again."""
        self.draft.accessible = not self.draft.accessible
        self.propose()
        self.tell()

    def action_renew(self) -> None:
        """Hold what is chosen anew, from now."""
        self.want(self.draft.choice)

    def action_reload(self) -> None:
        """Load the order as somebody else left it."""
        from boxoffice_tui.services import order_page

        order_id = self.draft.page.order_id
        self.fetch(self.Reloaded, lambda desk: order_page.show(desk, order_id))

    @on(Reloaded)
    def _take_order(self, reloaded: Reloaded) -> None:
        self.draft.page = reloaded.value
        self.conflict = False
        self.give_news(None)
        self.read_again()

    @on(CommandButton.Pressed)
    async def _press(self, event: CommandButton.Pressed) -> None:
        event.stop()
        await self.run_command(event.command)

    # Saving

    def action_save(self) -> None:
        """Add the tickets, once whatever is pressed; a hold under way is waited for."""
        self.take_count()
        if self.take_code():
            self.give_news(lambda: _("Not saved yet: look at the price with this code first."))
        elif not self.settled:
            self._saves_next = True
        elif (missing := self.draft.missing()) is not None:
            self._ask_for(missing)
        else:
            key, asked = self.form, work.asked_for(self.draft)
            self.write(self.Saved, lambda desk: work.save(desk, key, asked))

    def now_held(self, now: NowHeld) -> None:
        super().now_held(now)
        if self._saves_next and self.settled:
            self._saves_next = False
            self.action_save()

    def not_held(self, error: Exception) -> None:
        self._saves_next = False
        super().not_held(error)

    def _ask_for(self, missing: Missing) -> None:
        locale, zone = self.shell.locale(), self.standing.zone or "UTC"
        self.give_news(lambda: say.missing_words(self.draft, missing, locale, zone))
        if missing is Missing.SEATS:
            self.query_one(SeatMap).focus()
        elif missing is Missing.MODE:
            self.action_delivery()

    @on(Saved)
    def _leave_with(self, saved: Saved) -> None:
        self.kept()
        self.dismiss(saved.value)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        if question is self.Saved:
            self._not_saved(error)
        else:
            super().failed(question, error)

    def _not_saved(self, error: Exception) -> None:
        """What was typed stays; a new price and a conflict are asked about, the rest is said in the form."""
        from boxoffice_tui.services.errors import ConflictError, RefusedError

        self._refusal = explanation(error, self.shell)
        code = error.code if isinstance(error, RefusedError) else ""
        if isinstance(error, ConflictError):
            self.conflict = True
            self.give_news(self._refusal)
            self._ask_about_conflict()
        elif code == OrderRefusal.PRICE_CHANGED:
            self._read_prices()
        elif code in _SAID_IN_THE_FORM:
            self.give_news(self._refusal)
            self.read_again()
        else:
            super().failed(self.Saved, error)

    @flow
    async def _ask_about_conflict(self) -> None:
        if await confirm(self, self._refusal, N_("Load the order again"), heading=lambda: _("Not saved")):
            self.action_reload()

    def _read_prices(self) -> None:
        page, form, offer = self.draft.page, self.form, self.draft.offer
        if offer is not None:
            performance_id = offer.performance.performance_id
            code = self.draft.promotion
            self.fetch(
                self.ReadAnew, lambda desk: work.read_performance(desk, page, form, performance_id, code)
            )

    @on(ReadAnew)
    def _show_new_prices(self, read: ReadAnew) -> None:
        self.show_performance(read.value)
        self._ask_about_price()

    @flow
    async def _ask_about_price(self) -> None:
        if await confirm(self, self._refusal, N_("Save at the new price"), heading=lambda: _("Not saved")):
            self.action_save()
