"""What a ticket printer makes of the bytes it got: a strict reader of each language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import zxingcpp

ESC, GS = 0x1B, 0x1D
_ONE_PARAMETER = {(ESC, c) for c in b"RtaE"} | {(GS, ord("!")), (GS, ord("r"))}
_FGL_COMMAND = re.compile(r"<(CB|NR|RC[0-9]+,[0-9]+|F[0-9]+|HW1,1|QR8|p|S1)>")


class UnknownCommandError(Exception):
    """A byte that is neither text nor a command the renderers write."""


@dataclass(slots=True)
class Paper:
    """A ticket that came out: its lines of text, what its code says, and the commands that made it."""

    lines: list[str] = field(default_factory=list)
    code: str = ""
    commands: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words, one blank between."""
        return " ".join(self.lines)


def escpos(sent: bytes) -> list[Paper]:
    """The tickets that were cut off. Raises `UnknownCommandError`, also for a ticket without an end."""
    papers, paper, at = [], Paper(), 0
    while at < len(sent):
        two = tuple(sent[at : at + 2])
        if sent[at] == 0x10:  # what it is asked meanwhile (DLE EOT n) is on no paper
            at += 3
        elif two == (ESC, ord("@")):
            at += 2
        elif two in _ONE_PARAMETER:
            paper.commands.append(f"{two[0]:02x}{chr(two[1])}")
            at += 3
        elif sent[at : at + 4] == b"\x1dv0\x00":
            paper.code, at = _raster(sent, at + 4)
        elif sent[at : at + 4] == b"\x1dVB\x00":
            papers.append(paper)
            paper, at = Paper(), at + 4
        else:
            at = _text(sent, at, paper)
    if paper.lines or paper.code:
        raise UnknownCommandError("a ticket that is not cut off")
    return papers


def _text(sent: bytes, at: int, paper: Paper) -> int:
    end = sent.find(b"\n", at)
    line = sent[at : end if end >= 0 else len(sent)]
    if end < 0 or any(byte < 0x20 or byte in {0x7F, 0xA0, 0xAD} for byte in line):
        raise UnknownCommandError(line)
    if line:
        paper.lines.append(line.decode("cp1252"))
    return end + 1


def _raster(sent: bytes, at: int) -> tuple[str, int]:
    wide, high = (int.from_bytes(sent[start : start + 2], "little") for start in (at, at + 2))
    end = at + 4 + wide * high
    dots = np.unpackbits(np.frombuffer(sent[at + 4 : end], dtype=np.uint8)).reshape(high, wide * 8)
    (found,) = zxingcpp.read_barcodes(((1 - dots) * 255).astype(np.uint8))
    return found.text, end


def fgl(sent: bytes) -> list[Paper]:
    """The tickets that were cut off. Raises `UnknownCommandError`, also for a ticket without an end."""
    papers, paper, rest = [], Paper(), sent.decode("ascii")
    while rest:
        command = _FGL_COMMAND.match(rest)
        if command is not None:
            paper.commands.append(command[1])
            rest = rest[command.end() :]
            if command[1] == "p":
                papers.append(paper)
                paper = Paper()
            elif command[1] == "QR8":
                paper.code, rest = rest[1:].split("}", 1)
        else:
            line = re.match(r"[^<]*", rest)[0]  # type: ignore[index]
            if not line or not line.isprintable() or set(line) & set(">{}^~"):
                raise UnknownCommandError(rest[:40])
            paper.lines.append(line)
            rest = rest[len(line) :]
    if paper.lines:
        raise UnknownCommandError("a ticket that is not cut off")
    return papers
