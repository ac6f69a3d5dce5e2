"""A terminal small enough to trust: what the cells show after the bytes that Textual wrote."""

from __future__ import annotations

import re

from rich.cells import cell_len

_TOKEN = re.compile(r"\x1b\[([?<>=]?)([0-9;]*)([A-Za-z])|\x1b[^\[]|\n|[^\x1b\n]")

Cell = tuple[str, frozenset[str]]


class Terminal:
    """`width` by `height` cells of (character, SGR codes in force); understands what Textual writes."""

    def __init__(self, width: int, height: int) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.width, self.height = width, height
        self.x = self.y = 0
        self.style: dict[str, str] = {}

    def feed(self, written: str) -> None:
        """Takes output as a terminal does."""
        for token in _TOKEN.finditer(written):
            text = token[0]
            if text == "\n":
                self.y += 1
            elif token[3] and not token[1]:
                self._control(token[3], token[2])
            elif not text.startswith("\x1b"):
                self._put(text)

    def _control(self, letter: str, parameters: str) -> None:
        if letter == "H":
            row, _, column = parameters.partition(";")
            self.x, self.y = int(column or 1) - 1, int(row or 1) - 1
        elif letter == "C":
            self.x += int(parameters or 1)
        elif letter == "m":
            self._style(parameters.split(";"))

    def _style(self, codes: list[str]) -> None:
        while codes:
            code = codes.pop(0)
            if code in {"", "0"}:
                self.style = {}
            elif code in {"38", "48"}:
                length = 4 if codes[0] == "2" else 2
                self.style[code] = ";".join([code, *codes[:length]])
                del codes[:length]
            else:
                number = int(code)
                kind = "38" if 30 <= number < 40 or 90 <= number < 98 else code
                self.style["48" if 40 <= number < 50 or 100 <= number < 108 else kind] = code

    def _put(self, character: str) -> None:
        width = cell_len(character)
        self.cells[self.x, self.y] = (character, self._shown(character))
        for beside in range(1, width):
            self.cells[self.x + beside, self.y] = ("", frozenset())
        self.x += width

    def _shown(self, character: str) -> frozenset[str]:
        visible = dict(self.style)
        if character == " " and not {"4", "7", "9", "53"} & visible.keys():
            visible = {kind: code for kind, code in visible.items() if kind == "48"}
        return frozenset(visible.values())

    def line(self, y: int) -> str:
        """The text of a line, without the blanks at its end."""
        return "".join(self.cells.get((x, y), (" ", frozenset()))[0] for x in range(self.width)).rstrip()
