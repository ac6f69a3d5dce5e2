"""Text broken into lines of a given room, whatever the room is measured in."""

from __future__ import annotations

from collections.abc import Callable

Measure = Callable[[str], float]


def wrapped(text: str, room: float, measure: Measure) -> list[str]:
    """The lines of `text`, none wider than `room`; a word wider than that is broken; [""] for no text.

    Lines end at blanks only, never at a no-break space: an amount stays whole.
    """
    lines: list[str] = []
    for word in words(text):
        if lines and measure(f"{lines[-1]} {word}") <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.extend(_pieces(word, room, measure))
    return lines or [""]


def words(text: str) -> list[str]:
    """What stands between the blanks of `text`."""
    return [word for word in text.split(" ") if word]


def cut(line: str, room: float, measure: Measure) -> str:
    """`line` shortened so that it fits `room` with an ellipsis at its end."""
    while line and measure(f"{line}…") > room:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _pieces(word: str, room: float, measure: Measure) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and measure(pieces[-1] + character) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
