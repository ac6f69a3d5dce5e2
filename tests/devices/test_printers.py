"""Printers as they are: on, off, out of paper, deaf, dying; what is not certain is never told as printed."""

from __future__ import annotations

import os
import socket
import threading
import time
import tty
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from boxoffice_tui.devices.printer_talk import TALKS, Talk
from boxoffice_tui.devices.printers import FilePrinter, NetworkPrinter, Patience, printer_at
from boxoffice_tui.devices.protocols import MaybePrinted, NotPrinted
from boxoffice_tui.documents.ticket_escpos import ticket_escpos
from boxoffice_tui.documents.ticket_fgl import ticket_fgl
from boxoffice_tui.rules.printers import FilePlace, NetworkPlace, PrinterLanguage, PrinterTrouble
from tests.devices import ticket_printer
from tests.devices.mail_server import free_port
from tests.devices.ticket_printer import BOCA, COVER_OPEN, FINE, HOST, IN_TURN, NO_PAPER, Behaviour
from tests.documents import printed
from tests.documents.examples import BESIDE, BOUGHT, HOUSE, TICKET

SHORT = Patience(connecting=0.5, answer=0.15, taking=0.3, printing=0.3, parting=0.1)
ESCPOS, FGL = TALKS[PrinterLanguage.ESCPOS], TALKS[PrinterLanguage.BOCA_FGL]
PAGES = [ticket_escpos(ticket, HOUSE, "fr", BOUGHT) for ticket in (TICKET, BESIDE)]


def at(port: int, **settings: object) -> NetworkPrinter:
    return NetworkPrinter(NetworkPlace(HOST, port), ESCPOS, **{"patience": SHORT, **settings})  # type: ignore[arg-type]


@pytest.mark.parametrize("answers", [FINE, {}, {key: FINE[key] for key in FINE if key != IN_TURN}])
def test_pages_come_out_and_their_codes_are_the_tokens(answers: dict[bytes, bytes]) -> None:
    printer = Behaviour(answers)
    with ticket_printer.running(printer) as port, at(port).connected() as line:
        for page in PAGES:
            line.print(page)
    assert [paper.code for paper in printed.escpos(printer.printed)] == [TICKET.token, BESIDE.token]
    assert printer.connections == 1


def test_a_boca_printer_tells_each_ticket() -> None:
    printer = Behaviour(BOCA)
    with ticket_printer.running(printer) as port, replace(at(port), talk=FGL).connected() as line:
        line.print(ticket_fgl(TICKET, HOUSE, "en", BOUGHT))
    assert [paper.code for paper in printed.fgl(printer.printed)] == [TICKET.token]
    ran_out = Behaviour({b"<S1>": b"\x11", b"<p>": b"\x13\x10"})
    with ticket_printer.running(ran_out) as port, replace(at(port), talk=FGL).connected() as line:
        with pytest.raises(MaybePrinted) as maybe:
            line.print(ticket_fgl(TICKET, HOUSE, "en", BOUGHT))
        assert maybe.value.trouble is PrinterTrouble.OUT_OF_PAPER
        ran_out.answers = {b"<S1>": b"\x10"}
        with pytest.raises(NotPrinted):
            line.print(ticket_fgl(BESIDE, HOUSE, "en", BOUGHT))


@pytest.mark.parametrize(
    ("answers", "strict", "trouble"),
    [
        (NO_PAPER, False, PrinterTrouble.OUT_OF_PAPER),
        (COVER_OPEN, False, PrinterTrouble.OFFLINE),
        ({}, True, PrinterTrouble.SILENT),
    ],
)
def test_nothing_leaves_for_a_printer_that_cannot(
    answers: dict[bytes, bytes], strict: bool, trouble: PrinterTrouble
) -> None:
    printer = Behaviour(answers)
    with ticket_printer.running(printer) as port, at(port, answers=strict).connected() as line:
        with pytest.raises(NotPrinted) as refused:
            line.print(PAGES[0])
        assert refused.value.trouble is trouble
    assert printer.printed == b""


@pytest.mark.parametrize("host", [HOST, "no such host", "x" * 300, "nowhere.invalid"])
def test_a_printer_that_is_off_or_unknown_is_not_reached(host: str) -> None:
    printer = replace(at(free_port()), place=NetworkPlace(host, free_port()))
    with pytest.raises(NotPrinted) as off, printer.connected():
        pass
    assert off.value.trouble is PrinterTrouble.UNREACHABLE


@pytest.mark.parametrize(
    "bad",
    [
        Behaviour(takes=False),  # accepts and hangs
        Behaviour(reads=3000),  # dies in the middle
        Behaviour({**FINE, IN_TURN: b"\x0c"}),  # the paper ends with this page
        Behaviour({ticket_printer.PAPER: b"\x12", ticket_printer.ONLINE: b"\x12"}, reads=3000),
    ],
)
def test_what_nobody_knows_is_told_as_such_and_soon(bad: Behaviour) -> None:
    began = time.monotonic()
    with ticket_printer.running(bad) as port, at(port).connected() as line, pytest.raises(MaybePrinted):
        line.print(PAGES[0] * 30)
    assert time.monotonic() - began < 5


def test_who_falls_silent_behind_a_page_is_not_believed() -> None:
    printer = Behaviour(dict(FINE))
    del printer.answers[IN_TURN]
    with ticket_printer.running(printer) as port, at(port).connected() as line:
        line.print(PAGES[0])
        printer.answers = {}
        with pytest.raises(NotPrinted) as silent:
            line.print(PAGES[1])
        assert silent.value.trouble is PrinterTrouble.SILENT


def test_a_printer_that_talks_to_one_at_a_time_is_waited_for() -> None:
    """It would leave the second one unanswered, who must not take it for deaf and its page for printed."""
    printer = Behaviour(dict(FINE))
    with ticket_printer.running(printer) as port:
        with at(port).connected() as line:
            line.print(PAGES[0])
            with pytest.raises(NotPrinted) as busy, at(port).connected():
                pass
            assert busy.value.trouble is PrinterTrouble.BUSY
        with at(port).connected() as line:
            line.print(PAGES[1])
    assert [paper.code for paper in printed.escpos(printer.printed)] == [TICKET.token, BESIDE.token]


@dataclass(slots=True)
class Slow(Behaviour):
    """Says how it is only when a page is there: seen from here, it never answers before."""

    says: bytes = b""

    def _take(self, line: socket.socket, came: bytes) -> None:
        Behaviour._take(self, line, came)
        if self.says and len(self.printed) > 1000:
            line.sendall(self.says)
            self.says = b""


@pytest.mark.parametrize(("talk", "says"), [(ESCPOS, NO_PAPER[ticket_printer.PAPER]), (FGL, b"\x13\x10")])
def test_who_says_late_that_the_paper_is_out_is_heard(talk: Talk, says: bytes) -> None:
    with ticket_printer.running(Slow(says=says)) as port, replace(at(port), talk=talk).connected() as line:
        with pytest.raises(MaybePrinted) as maybe:
            line.print(PAGES[0])
        assert maybe.value.trouble is PrinterTrouble.OUT_OF_PAPER
    with ticket_printer.running(Slow(says=b"\x12\x11")) as port, replace(at(port), talk=talk).connected() as line:
        for page in PAGES:
            line.print(page)


@dataclass(slots=True)
class Late(Behaviour):
    """Tells of its first page when the second one is there; of that one too where `whole`, else its paper ended."""

    told: bytes = IN_TURN
    fine: bytes = b"\x00"
    whole: bool = False
    pages: int = 0

    def _take(self, line: socket.socket, came: bytes) -> None:
        Behaviour._take(self, line, came)
        pages = self.received.count(self.told)
        if pages > self.pages and pages == 2:
            line.sendall(self.fine * (1 + self.whole))
            self.answers = NO_PAPER if self.told == IN_TURN else {b"<S1>": b"\x10"}
        self.pages = pages


@pytest.mark.parametrize("language", list(PrinterLanguage))
@pytest.mark.parametrize("whole", [True, False])
def test_a_late_answer_says_nothing_of_the_next_page(language: PrinterLanguage, whole: bool) -> None:
    pages, printer = PAGES, Late(dict(FINE), whole=whole)
    if language is PrinterLanguage.BOCA_FGL:
        pages = [ticket_fgl(ticket, HOUSE, "fr", BOUGHT) for ticket in (TICKET, BESIDE)]
        printer = Late({b"<S1>": b"\x11"}, told=b"<p>", fine=b"\x06", whole=whole)
    printer.answers.pop(IN_TURN, None)
    with ticket_printer.running(printer) as port, replace(at(port), talk=TALKS[language]).connected() as line:
        line.print(pages[0])  # as well as before, though it does not tell: believed
        if whole:
            line.print(pages[1])
        else:
            with pytest.raises(MaybePrinted) as maybe:
                line.print(pages[1])
            assert maybe.value.trouble is PrinterTrouble.OUT_OF_PAPER
        with pytest.raises(NotPrinted):
            line.print(pages[0])


def test_a_plain_file_is_appended_to_and_none_is_made(tmp_path: Path) -> None:
    file = tmp_path / "lp0"
    printer = printer_at(f"file:{file}", PrinterLanguage.ESCPOS)
    with pytest.raises(NotPrinted) as missing, printer.connected():
        pass
    assert missing.value.trouble is PrinterTrouble.UNREACHABLE
    assert not file.exists()
    file.touch()
    for page in PAGES:
        with printer.connected() as line:
            line.print(page)
    assert file.read_bytes() == b"".join(PAGES)
    other = tmp_path / "authorized_keys"
    other.write_bytes(b"ssh-ed25519 AAAA")
    with pytest.raises(NotPrinted), printer_at(f"file:{other}", PrinterLanguage.ESCPOS).connected():
        pass
    assert other.read_bytes() == b"ssh-ed25519 AAAA"
    busy = FilePrinter(FilePlace(str(file)), ESCPOS, patience=SHORT)
    with busy.connected(), pytest.raises(NotPrinted) as waiting, busy.connected():
        pass
    assert waiting.value.trouble is PrinterTrouble.BUSY


def test_a_device_gets_the_bytes_as_they_are_and_answers() -> None:
    master, slave = os.openpty()
    tty.setraw(master)
    received = bytearray()

    def be_a_printer() -> None:
        while IN_TURN not in received:
            received.extend(os.read(master, 4096))
            for asked in (ticket_printer.PAPER, ticket_printer.ONLINE):
                if received.endswith(asked):
                    os.write(master, FINE[asked])
        os.write(master, FINE[IN_TURN])

    thread = threading.Thread(target=be_a_printer)
    thread.start()
    printer = FilePrinter(FilePlace(os.ttyname(slave)), ESCPOS, answers=True, patience=replace(SHORT, answer=2.0))
    with printer.connected() as line:
        line.print(PAGES[0] + b"\n\r\x04\x11")
    thread.join()
    assert PAGES[0] + b"\n\r\x04\x11" + IN_TURN in bytes(received)
    for end in (master, slave):
        os.close(end)
