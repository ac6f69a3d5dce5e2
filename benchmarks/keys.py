"""What a key costs on the finished Archives screens: milliseconds to the first and the last output.

`python -m benchmarks.keys`. The program runs on its demo in a pseudo-terminal of 80×24, an empty Textual app beside
it in the same run. Bound: an arrow ≤ 10 ms, Tab ≤ 20 ms to the first and 90 ms to the last output (ANCHORS.md); the
event loop is never held up for more than 50 ms (p95) while tickets are added and paid.
"""

from __future__ import annotations

import os
import platform
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from statistics import median, quantiles

from benchmarks.start import AN_ORDER, DEMO, LAST_LINE, PROGRAM, build_demo, output_until, spawn

PRESSES, ADDITIONS = 40, 8
QUIET_SECONDS = 0.15
ARROW, FIRST, LAST, LAG = 10.0, 20.0, 90.0, 50.0
UP, DOWN, TAB, ENTER, ESCAPE = b"\x1b[A", b"\x1b[B", b"\t", b"\r", b"\x1b"
TO_AN_ORDER = (b"\x1bc", b"cote bela", ENTER, DOWN, ENTER)  # the older of the customer's two, with two seats
EMPTY = """
from benchmarks.seat_map import Empty
Empty().run()
"""
BEATING = """
import asyncio, os, sys, time
os.environ |= {{"LANG": "fr_CA.UTF-8", "BOXOFFICE_CONFIG": {settings!r}}}
from boxoffice_tui.app import BoxOfficeApp
async def beat():
    with open({beats!r}, "w", buffering=1) as beats:
        while True:
            began = time.perf_counter()
            await asyncio.sleep({pause})
            beats.write(f"{{(time.perf_counter() - began - {pause}) * 1000}}\\n")
mounted = BoxOfficeApp.on_mount
def on_mount(app):
    mounted(app)
    app.beating = asyncio.get_running_loop().create_task(beat())
BoxOfficeApp.on_mount = on_mount
sys.argv = ["boxoffice", "--database", {database!r}]
from boxoffice_tui.__main__ import main
main()
"""
BEAT_SECONDS = 0.002
Pressed = tuple[float, float]


def pressed(terminal: int, key: bytes) -> Pressed:
    """Milliseconds from a key to the first and to the last output it causes."""
    began = last = time.perf_counter()
    first = 0.0
    os.write(terminal, key)
    while select.select([terminal], [], [], QUIET_SECONDS)[0]:
        os.read(terminal, 65536)
        last = time.perf_counter()
        first = first or last
    return (first - began) * 1000, (last - began) * 1000


def on_the_screens() -> dict[str, list[Pressed]]:
    """Arrows and Tab in the list and on an order of the demo."""
    child, terminal = spawn(PROGRAM)
    try:
        output_until(AN_ORDER, terminal)
        _quiet(terminal)
        found = {"Tab in the search": [pressed(terminal, TAB) for _ in range(PRESSES)]}
        pressed(terminal, ESCAPE)
        found["arrow in the list"] = [pressed(terminal, DOWN) for _ in range(PRESSES)]
        _type(terminal, *TO_AN_ORDER)
        found["arrow on an order"] = [
            pressed(terminal, key) for _ in range(PRESSES // 2) for key in (DOWN, UP)
        ]
        return found
    finally:
        _end(child, terminal)


def on_nothing() -> list[Pressed]:
    """A key in an app that repaints one cell."""
    child, terminal = spawn(EMPTY)
    try:
        output_until(LAST_LINE, terminal)
        _quiet(terminal)
        pressed(terminal, TAB)
        return [pressed(terminal, b"\x1b[C") for _ in range(PRESSES)]
    finally:
        _end(child, terminal)


def _type(terminal: int, *keys: bytes) -> None:
    for key in keys:
        os.write(terminal, key)
        _quiet(terminal)


def _quiet(terminal: int) -> None:
    while select.select([terminal], [], [], 4 * QUIET_SECONDS)[0]:
        os.read(terminal, 65536)


def _end(child: int, terminal: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)


def held_up() -> list[float]:
    """Milliseconds that the event loop was held up, beat by beat, while tickets are added to an order and paid."""
    with tempfile.TemporaryDirectory() as folder:
        beats, database = Path(folder) / "beats", Path(folder) / "boxoffice.db"
        shutil.copy(DEMO / "as-built.db", database)
        child, terminal = spawn(
            BEATING.format(
                beats=str(beats),
                pause=BEAT_SECONDS,
                database=str(database),
                settings=str(DEMO / "config.toml"),
            )
        )
        try:
            output_until(AN_ORDER, terminal)
            _quiet(terminal)
            started, tickets = len(_lines(beats)), _tickets(database)
            _type(terminal, *TO_AN_ORDER, *((b"a", b"1", b"s", b"p", b"1", ENTER) * ADDITIONS))
            if _tickets(database) != tickets + ADDITIONS:
                raise RuntimeError("the tickets were not added")
            return [float(line) for line in _lines(beats)[started:]]
        finally:
            _end(child, terminal)


def _lines(beats: Path) -> list[str]:
    return beats.read_text("utf-8").splitlines()


def _tickets(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM ticket").fetchone()[0])


def main() -> int:
    """Print the table; 1 when a bound is missed."""
    build_demo()
    print(f"{platform.node()}, {os.cpu_count()} cores, Python {platform.python_version()}, 80×24")
    print(f"{'':22} first output median, p95 · last output median, p95 (ms)")
    kept = [True]
    for name, keys in {"an empty app": on_nothing(), **on_the_screens()}.items():
        first, last = ([one[which] for one in keys] for which in (0, 1))
        print(f"{name:22} {median(first):7.1f} {_p95(first):7.1f} {median(last):10.1f} {_p95(last):7.1f}")
        kept.append(median(first) <= (FIRST if "Tab" in name else ARROW) and median(last) <= LAST)
    beats = held_up()
    print(
        f"event loop held up     median {median(beats):.1f}, p95 {_p95(beats):.1f}, longest {max(beats):.1f} ms"
    )
    return 0 if all(kept) and _p95(beats) <= LAG else 1


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
