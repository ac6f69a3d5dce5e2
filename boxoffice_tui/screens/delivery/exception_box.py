"""The box of the exception, and what it means (spec/delivery.md, When is a mode offered?)."""

from __future__ import annotations

from textual.content import Content

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.screens.delivery.commands import EXCEPTION
from boxoffice_tui.widgets.choice import LongTick


class ExceptionBox(LongTick):
    """Whether the reference shipment's mode is open on every channel."""

    HELP_WORDS = N_(
        "The exception opens the mode on every sales channel, for this dossier alone: only the channel is waived, "
        "the fee stays. It belongs to the reference shipment, which a reservation leaves. Space ticks it."
    )

    def __init__(self, value: bool, id: str | None = None) -> None:  # noqa: A002 - as Textual's
        super().__init__(Content(_(EXCEPTION)), value, id=id)
