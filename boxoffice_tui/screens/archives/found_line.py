"""The two lines under the orders found: what is to be said about them, and how many there are.

A hint or why nothing was searched comes first; else it is said what the order under the cursor lacks, which
the list has room to mark only (spec/archives.md, Add a ticket, 12).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.visual import VisualType

from boxoffice_tui.locales.translate import _, ngettext
from boxoffice_tui.screens.archives.order_lines import to_finish
from boxoffice_tui.screens.archives.order_list import UNFINISHED
from boxoffice_tui.screens.archives.searching import Found
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.views.states import Unfinished

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import ShellScreen


class Hint(Words):
    """Two lines whatever they say: other words move nothing on the screen."""

    def update(self, content: VisualType = "", *, layout: bool = False) -> None:
        """Paint other words."""
        super().update(content, layout=layout)


class FoundLine(Horizontal):
    """The one place where the search speaks; its height never changes."""

    def __init__(self) -> None:
        super().__init__()
        self._count: int | None = None
        self._spoken: Callable[[], str] = str
        self._unfinished: tuple[Unfinished, ...] = ()

    def compose(self) -> ComposeResult:
        yield Hint(self._said, classes="hint")
        yield Words(self._count_said, classes="count")

    def tell(self, found: Found) -> None:
        """The hints about what was found, or nothing."""
        self.remove_class("-refused")
        self._speak(lambda: self._hint_said(found))

    def refuse(self, code: str, facts: Mapping[str, object]) -> None:
        """Why nothing was searched."""
        from boxoffice_tui.locales import words

        self.add_class("-refused")
        self._speak(lambda: words.refusal(code, facts, self._locale))
        self.count(None)

    def follow(self, unfinished: Sequence[Unfinished]) -> None:
        """What the order under the cursor lacks, nothing where it is whole or shown beside the list."""
        self._unfinished = tuple(unfinished)
        self.query_one(Hint).retranslate()

    def count(self, number: int | None) -> None:
        """How many orders there are, None while that is not known."""
        self._count = number
        self.query_one(".count", Words).retranslate()

    @property
    def _locale(self) -> str:
        return cast("ShellScreen[Any]", self.screen).shell.locale()

    def _speak(self, sentence: Callable[[], str]) -> None:
        self._spoken = sentence
        self.query_one(Hint).retranslate()

    def _said(self) -> Content:
        spoken = self._spoken()
        if spoken or not self._unfinished:
            return Content(spoken)
        return Content.assemble((UNFINISHED, "bold $text-warning"), " ", to_finish(self._unfinished))

    def _hint_said(self, found: Found) -> str:
        from boxoffice_tui.locales import formats, words

        said = []
        if found.period.swapped and found.period.first and found.period.last:
            dates = formats.period(found.period.first, found.period.last, self._locale)
            said.append(_("The period ended before it began; searched: {dates}.").format(dates=dates))
        if found.page.outside is not None:
            said.append(words.outside_period(found.page.outside, self._locale))
        return " ".join(said)

    def _count_said(self) -> str:
        if self._count is None:
            return ""
        from boxoffice_tui.locales import formats

        number = formats.count(self._count, self._locale)
        return ngettext("{count} order", "{count} orders", self._count).format(count=number)
