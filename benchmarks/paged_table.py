"""The paged table's figures: milliseconds to show, bytes and milliseconds a move, memory over a long way.

`python benchmarks/paged_table.py` prints a table; to hold: a cursor move in 300 bytes, beside an empty Textual
app in the same run, at 80×24 in true colour with synchronised output.
"""

from __future__ import annotations

import asyncio
import os
import platform
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from benchmarks.counting_driver import CountingDriver, driver_of, run_counted, settled
from benchmarks.seat_map import measure_empty, time_key, time_paint
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable, Toward

PAGE = 200
COLUMNS = (
    Column("N°", 7),
    Column("Nom", 16, flexible=True),
    Column("Achetée le", 11),
    Column("Origine", 8, priority=3),
    Column("Événement", 16, priority=2),
    Column("Bil", 3, priority=2, align="right"),
    Column("Solde", 10, align="right"),
)


def order_row(number: int) -> Row:
    """An order as the search shows it; every seventh has a balance in yellow."""
    due = number % 7 == 0
    name = ("Côté-Bélanger, Éloïse", "Nguyen, Minh", "Tremblay, Luc", "OSAMU, Ryu MITSUBISHI")[number % 4]
    balance: Text | str = Text("35,00 $", style="yellow") if due else "–"
    cells = (str(900_000 - number), name, "20/11 14:02", "Guichet", "La Mouette 05/12", "2", balance)
    return Row(number, cells, Text("●", style="yellow") if due else "")


class Orders(App[None]):
    """A list of `total` orders, answered page by page as a service would."""

    def __init__(self, total: int) -> None:
        super().__init__(driver_class=CountingDriver)
        self.total = total

    def compose(self) -> ComposeResult:
        yield PagedTable(COLUMNS)

    def page(self, start: int, stop: int) -> tuple[Row, ...]:
        """The orders from `start` up to but not including `stop`."""
        return tuple(order_row(number) for number in range(max(0, start), min(self.total, stop)))

    @on(PagedTable.PageWanted)
    def answer(self, event: PagedTable.PageWanted) -> None:
        """Answers at once."""
        table, key = event.table, event.key
        if event.toward is Toward.START:
            table.replace(self.page(0, PAGE), self.total > PAGE)
        elif event.toward is Toward.END:
            table.replace_tail(self.page(self.total - PAGE, self.total), self.total > PAGE)
        elif isinstance(key, int) and event.toward is Toward.AFTER:
            table.append(self.page(key + 1, key + 1 + PAGE), key + 1 + PAGE < self.total, after=key)
        elif isinstance(key, int):
            table.prepend(self.page(key - PAGE, key), key - PAGE > 0, before=key)


async def main() -> None:
    """Prints the table."""
    os.environ["COLORTERM"] = "truecolor"
    base = median(took for took, _ in await measure_empty())
    app = Orders(1_000_000)
    lines: list[str] = []

    async def journey(pilot: Pilot[None]) -> None:
        table = app.query_one(PagedTable)
        table.focus()
        await settled(pilot)
        took = await time_paint(pilot, lambda: table.replace(app.page(0, PAGE), True))
        await settled(pilot)
        lines.append(
            f"first page on the wire {took:30.1f} ms, {len(driver_of(app).take().encode()):6d} bytes"
        )
        for name, key, count in (
            ("move", "down", 18),
            ("move up", "up", 15),
            ("page", "pagedown", 40),
            ("end of 1,000,000", "end", 1),
        ):
            taken = [await time_key(pilot, key) for _ in range(count)]
            times, sizes = sorted(took for took, _ in taken), sorted(size for _, size in taken)
            lines.append(
                f"{name:20} median {median(times):6.2f} ms ({median(times) / base:4.1f} × empty app),"
                f" bytes median {median(sizes):6.0f}, max {sizes[-1]:6d}"
            )
        start = time.perf_counter()
        for _ in range(1_000):
            table.action_page(-1)
            await asyncio.sleep(0)
        await settled(pilot)
        held = len(table._window.rows)  # noqa: SLF001 - what it holds is not shown elsewhere
        lines.append(f"1,000 pages back in {time.perf_counter() - start:.2f} s, rows held {held}")

    await run_counted(app, journey)
    print(
        f"{platform.node()}, {os.cpu_count()} cores, Python {platform.python_version()}, 80×24, true colour"
    )
    print(f"empty Textual app, a key {base:.2f} ms")
    print("\n".join(lines))


if __name__ == "__main__":
    asyncio.run(main())
