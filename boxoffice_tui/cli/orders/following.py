"""What may follow tickets in the same command: payment, confirmation, note (spec/archives.md, 9 to 11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.failures import PartlyDoneError
from boxoffice_tui.cli.orders.noun import owed
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.orders import OrderChange
    from boxoffice_tui.views.requests import PaymentRequest

Pay = Annotated[
    list[str] | None,
    typer.Option("--pay", metavar="METHOD:AMOUNT", help=N_("Paid like this; may be given several times.")),
]


@dataclass(frozen=True, slots=True)
class Following:
    """The options that say what is done afterwards."""

    confirm: Annotated[
        bool, typer.Option("--confirm", help=N_("Record the confirmation e-mail afterwards."))
    ] = False
    note: Annotated[
        str, typer.Option("--note", metavar="REASON", help=N_("Note afterwards why; - reads it from stdin."))
    ] = ""


@dataclass(frozen=True, slots=True)
class After:
    """What is to follow when the tickets are saved."""

    payments: tuple[PaymentRequest, ...]
    confirm: bool
    reason: str


def after_of(session: Session, pay: Sequence[str] | None, following: Following) -> After:
    """Read and checked before anything is saved. Raises `UsageProblemError`, `RefusedError`."""
    return After(payments_of(session, pay), following.confirm, _reason(following.note))


def payments_of(session: Session, pay: Sequence[str] | None) -> tuple[PaymentRequest, ...]:
    """The payments typed. Raises `UsageProblemError`."""
    return tuple(typed.payment(session, "--pay", text) for text in pay or ())


def follow(
    session: Session, key: str, step: str, first: OrderChange, after: After, note: Callable[[str], str]
) -> dict[str, OrderChange]:
    """All that was done by its step, `step` first; `note` writes the reason out. Raises `PartlyDoneError`."""
    done = {step: first}
    for name, act in _steps(session, key, first.order_id, after, note):
        try:
            done[name] = act()
        except Exception as error:
            raise PartlyDoneError(error, done) from error
    return done


def outcome(done: Mapping[str, OrderChange]) -> OrderChange:
    """The first change with what the order came to after all steps: version, balance, change to hand back."""
    changes = list(done.values())
    given = next((one.change_given for one in changes if one.change_given is not None), None)
    return replace(changes[0], version=changes[-1].version, balance=changes[-1].balance, change_given=given)


def _steps(
    session: Session, key: str, order_id: int, after: After, note: Callable[[str], str]
) -> list[tuple[str, Callable[[], OrderChange]]]:
    """Each a change of its own with its own key."""
    from boxoffice_tui.rules.text import REMARK_LIMIT
    from boxoffice_tui.services import confirmation, notes
    from boxoffice_tui.services.payments import record_payment

    desk = session.desk

    def paid() -> OrderChange:
        lines = enumerate(after.payments)
        return [record_payment(desk, f"{key}:pay:{n}", order_id, None, line) for n, line in lines][-1]

    def confirmed() -> OrderChange:
        return confirmation.record_confirmation(desk, f"{key}:confirm", order_id, None, after.reason)

    def noted() -> OrderChange:
        text = note(after.reason)
        kept = text if len(text) <= REMARK_LIMIT else after.reason  # hundreds of seats are in the journal
        return notes.add_note(desk, f"{key}:note", order_id, kept)

    asked = (
        ("paid", bool(after.payments), paid),
        ("confirmed", after.confirm, confirmed),
        ("noted", bool(after.reason), noted),
    )
    return [(step, act) for step, wanted, act in asked if wanted]


def tell_steps(session: Session, sheet: Sheet, steps: Mapping[str, OrderChange]) -> None:
    """What followed, to people."""
    if "paid" in steps:
        sheet.line(_("Payment recorded; this takes no money by itself."))
        sheet.line(owed(session, steps["paid"].balance))
    if "confirmed" in steps:
        sheet.line(_("Confirmation e-mail ready to be sent: boxoffice outbox send"))
    if "noted" in steps:
        sheet.line(_("Note added"))


def _reason(note: str) -> str:
    if not note:
        return ""
    from boxoffice_tui.rules.orders import note_objection
    from boxoffice_tui.rules.text import REASON_LIMIT
    from boxoffice_tui.services.errors import insist

    reason = typed.words("--note", note)
    insist(note_objection(reason, REASON_LIMIT))
    return reason
