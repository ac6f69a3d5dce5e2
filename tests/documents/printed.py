"""What a ticket printer makes of the bytes it got: a strict reader of each language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import zxingcpp

ESC, GS = 0x1B, 0x1D
_ONE_PARAMETER = {(ESC, c) for c in b"RtaE"} | {(GS, ord("!")), (GS, ord("r"))}
_FGL_COMMAND = re.compile(r"<(NR|RC[0-9]+,[0-9]+|F[0-9]+|HW1,1|QR8|p|S1)>")


class UnknownCommandError(Exception):
    """A byte that is neither text nor a command the renderers write."""


@dataclass(slots=True)
class Paper:
    """A ticket that came out: its lines of text, what its code says, and the commands that made it."""

    lines: list[str] = field(default_factory=list)
    code: str = ""
    dots: list[np.ndarray] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words, one blank between."""
        return " ".join(self.lines)


def escpos(sent: bytes) -> list[Paper]:
    """The tickets that were cut off, none left in the middle. Raises `UnknownCommandError`."""
    papers, paper, at = [], Paper(), 0
    while at < len(sent):
        two = tuple(sent[at : at + 2])
        if sent[at] == 0:
            at += 1
        elif two in {(ESC, 0), (GS, 0)}:
            at += 2  # torn: unknown
        elif two == (ESC, ord("@")):
            paper, at = Paper(), at + 2
        elif two in _ONE_PARAMETER:
            paper.commands.append(f"{two[0]:02x}{chr(two[1])}")
            at += 3
        elif sent[at : at + 4] == b"\x1dv0\x00":
            at = _strip(sent, at + 4, paper)
        elif sent[at : at + 3] in {b"\x1dv\x00", b"\x1dV\x00"}:
            at += 3  # torn: unknown, or a cut without a feed
        elif sent[at : at + 4] == b"\x1dVB\x00":
            paper.code = _code(paper)
            papers.append(paper)
            paper, at = Paper(), at + 4
        else:
            at = _text(sent, at, paper)
    if paper.lines or paper.dots:
        raise UnknownCommandError("a ticket that is not cut off")
    return papers


def _text(sent: bytes, at: int, paper: Paper) -> int:
    end = min((one for one in (sent.find(b"\n", at), sent.find(b"\0", at)) if one >= 0), default=-1)
    line = sent[at : end if end >= 0 else len(sent)]
    if end < 0 or any(byte < 0x20 or byte in {0x7F, 0xA0, 0xAD} for byte in line):
        raise UnknownCommandError(line)
    if line:
        paper.lines.append(line.decode("cp1252"))
    return end + 1


def _strip(sent: bytes, at: int, paper: Paper) -> int:
    wide, high = (int.from_bytes(sent[start : start + 2], "little") for start in (at, at + 2))
    end = at + 4 + wide * high
    bits = np.unpackbits(np.frombuffer(sent[at + 4 : end], dtype=np.uint8))
    paper.dots.append(bits.reshape(high, wide * 8))
    return end


def _code(paper: Paper) -> str:
    image = ((1 - np.vstack(paper.dots)) * 255).astype(np.uint8)
    paper.dots = []
    (found,) = zxingcpp.read_barcodes(image)
    return str(found.text)


def fgl(sent: bytes) -> list[Paper]:
    """The tickets that were cut off, none left in the middle. Raises `UnknownCommandError`."""
    nothing, *pages = sent.decode("ascii").split("}><CB>")
    if nothing:
        raise UnknownCommandError(nothing)
    return [_fgl_page(page) for page in pages if page.endswith("<p>")]


def _fgl_page(rest: str) -> Paper:
    paper = Paper()
    while rest:
        command = _FGL_COMMAND.match(rest)
        if command is not None:
            paper.commands.append(command[1])
            rest = rest[command.end() :]
            if command[1] == "QR8":
                paper.code, rest = rest[1:].split("}", 1)
        else:
            line = re.match(r"[^<]*", rest)[0]  # type: ignore[index]
            if not line or not line.isprintable() or set(line) & set(">{}^~"):
                raise UnknownCommandError(rest[:40])
            paper.lines.append(line)
            rest = rest[len(line) :]
    if paper.commands.count("p") != 1:
        raise UnknownCommandError("one page cut twice")
    return paper
