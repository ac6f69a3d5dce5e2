"""Contacts that are probably the one being typed, under its fields, each with the reasons why."""

from __future__ import annotations

from collections.abc import Sequence

from boxoffice_tui.locales.translate import N_, pgettext
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.contacts import ContactRow, SimilarContact
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable

RESTING_SECONDS = 0.3  # a typist's pause: a name is asked for once, not letter by letter

_TAKEN = N_("Probably the same person: Enter takes the contact instead of adding another.")
_MERGED = N_("Probably the same person: Enter tells what making one contact of the two would move.")


class AlikeList(PagedTable):
    """Out of sight while nobody is alike; Enter or a click takes the one under the cursor, or merges with it."""

    def __init__(self, *, merges: bool) -> None:
        super().__init__(_columns())
        self.HELP_WORDS = _MERGED if merges else _TAKEN
        self._found: dict[int, SimilarContact] = {}
        self.display = False

    def show(self, found: Sequence[SimilarContact]) -> None:
        """Those alike, the likeliest first; the cursor is on that one until it is moved by hand."""
        self._found = {one.contact.contact_id: one for one in found}
        self.display = bool(found)
        self.styles.height = len(found) + 1
        self.replace([_row(one) for one in found], more=False, stay=True)
        if not self.has_focus:
            self.action_start()

    @property
    def chosen(self) -> ContactRow | None:
        """The one under the cursor, None where nobody is alike."""
        key = self.cursor_key
        return self._found[key].contact if isinstance(key, int) else None

    def retranslate(self) -> None:
        """Titles and reasons again."""
        self.set_columns(_columns())
        self.show(tuple(self._found.values()))


def _columns() -> tuple[Column, ...]:
    return (
        Column(pgettext("column", "No."), 6),
        Column(pgettext("column", "Known already?"), 20, 1, flexible=True),
        Column(pgettext("column", "Because"), 16, 1, flexible=True),
    )


def _row(one: SimilarContact) -> Row:
    from boxoffice_tui.locales.words import label

    reasons = ", ".join(label(reason) for reason in one.reasons)
    return Row(one.contact.contact_id, (str(one.contact.number), safe(one.contact.name), reasons))
