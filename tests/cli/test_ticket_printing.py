"""`tickets print` and `tickets not-printed` on a till with a printer, as a clerk or a script gives them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.cli.conftest import Commands
from tests.devices import ticket_printer
from tests.devices.mail_server import free_port
from tests.devices.ticket_printer import FINE, IN_TURN, Behaviour
from tests.documents import printed


def till_with(boxoffice: Commands, port: int) -> None:
    """A till `g1` with a printer at a port, by the setup file."""
    text = '[[tills]]\ncode = "g1"\nname = "Guichet 1"\nprinter = { language = "escpos", address = '
    text += f'"tcp://127.0.0.1:{port}" }}\n'
    done = boxoffice.run("setup", "apply", "-", stdin=text, operator="ADMIN")
    assert done.exit_code == 0, done.output


def test_tickets_come_out_or_it_is_said_why(boxoffice: Commands, query: Callable[[str], list[Any]]) -> None:
    number = boxoffice.sell("F-12", "F-13", mode="by_hand")["number"]
    error = boxoffice.error(4, "tickets", "print", number)
    assert error["code"] == "no_printer"
    assert "--till CODE" in error["message"]
    till_with(boxoffice, free_port())
    error = boxoffice.error(75, "tickets", "print", number, "--key", "k1", till="g1")
    assert (error["kind"], error["code"]) == ("unavailable", "printer_failed")
    assert error["facts"] == {"trouble": "printer_unreachable", "printed": [], "not_printed": [1, 2]}
    assert error["message"] == (
        "The ticket printer cannot be reached. Switch it on, and check its cable. Not printed: 1, 2. "
        "Print again then."
    )
    assert query("SELECT printed FROM ticket") == [(0,), (0,)]
    printer = Behaviour(dict(FINE))
    with ticket_printer.running(printer) as port:
        till_with(boxoffice, port)
        done = boxoffice.json("tickets", "print", number, "F-12", "--key", "k2", till="g1")
        assert (done["ticket_ids"], done["copies"], done["printed_before"]) == ([1], [1], [])
        assert boxoffice.json("tickets", "print", number, "F-12", "--key", "k2", till="g1") == done
        rest = boxoffice.run("tickets", "print", number, till="g1")
        assert rest.stdout == "On the printer: #2\nPrinted before: #1. A duplicate takes --reason.\n"
        error = boxoffice.error(4, "tickets", "print", number, "F-12", till="g1")
        assert error["code"] == "ticket_printed"
        again = boxoffice.json("tickets", "print", number, "F-12", "--reason", "coffee", till="g1")
        assert again["copies"] == [2]
        printer.answers[IN_TURN] = b"\x0c"
        error = boxoffice.error(75, "tickets", "print", number, "F-13", "--reason", "lost", till="g1")
        assert (error["code"], error["facts"]["uncertain"]) == ("print_uncertain", 2)
    assert ["DUPLICATA 2" in paper.text for paper in printed.escpos(printer.printed)] == [False, False, True, True]
    error = boxoffice.error(4, "tickets", "print", number, "F-13", till="g1")
    assert "boxoffice tickets not-printed NUMBER 2" in error["message"]
    done = boxoffice.run("tickets", "not-printed", number)
    assert (done.exit_code, done.stdout) == (0, "Not printed: #2\n")
    assert boxoffice.error(4, "tickets", "not-printed", number, "F-13")["code"] == "ticket_not_in_doubt"
    assert query("SELECT printed FROM ticket ORDER BY id") == [(2,), (1,)]
    assert boxoffice.run("check").exit_code == 0
