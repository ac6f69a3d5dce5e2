"""Ticket printers, and what is to be printed on them."""

from __future__ import annotations

from dataclasses import dataclass

from boxoffice_tui.rules.printers import PrinterLanguage


@dataclass(frozen=True, slots=True)
class TillPrinter:
    """The ticket printer of a till (its code and name); one that `answers` is not well when it is silent."""

    till: str
    till_name: str
    language: PrinterLanguage
    address: str
    answers: bool


@dataclass(frozen=True, slots=True)
class PrintJob:
    """Papers begun together, by the name of their rows: one of each of these tickets."""

    order_id: int
    job: str
    ticket_ids: tuple[int, ...]
