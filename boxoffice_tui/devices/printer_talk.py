"""What ticket printers are asked, and what their answers mean; one byte an answer.

ESC/POS: `DLE EOT 4` (paper) and `DLE EOT 1` (on line) are answered at once, `GS r 1` (paper) when all before it is
printed. BOCA: `<S1>` is answered by X-ON when the printer is ready; a ticket that came out, or paper that ran out,
it tells unasked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from boxoffice_tui.rules.printers import PrinterLanguage, PrinterTrouble


class Word(Enum):
    """What an answer says beside trouble."""

    FINE = auto()
    NOTHING = auto()  # it is about something else


Meaning = Callable[[int], Word | PrinterTrouble]


@dataclass(frozen=True, slots=True)
class Question:
    """Bytes that ask, and what each byte that comes back means; not `final` where old news may come first."""

    bytes: bytes
    meaning: Meaning
    final: bool = True


@dataclass(frozen=True, slots=True)
class Talk:
    """How a page begins, what is asked before one, and what tells behind it that it came out."""

    begins: bytes  # every page
    before: tuple[Question, ...]
    behind: Question


def _at_once(trouble: PrinterTrouble, bits: int) -> Meaning:
    """The meaning of an answer to `DLE EOT`, which has the fixed bits 0xx1xx10."""

    def meaning(byte: int) -> Word | PrinterTrouble:
        if byte & 0x93 != 0x12:
            return Word.NOTHING
        return trouble if byte & bits else Word.FINE

    return meaning


def _in_turn(byte: int) -> Word | PrinterTrouble:
    """The meaning of an answer to `GS r 1`, which has the fixed bits 0xx0xxxx."""
    if byte & 0x90:
        return Word.NOTHING
    return PrinterTrouble.OUT_OF_PAPER if byte & 0x0C else Word.FINE


def _boca(fine: int) -> Meaning:
    told: dict[int, Word | PrinterTrouble] = {
        fine: Word.FINE,
        0x10: PrinterTrouble.OUT_OF_PAPER,
        **dict.fromkeys((0x18, 0x19, 0x1A, 0x1D), PrinterTrouble.OFFLINE),  # jams, faults
    }
    return lambda byte: told.get(byte, Word.NOTHING)


TALKS = {
    PrinterLanguage.ESCPOS: Talk(
        begins=bytes(8),
        before=(
            Question(b"\x10\x04\x04", _at_once(PrinterTrouble.OUT_OF_PAPER, 0x60)),
            Question(b"\x10\x04\x01", _at_once(PrinterTrouble.OFFLINE, 0x08)),
        ),
        behind=Question(b"\x1dr\x01", _in_turn),
    ),
    PrinterLanguage.BOCA_FGL: Talk(
        begins=b"}><CB>",
        before=(Question(b"<S1>", _boca(0x11), final=False),),  # X-ON
        behind=Question(b"", _boca(0x06)),  # a ticket came out
    ),
}
