"""A line of a screen that says what is, in the words of now."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Static


class Telling(Static):
    """A line that says what is; it repaints only when that reads differently."""

    def __init__(
        self,
        sentence: Callable[[], str | Content],
        *,
        id: str | None = None,  # noqa: A002 -- Textual's own word
    ) -> None:
        super().__init__(id=id)
        self._sentence = sentence
        self._said = Content("")

    def tell(self) -> None:
        """Ask what to say, and say it."""
        told = self._sentence()
        said = told if isinstance(told, Content) else Content(told)
        if not said.is_same(self._said):
            self._said = said
            self.update(said, layout=self.styles.auto_dimensions)

    @property
    def said(self) -> str:
        """What is said now."""
        return self._said.plain

    def retranslate(self) -> None:
        """Words again."""
        self.tell()
