"""Seats kept for the house, put out of use or freed, by the block, on the map (issue: Holds).

A corner, then the cursor: the block grows from the one to the other, and is no more than a choice until `h`, `k` or
`f` is pressed and a reason given.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar

from textual import on

from boxoffice_tui.locales.translate import N_, _, ngettext
from boxoffice_tui.rules.blocked_seats import BlockKind, BlockRefusal
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import FIELD_LIMIT
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.counter.map_page import MapPage
from boxoffice_tui.screens.dialogs import confirm, explanation, fill
from boxoffice_tui.screens.forms import Field
from boxoffice_tui.views.blocked_seats import BlockChange, SeatBlockLine
from boxoffice_tui.views.catalogue import PerformanceChoice
from boxoffice_tui.views.seats import TO_BLOCK
from boxoffice_tui.widgets.seat_map import SeatMap
from boxoffice_tui.widgets.seat_marking import SeatMarkingMap

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

MARK, BLOCK = N_("Mark seats"), N_("Block")
_NO_FORM = ""


class BlockMap(MapPage):
    """The seats of a performance, to be blocked and freed."""

    COMMAND_LIST: ClassVar[tuple[Command, ...]] = (
        Command(
            "block.corner",
            N_("Corner"),
            ("space", "enter", "alt+c"),
            MARK,
            footer=2,
            hint=N_("one corner, the cursor to the other, then h, k or f"),
        ),
        Command("block.row", N_("Whole row"), ("r", "alt+r"), MARK, footer=3),
        Command("block.section", N_("Whole section"), ("s", "alt+s"), MARK, footer=4),
        Command("block.house", N_("House"), ("h", "alt+g"), BLOCK, footer=2, right=Right.SEATS_BLOCK),
        Command("block.kill", N_("Out of use"), ("k", "alt+k"), BLOCK, footer=2, right=Right.SEATS_BLOCK),
        Command("block.free", N_("Free"), ("f", "alt+l"), BLOCK, footer=2, right=Right.SEATS_BLOCK),
        Command("block.back", N_("Back"), ("escape", "alt+x"), BLOCK, footer=1, action="back"),
    )

    class Blocked(Answer[BlockChange]):
        """The block is set."""

    def __init__(self, performance: PerformanceChoice) -> None:
        super().__init__(_NO_FORM, performance)
        self._reason = ""

    def place(self) -> str:
        """That seats are blocked here, and of which performance."""
        return f"{_('Block seats')} · {super().place()}"

    def seat_map(self) -> SeatMap:
        return SeatMarkingMap(id="map")

    @property
    def _map(self) -> SeatMarkingMap:
        return self.query_one(SeatMarkingMap)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The seats marked in plan order, the one under the cursor where none is."""
        seats = self._view.seats if self._view is not None else ()
        marked, cursor = self._map.marked, self._map.cursor_seat
        return tuple(seat.id for seat in seats if seat.id in marked or (not marked and seat.id == cursor))

    @property
    def _taken(self) -> tuple[int, ...]:
        return tuple(one for one in self.chosen if self._map.state_of(one) not in TO_BLOCK)

    # Marking

    def action_corner(self) -> None:
        """One corner of a block, or the other."""
        self._map.action_choose()

    def action_row(self) -> None:
        """The rows of the block whole."""
        self._map.mark_rows()
        self._say(None)

    def action_section(self) -> None:
        """The section whole."""
        self._map.mark_section()
        self._say(None)

    @on(SeatMap.Chosen)
    def _count(self) -> None:
        self._say(None)

    def action_back(self) -> None:
        """Esc: nothing is marked, then back to the counter."""
        if self._map.marked:
            self._map.unmark()
            self._say(None)
        else:
            super().action_back()

    # Blocking

    def action_house(self) -> None:
        """Keep the seats for the house."""
        self._set(BlockKind.HOUSE)

    def action_kill(self) -> None:
        """Put the seats out of use."""
        self._set(BlockKind.KILLED)

    def action_free(self) -> None:
        """Give the seats back to everybody."""
        self._set(BlockKind.FREE)

    @flow
    async def _set(self, kind: BlockKind) -> None:
        seats, taken = self.chosen, self._taken
        if not seats or self.writing:
            return
        skip_taken = kind is not BlockKind.FREE and bool(taken)
        if skip_taken and len(taken) == len(seats):
            self._refuse(BlockRefusal.NOTHING_TO_BLOCK)
            return
        if skip_taken and not await self._leaves_out(len(seats), len(taken)):
            return
        reason = await self._asked(kind, len(seats) - (len(taken) if skip_taken else 0))
        if reason is None:
            return
        self._reason = reason
        key, performance_id = secrets.token_urlsafe(), self._performance.performance_id

        def block(desk: Desk) -> BlockChange:
            from boxoffice_tui.services import blocked_seats

            return blocked_seats.block_seats(desk, key, performance_id, kind, seats, reason, skip_taken)

        self.write(self.Blocked, block)

    async def _leaves_out(self, count: int, taken: int) -> bool:
        """Whether those that somebody has are to be left out."""

        def question() -> str:
            return _("{counted} Leave out what is taken?").format(counted=self._counted(count, taken))

        return await confirm(self, question, N_("Leave out"))

    async def _asked(self, kind: BlockKind, count: int) -> str | None:
        """The reason; what was typed for a block that was refused is there still."""
        headings = {
            BlockKind.HOUSE: lambda: ngettext(
                "Keep {count} seat for the house", "Keep {count} seats for the house", count
            ),
            BlockKind.KILLED: lambda: ngettext(
                "Put {count} seat out of use", "Put {count} seats out of use", count
            ),
            BlockKind.FREE: lambda: ngettext(
                "Free what is blocked of {count} seat", "Free what is blocked of {count} seats", count
            ),
        }
        field = Field("reason", N_("Reason"), value=self._reason, required=True, limit=FIELD_LIMIT)
        values = await fill(self, lambda: headings[kind]().format(count=count), (field,))
        return None if values is None else str(values["reason"])

    @on(Blocked)
    def _take(self, blocked: Blocked) -> None:
        from boxoffice_tui.locales.seat_blocks import changed_words, left_out_words

        change = blocked.value
        self._reason = ""
        self._map.unmark()
        self._look()
        self._say(lambda: " ".join((changed_words(change), left_out_words(change))).strip())

    def failed(self, question: type[Answer[object]], error: Exception) -> None:
        if question is self.Blocked:
            self._say(explanation(error, self.shell))
            self._look()
        else:
            super().failed(question, error)

    # Words

    def _refuse(self, code: str) -> None:
        from boxoffice_tui.locales import words

        self._say(lambda: words.refusal(code, {}, self.shell.locale()))

    def _seat_words(self) -> str:
        seat_id = self._map.cursor_seat
        block = self._map.block_of(seat_id) if seat_id is not None else None
        return super()._seat_words() if block is None else f"{super()._seat_words()} · {self._since(block)}"

    def _since(self, block: SeatBlockLine) -> str:
        """By whom, and when."""
        from boxoffice_tui.locales import formats

        if not block.operator:
            return _("by the seating plan")
        when = formats.stamp(block.at, self.standing.zone or "UTC", self.shell.locale())
        return _("by {operator}, {when}").format(operator=block.operator, when=when)

    def _count_words(self) -> str:
        if not self._map.marked:
            return _("Space marks a corner; h, k and f act on the seat under the cursor.")
        return self._counted(len(self.chosen), len(self._taken))

    def _counted(self, count: int, taken: int) -> str:
        """`24 seats. 3 of them are taken.`"""
        said = ngettext("{count} seat.", "{count} seats.", count).format(count=count)
        if not taken:
            return said
        told = ngettext("{count} of them is taken.", "{count} of them are taken.", taken)
        return f"{said} {told.format(count=taken)}"
