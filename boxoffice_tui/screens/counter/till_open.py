"""Opening a till with its float, and cash put in or taken out with its reason (issue: Tills)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.text import safe
from boxoffice_tui.rules.tills import TillRefusal
from boxoffice_tui.screens.counter.till_commands import OPEN_NOW, RECORD
from boxoffice_tui.screens.counter.till_dialog import TillAt, TillDialog
from boxoffice_tui.screens.dialogs import Words, explanation
from boxoffice_tui.screens.forms import Field, Form
from boxoffice_tui.views.tills import TillChange, TillState

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

_AMOUNT_FAULTS = (
    TillRefusal.TILL_CURRENCY,
    TillRefusal.AMOUNT_NOT_POSITIVE,
    TillRefusal.AMOUNT_NEGATIVE,
    TillRefusal.AMOUNT_TOO_LARGE,
    TillRefusal.CASH_OUT_TOO_HIGH,
)
_REASON_FAULTS = (OrderRefusal.REASON_REQUIRED, OrderRefusal.NOTE_TOO_LONG, OrderRefusal.CARD_NUMBER)


class OpenTill(TillDialog):
    """The float, and the till is open."""

    COMMAND_LIST = (OPEN_NOW,)
    BUTTONS = (OPEN_NOW.id, "dialog.back")
    DEFAULT = OPEN_NOW.id
    FIELD_OF: ClassVar[Mapping[str, str]] = dict.fromkeys(_AMOUNT_FAULTS, "opening")

    def heading(self) -> str:
        return _("Open till {till}").format(till=safe(self.at.code))

    def parts(self) -> Iterable[Widget]:
        yield Words(
            lambda: _(
                "Count the change that lies in the drawer and type what it comes to; 0 where there is none."
            ),
            classes="intro",
        )
        yield Form((Field("opening", N_("Float"), required=True, parse=self.parse_amount),))

    def action_save(self) -> None:
        """Open the till, once, if the float is an amount."""
        values = self.form.check()
        if values is None:
            return
        key, code, opening = self.key, self.at.code, values["opening"]

        def open_till(desk: Desk) -> TillChange:
            from boxoffice_tui.services import tills

            return tills.open_till(desk, key, code, opening)

        self.save(open_till)

    def shift_is_over(self, now: TillState) -> None:
        """Somebody opened it first."""
        from boxoffice_tui.services.errors import RefusedError

        facts = {"till": now.code, "number": now.number, "who": now.opened_by, "when": now.opened_at}
        if not self.writing and now.number is not None:
            self.refuse(explanation(RefusedError(TillRefusal.TILL_OPEN, facts), self.shell))


class MoveCash(TillDialog):
    """An amount and its reason: into the till, or out of it."""

    COMMAND_LIST = (RECORD,)
    BUTTONS = (RECORD.id, "dialog.back")
    DEFAULT = RECORD.id
    FIELD_OF: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(_AMOUNT_FAULTS, "amount"),
        **dict.fromkeys(_REASON_FAULTS, "reason"),
    }

    def __init__(self, at: TillAt, *, out: bool) -> None:
        super().__init__(at)
        self._out = out

    def heading(self) -> str:
        said = _("Cash out of till {till}") if self._out else _("Cash into till {till}")
        return said.format(till=safe(self.at.code))

    def parts(self) -> Iterable[Widget]:
        yield Words(self._intro, classes="intro")
        yield Words(self._drawer, classes="drawer")
        yield Form(
            (
                Field("amount", N_("Amount"), required=True, parse=self.parse_amount),
                Field("reason", N_("Reason"), required=True),
            )
        )

    def action_save(self) -> None:
        """Record it, once, if the form finds no fault."""
        values = self.form.check()
        if values is not None:
            self._move(values)

    def _move(self, values: Mapping[str, Any]) -> None:
        out, key, at = self._out, self.key, self.at

        def move(desk: Desk) -> TillChange:
            from boxoffice_tui.services import tills

            move_cash = tills.cash_out if out else tills.cash_in
            return move_cash(desk, key, at.code, values["amount"], values["reason"], at.number)

        self.save(move)

    def _intro(self) -> str:
        if self._out:
            return _("What you take out of the drawer, to the safe or the bank, and why.")
        return _("What you put into the drawer, from the safe or the bank, and why.")

    def _drawer(self) -> str:
        if self.expected is None:
            return ""
        return _("In the drawer there should be {amount}.").format(amount=self.money(self.expected))
