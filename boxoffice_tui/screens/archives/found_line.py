"""The two lines under the orders found: a hint or why nothing was searched, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.containers import Horizontal

from boxoffice_tui.locales.translate import _, ngettext
from boxoffice_tui.screens.archives.searching import Found
from boxoffice_tui.screens.dialogs import Words

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import ShellScreen


class FoundLine(Horizontal):
    """The one place where the search speaks; its height never changes."""

    def __init__(self) -> None:
        super().__init__()
        self._count: int | None = None

    def compose(self) -> ComposeResult:
        yield Words(str, classes="hint")
        yield Words(self._count_said, classes="count")

    def tell(self, found: Found) -> None:
        """The hints about what was found, or nothing."""
        self.remove_class("-refused")
        self.query_one(".hint", Words).say(lambda: self._hint_said(found))

    def refuse(self, code: str, facts: Mapping[str, object]) -> None:
        """Why nothing was searched."""
        from boxoffice_tui.locales import words

        self.add_class("-refused")
        self.query_one(".hint", Words).say(lambda: words.refusal(code, facts, self._locale))
        self.count(None)

    def count(self, number: int | None) -> None:
        """How many orders there are, None while that is not known."""
        self._count = number
        self.query_one(".count", Words).retranslate()

    @property
    def _locale(self) -> str:
        return cast("ShellScreen[Any]", self.screen).shell.locale()

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
