"""A dialog that says in itself why something was not done; what was typed stays."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import TypeVar

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from boxoffice_tui.screens.dialogs import STYLES, Dialog, Sentence
from boxoffice_tui.screens.refusal import Refusal

Result = TypeVar("Result")
REFUSING_STYLES: list[str | PurePath] = [STYLES, Path(__file__).with_name("refusing_dialog.tcss")]


class RefusingDialog(Dialog[Result]):
    """A dialog that says in itself why something was not done."""

    CSS_PATH = REFUSING_STYLES

    def body(self) -> Iterable[Widget]:
        yield from self.parts()
        yield Refusal()

    def parts(self) -> Iterable[Widget]:
        """The dialog's own widgets, above what it refuses."""
        yield from ()

    def refuse(self, sentence: Sentence | None) -> None:
        """Say why not, or nothing any more."""
        self.query_one(Refusal).refuse(sentence)

    @on(Input.Changed)
    def _take_back(self) -> None:
        self.refuse(None)
