"""Ticket printers: the languages they speak, where they are, why they do not print (spec/delivery.md, 4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from boxoffice_tui.rules.delivery import PHYSICAL, ShipmentType
from boxoffice_tui.rules.objection import Objection

RAW_PORT = 9100
ADDRESS_LIMIT = 200
_NETWORK = re.compile(r"tcp://(?:\[(?P<six>[0-9A-Fa-f:.%]+)\]|(?P<host>[A-Za-z0-9._-]+))(?::(?P<port>[0-9]{1,5}))?/?")
_FILE = "file:"


class PrinterLanguage(StrEnum):
    """What a ticket printer understands."""

    ESCPOS = "escpos"
    BOCA_FGL = "boca_fgl"


class PrinterTrouble(StrEnum):
    """Why a printer does not print now."""

    UNREACHABLE = "printer_unreachable"
    OFFLINE = "printer_offline"
    OUT_OF_PAPER = "printer_out_of_paper"
    SILENT = "printer_silent"
    BUSY = "printer_busy"


class PrintRefusal(StrEnum):
    """Why tickets are not printed on a ticket printer; the comment names the facts."""

    NO_PRINTER = "no_printer"  # till, its code, None where no till stands
    PRINTER_FAILED = "printer_failed"  # trouble, printed, not_printed: numbers
    PRINT_UNCERTAIN = "print_uncertain"  # trouble, uncertain: a number; printed, not_printed
    TICKET_PRINTING = "ticket_printing"  # number, operator: they are at it
    TICKET_IN_DOUBT = "ticket_in_doubt"  # numbers
    TICKET_NOT_IN_DOUBT = "ticket_not_in_doubt"
    NOT_ON_STOCK = "not_on_stock"  # mode_name; numbers, where some tickets are meant


def stock_objection(mode: ShipmentType | None, facts: Mapping[str, object]) -> Objection | None:
    """Why no ticket printer prints tickets that travel by a type of mode: they are not on stock.

    None is a ticket whose mode is not chosen yet. `facts` are those of `not_on_stock` (spec/delivery.md, Dialogs).
    """
    if mode is None or mode in PHYSICAL:
        return None
    return Objection(PrintRefusal.NOT_ON_STOCK, facts)


@dataclass(frozen=True, slots=True)
class NetworkPlace:
    """A printer on the network, at its raw port."""

    host: str
    port: int = RAW_PORT


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A printer behind a device node, or a plain file in its stead."""

    path: str


def place_of(address: str) -> NetworkPlace | FilePlace | None:
    """Where `tcp://10.0.0.7:9100`, `tcp://[fe80::7]` or `file:/dev/usb/lp0` is; None for any other address."""
    if len(address) > ADDRESS_LIMIT or not address.isprintable():
        return None
    if address.startswith(_FILE):
        path = PurePosixPath(address.removeprefix(_FILE).removeprefix("//"))
        return FilePlace(str(path)) if path.is_absolute() and path.name else None
    found = _NETWORK.fullmatch(address)
    if found is None:
        return None
    port = int(found["port"] or RAW_PORT)
    return NetworkPlace(found["six"] or found["host"], port) if 0 < port <= 0xFFFF else None
