"""Draws the pictures of the README from the demo. `python -m tests.demo.pictures` (`make pictures`).

Each picture is the program, opened on a fresh copy of the demo as built on one day, after a few keys.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.cli.demo import demo_environment
from boxoffice_tui.cli.desks import Desks
from boxoffice_tui.cli.session import Session
from boxoffice_tui.demo.build import DATABASE, PRISTINE, SETTINGS, build_demo, write_settings
from tests.demo.conftest import ACCOUNT, BUILT_AT

DOCS = Path(__file__).parents[2] / "docs"
LANGUAGE = "en"
WAIT = "..."
_KEY_NAMES = {" ": "space", "-": "minus"}
_FONT_FACES = re.compile(r"\s*@font-face \{.*?\}\n", re.DOTALL)
_STEADY, _LONGEST = 3, 100
_PAUSE = 0.1


def letters(text: str) -> tuple[str, ...]:
    """The keys that type `text`."""
    return tuple(_KEY_NAMES.get(letter, letter) for letter in text)


@dataclass(frozen=True, slots=True)
class Picture:
    """What a file of docs/ shows: the program after these keys; `...` waits until nothing moves any more.

    The usual operator sits there unless another is named.
    """

    name: str
    keys: tuple[str, ...]
    size: tuple[int, int] = (100, 30)
    operator: str = ""


FOUND = (WAIT, "alt+c", *letters("cote bela eloi"), WAIT, "escape", WAIT)
ORDER = (*FOUND, "down", "enter", WAIT)
ADDING = (*ORDER, "a", WAIT)
ADDED = (*ADDING, "1", WAIT, "s", WAIT)

SEATS = ("f2", WAIT, *("down",) * 3, "3", "enter", WAIT)
BASKET = (*SEATS, "down", "down", "2", "enter", WAIT, "tab", "down", "3", WAIT)

PICTURES = (
    Picture("counter", (WAIT, *BASKET)),
    Picture("archives", (WAIT, "alt+c", *letters("cote"), WAIT), (120, 36)),
    Picture("order", ORDER),
    Picture("add-ticket", (*ADDING, "1", WAIT), (100, 34)),
    Picture("balance", ADDED),
    Picture("payment", (*ADDED, "p", WAIT)),
    Picture("delivery", (*ORDER, "l", WAIT)),
    Picture("to-finish", (WAIT, "alt+g", WAIT, "escape", WAIT)),
    Picture("exchange", (*ORDER, "c", WAIT, "2", WAIT, "s", WAIT)),
    Picture("cancel", (*ORDER, "x", WAIT)),
    Picture("confirmation", (*ORDER, "e", WAIT)),
    Picture("note", (*ADDED, "n", WAIT)),
    Picture("history", (*ORDER, "h", WAIT)),
    Picture("setup", (WAIT, "f9", WAIT, "down", "down", "enter", WAIT), operator="ADMIN"),
    Picture("palette", (*ORDER, "ctrl+p", WAIT)),
)


def draw(pristine: Path, pictures: Iterable[Picture]) -> dict[str, str]:
    """The pictures by name, as SVG; `pristine` is the database of a demo built at `BUILT_AT`."""
    return {picture.name: asyncio.run(_drawn(pristine, picture)) for picture in pictures}


def text_of(svg: str) -> str:
    """The words of a picture, in reading order."""
    import html

    texts = re.findall(r"<text[^>]*>(.*?)</text>", svg)
    return html.unescape(" ".join(texts)).replace("\u00a0", " ")


async def pressed(folder: Path, picture: Picture) -> str:
    """The program on the demo in `folder` after the keys of a picture, as SVG."""
    session = Session(_opens_nothing, demo_environment(os.environ, folder / SETTINGS, LANGUAGE))
    session.options = replace(session.options, now=BUILT_AT.isoformat(), operator=picture.operator)
    app = BoxOfficeApp(lambda: Desks(session), language=LANGUAGE)
    async with app.run_test(size=picture.size) as pilot:
        for key in picture.keys:
            if key == WAIT:
                await _steady(app)
            else:
                await pilot.press(key)
        return _FONT_FACES.sub("", app.export_screenshot())


async def _drawn(pristine: Path, picture: Picture) -> str:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copy(pristine, folder / DATABASE)
        write_settings(folder)
        return await pressed(folder, picture)


async def _steady(app: BoxOfficeApp) -> None:
    """Waits until the screen has been the same for a while."""
    before, same = [""], 0
    for _ in range(_LONGEST):
        await asyncio.sleep(_PAUSE)
        now = [strip.text for strip in app.screen._compositor.render_strips()]
        same = same + 1 if now == before else 0
        if same == _STEADY:
            return
        before = now


def _opens_nothing(_session: Session) -> int:
    raise RuntimeError("the pictures open the program themselves")


def main() -> int:
    """Writes every picture to docs/."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        demo = Path(place) / "demo"
        build_demo(demo, ACCOUNT, BUILT_AT, lambda _done, _to_do: None)
        for name, svg in draw(demo / PRISTINE, PICTURES).items():
            (DOCS / f"{name}.svg").write_text(svg, encoding="utf-8")
            sys.stdout.write(f"docs/{name}.svg\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
