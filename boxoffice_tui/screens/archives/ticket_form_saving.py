"""Saving what stands in the form of tickets to come: once, when it is whole, and what to do when it is refused.

What was typed stays whatever the answer; a new price and a conflict are asked about, the rest is said in the form
(spec/archives.md, Add a ticket, 6).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.delivery import DeliveryReason, DeliveryRefusal
from boxoffice_tui.rules.exchanges import ExchangeRefusal
from boxoffice_tui.rules.occupancy import OccupancyRefusal
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.pricing import PriceRefusal
from boxoffice_tui.rules.reservations import ReservationRefusal
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.archives import ticket_form_words as say
from boxoffice_tui.screens.archives import ticket_form_work as work
from boxoffice_tui.screens.archives.ticket_form_draft import Draft, Missing
from boxoffice_tui.screens.archives.ticket_form_parts import Chooser
from boxoffice_tui.screens.archives.ticket_form_promotion import PromotionForm
from boxoffice_tui.screens.archives.ticket_form_work import NowHeld
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import CommandButton, confirm, explanation
from boxoffice_tui.views.orders import OrderChange, OrderPage
from boxoffice_tui.widgets.seat_map import SeatMap

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
        OrderRefusal.TICKET_NOT_LIVE,
        OrderRefusal.TICKET_SCANNED,
        PriceRefusal.NO_PRICE,
        DeliveryRefusal.MODE_NOT_OFFERED,
        ReservationRefusal.NOT_TAKEN_UP,
        *DeliveryReason,
        *ExchangeRefusal,
    }
)


def _proposes(screen: SavingForm) -> bool:
    return bool(screen.proposals)


def _holds(screen: SavingForm) -> bool:
    return screen.holding is not None


def _numbered(screen: SavingForm) -> bool:
    return screen.draft.offer is not None and screen.draft.numbered


def _takes_codes(screen: SavingForm) -> bool:
    return screen.takes_codes


def _in_conflict(screen: SavingForm) -> bool:
    return screen.conflict


def form_commands(prefix: str, group: str, *more: Command) -> tuple[Command, ...]:
    """What is done in the form, as the commands `prefix`.verb of a screen, with `more`; `group` is a msgid."""
    return (
        Command(f"{prefix}.save", N_("Save"), ("s", "alt+s"), group, footer=1),
        Command(
            f"{prefix}.next_proposal",
            N_("Next proposal"),
            ("n", "alt+n"),
            group,
            _proposes,
            footer=2,
            hint=N_("or the digit of one"),
        ),
        Command(f"{prefix}.renew", N_("Hold longer"), ("r", "alt+r"), group, _holds, footer=2),
        Command(f"{prefix}.reload", N_("Load again"), ("l", "alt+l"), group, _in_conflict, footer=2),
        *more,
        Command(f"{prefix}.promotion", N_("Promotion code"), ("c", "alt+c"), group, _takes_codes, footer=6),
        Command(f"{prefix}.delivery", N_("Delivery mode"), ("d", "alt+d"), group, footer=7),
        Command(f"{prefix}.accessible", N_("Accessible seats"), ("a", "alt+a"), group, _numbered, footer=6),
        Command(f"{prefix}.back", N_("Cancel"), ("escape",), GENERAL, footer=1, action="back"),
    )


class SavingForm(PromotionForm):
    """The form with what saves it; dismisses the change of the order, None when it was left."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding(str(number), f"propose({number})", show=False) for number in range(1, work.MOST_PROPOSED + 1)
    ]

    class Reloaded(Answer[OrderPage]):
        """The order as somebody else left it."""

    class Saved(Answer[OrderChange]):
        """The tickets are the order's."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self.conflict = False
        self.refusal: Callable[[], str] = str
        self._saves_next = False

    def save_now(self) -> None:
        """Save the draft, which lacks nothing."""
        raise NotImplementedError

    def price_changed(self) -> None:
        """What to do when the prices shown are not those of now; `refusal` says which are."""
        raise NotImplementedError

    # Commands

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
        """Save, once whatever is pressed; a hold under way is waited for."""
        self.take_count()
        if self.take_code():
            self.give_news(lambda: _("Not saved yet: look at the price with this code first."))
        elif not self.settled:
            self._saves_next = True
        elif (missing := self.draft.missing()) is not None:
            self._ask_for(missing)
        else:
            self.save_now()

    @property
    def keeps_keys(self) -> bool:
        return self._saves_next

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
            self.not_saved(error)
        else:
            super().failed(question, error)

    def not_saved(self, error: Exception) -> None:
        """What was typed stays; a new price and a conflict are asked about, the rest is said in the form."""
        from boxoffice_tui.services.errors import ConflictError, RefusedError

        self.refusal = explanation(error, self.shell)
        code = error.code if isinstance(error, RefusedError) else ""
        if isinstance(error, ConflictError):
            self.conflict = True
            self.give_news(self.refusal)
            self._ask_about_conflict()
        elif code == OrderRefusal.PRICE_CHANGED:
            self.price_changed()
        elif code in _SAID_IN_THE_FORM:
            self.give_news(self.refusal)
            self.read_again()
        else:
            super().failed(self.Saved, error)

    @flow
    async def _ask_about_conflict(self) -> None:
        if await confirm(self, self.refusal, N_("Load the order again"), heading=lambda: _("Not saved")):
            self.action_reload()
