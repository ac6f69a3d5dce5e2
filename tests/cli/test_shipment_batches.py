"""`boxoffice shipments print` and `mark-sent` of an evening's post, with their words, files and exit codes."""

from __future__ import annotations

import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from boxoffice_tui.services.identity import at_till
from boxoffice_tui.services.ticket_printing import begin_print
from tests.cli.conftest import Commands
from tests.cli.test_signals import started
from tests.cli.test_ticket_printing import till_with
from tests.devices import ticket_printer
from tests.devices.mail_server import free_port
from tests.devices.ticket_printer import FINE, Behaviour
from tests.documents import printed
from tests.documents.reading import texts
from tests.house import add_contact

PRINT = ("shipments", "print", "--mode", "post")
SENT = ("shipments", "mark-sent", "--mode", "post")


def with_post(boxoffice: Commands) -> list[str]:
    """Two orders by post, of three tickets; their numbers."""
    house = boxoffice.house
    house.desk = house.as_operator("ANNE")
    add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    house.desk.database.close()
    seats = (("F-12", "F-13"), ("F-14",))
    return [boxoffice.sell(*some, contact="Roy", mode="post")["number"] for some in seats]


def test_an_evening_of_post(boxoffice: Commands, tmp_path: Path) -> None:
    first, second = with_post(boxoffice)
    labels, picking = str(tmp_path / "labels.pdf"), str(tmp_path / "picking.csv")
    files = ("--labels", labels, "--picking", picking)
    tried = boxoffice.run(*PRINT, *files, "--dry-run", till="")
    assert tried.exit_code == 0
    assert tried.stdout == (
        "Shipment  Order    Delivery contact  Tickets  To print\n"
        f"       1  {first}  Ève Roy                 2         2\n"
        f"       2  {second}  Ève Roy                 1         1\n"
        "Shipments  2\n"
        "Nothing was written: this was a dry run.\n"
    )
    till_with(boxoffice, free_port())
    off = boxoffice.run(*PRINT, *files, "--key", "evening", till="g1")
    assert off.exit_code == 75
    assert off.stdout == (
        "Shipment 1: The ticket printer cannot be reached. Switch it on, and check its cable. Not printed: "
        "1, 2. Print again then.\n"
        "Shipments              2\n"
        "Tickets printed now    0\n"
        "Shipments not printed  1, 2\n"
        "Not whole: no file was written. Say it again to go on; nothing is printed twice.\n"
    )
    assert not Path(labels).exists()
    printer = Behaviour(dict(FINE))
    with ticket_printer.running(printer) as port:
        till_with(boxoffice, port)
        done = boxoffice.json(*PRINT, *files, "--key", "evening", till="g1")
        assert done == {
            "shipments": 2,
            "tickets_printed": 3,
            "not_printed": [],
            "skipped": [],
            "trouble": None,
            "over": [],
            "files": {"labels": labels, "picking": picking},
            "not_in_files": [],
            "key": "evening",
            "training": True,
        }
        assert boxoffice.error(2, *PRINT, *files, till="g1")["code"] == "file_exists"
        again = boxoffice.json(*PRINT, "--until", "05/12/2026", "--event", "mouette", till="g1")
        assert (again["shipments"], again["tickets_printed"]) == (2, 0)
        none = boxoffice.run(*PRINT, "--until", "04/12/2026", till="g1")
        assert (none.exit_code, none.stdout) == (0, "Shipments            0\nTickets printed now  0\n")
    assert len(printed.escpos(printer.printed)) == 3
    assert texts(Path(labels).read_bytes())[0].split("\n")[:4] == [
        "Ève Roy", "12, rue des Lilas", "Lévis", "ENTRAÎNEMENT · 1",
    ]  # fmt: skip
    lines = Path(picking).read_text("utf-8-sig").splitlines()
    assert lines[0] == "Picking list – Post"
    assert [line.split(",")[-4:] for line in lines[2:]] == [
        ["F-12", "1", "yes", ""], ["F-13", "2", "yes", ""], ["F-14", "3", "yes", ""]
    ]  # fmt: skip
    assert Path(picking).stat().st_mode & 0o777 == 0o600


def test_without_a_printer_only_the_files_are_written(boxoffice: Commands, tmp_path: Path) -> None:
    with_post(boxoffice)
    assert boxoffice.error(4, *PRINT)["code"] == "no_printer"
    picking = tmp_path / "picking.xlsx"
    done = boxoffice.run(*PRINT, "--picking", str(picking))
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "No ticket printer stands here: no ticket is printed."
    assert picking.read_bytes().startswith(b"PK")
    nowhere = str(tmp_path / "nowhere" / "labels.pdf")
    half = boxoffice.error(2, *PRINT, "--labels", nowhere, "--picking", str(tmp_path / "other.csv"))
    assert (half["code"], half["facts"]["place"]) == ("file_unwritable", nowhere)
    assert not (tmp_path / "other.csv").exists()
    assert boxoffice.error(2, *PRINT, "--picking", "list.pdf")["code"] == "value_malformed"
    assert boxoffice.error(2, "shipments", "print")["code"] == "option_needed"
    home = ("shipments", "print", "--mode", "print_at_home")
    for more in ((), ("--dry-run",), ("--picking", str(tmp_path / "home.csv"))):
        refused = boxoffice.error(4, *home, *more)
        assert refused["code"] == "not_on_stock"
        assert refused["message"].endswith("such as by hand or by post: boxoffice shipments modes")
    assert not (tmp_path / "home.csv").exists()
    assert boxoffice.error(3, "shipments", "print", "--mode", "owl")["code"] == "mode_not_found"
    assert boxoffice.error(3, *PRINT, "--event", "nothing")["code"] == "event_not_found"


def test_no_envelope_is_made_for_what_is_not_printed_or_is_over(boxoffice: Commands, tmp_path: Path) -> None:
    with_post(boxoffice)
    boxoffice.sell("F-15", contact="Roy", mode="post")
    files = ("--labels", str(tmp_path / "labels.pdf"), "--picking", str(tmp_path / "picking.csv"))
    with ticket_printer.running(Behaviour(dict(FINE))) as port:
        till_with(boxoffice, port)
        house = boxoffice.house
        desk = at_till(house.as_operator("ANNE"), "g1")
        begin_print(desk, "somebody", 1, None, (1,), None, None)  # a colleague has one of two in hand
        desk.database.close()
        done = boxoffice.run(*PRINT, *files, till="g1")
        assert done.exit_code == 4
        assert "Shipments not printed  1\n" in done.stdout
        assert done.stdout.endswith("Not printed, so neither in the labels nor in the list: 1\n")
        [sheet] = texts((tmp_path / "labels.pdf").read_bytes())
        assert [line for line in sheet.split("\n") if "·" in line] == ["ENTRAÎNEMENT · 2", "ENTRAÎNEMENT · 3"]
        lines = (tmp_path / "picking.csv").read_text("utf-8-sig").splitlines()
        assert [line.split(",")[-4:-1] for line in lines[2:]] == [["F-14", "3", "yes"], ["F-15", "4", "yes"]]
        files = ("--labels", str(tmp_path / "none.pdf"))
        later = ("--now", "2026-12-06T12:00-05:00")
        over = boxoffice.run(*later, *PRINT, *files, till="g1")
        assert over.exit_code == 0
        assert over.stdout == (
            "Shipments            0\n"
            "Tickets printed now  0\n"
            "3 shipments are left out, their performances are over (--past prints them too): 1, 2, 3\n"
        )
        assert not (tmp_path / "none.pdf").exists()
        assert boxoffice.json(*later, *PRINT, "--dry-run", till="g1")["over"] == [1, 2, 3]
        past = boxoffice.json(*later, *PRINT, "--past", till="g1")
        assert (past["tickets_printed"], past["over"]) == (2, [])
        assert boxoffice.json(*later, *SENT)["sent"] == [1, 2, 3]


def test_what_is_printed_is_sent_and_the_rest_told(boxoffice: Commands, tmp_path: Path) -> None:
    first, second = with_post(boxoffice)
    boxoffice.json("tickets", "pdf", first, "-o", str(tmp_path / "tickets.pdf"))
    told = "Shipment 2: {sentence}\nShipments sent      1\nShipments not sent  2\n"
    sentence = boxoffice.error(4, "shipments", "mark-sent", "2")["message"]
    tried = boxoffice.run(*SENT, "--dry-run")
    assert (tried.exit_code, tried.stdout) == (
        4, told.format(sentence=sentence) + "Nothing was written: this was a dry run.\n"
    )  # fmt: skip
    done = boxoffice.run(*SENT, "--key", "evening")
    assert (done.exit_code, done.stdout) == (4, told.format(sentence=sentence))
    boxoffice.json("tickets", "pdf", second, "-o", str(tmp_path / "other.pdf"))
    named = boxoffice.json("shipments", "mark-sent", "1", "2", "2")
    assert (named["sent"], named["sent_before"], named["skipped"]) == ([2], [1], [])
    for again in (SENT, (*SENT, "--key", "evening"), (*SENT, "--until", "05/12/2026", "--event", "mouette")):
        assert boxoffice.json(*again)["sent"] == []
    assert boxoffice.error(3, "shipments", "mark-sent", "1", "9")["code"] == "shipment_not_found"
    for wrong in (("1", "--mode", "post"), ("1", "2", "--at-version", "1"), ("1", "--until", "05/12/2026")):
        assert boxoffice.error(2, "shipments", "mark-sent", *wrong)["code"] == "options_exclude"
    assert boxoffice.error(2, "shipments", "mark-sent", "--event", "mouette")["code"] == "option_needed"
    assert boxoffice.json("check")["sound"]


@dataclass(slots=True)
class Interrupting(Behaviour):
    """A printer at which somebody presses Ctrl+C when the first paper comes."""

    clerk: subprocess.Popen[bytes] | None = None

    def _take(self, line: socket.socket, came: bytes) -> None:
        if self.clerk is not None:
            self.clerk.send_signal(signal.SIGINT)
            self.clerk = None
        Behaviour._take(self, line, came)


def test_ctrl_c_ends_it_between_two_shipments(boxoffice: Commands, tmp_path: Path) -> None:
    with_post(boxoffice)
    labels = tmp_path / "labels.pdf"
    printer = Interrupting(dict(FINE))
    with ticket_printer.running(printer) as port:
        till_with(boxoffice, port)
        with started(boxoffice, "--till", "g1", *PRINT, "--labels", str(labels), "--key", "evening") as clerk:
            printer.clerk = clerk
            out, error = clerk.communicate(timeout=30)
        assert (clerk.returncode, error) == (130, b"TRAINING\n")
        assert out.decode() == (
            "Shipments              2\n"
            "Tickets printed now    2\n"
            "Shipments not printed  2\n"
            "Not whole: no file was written. Say it again to go on; nothing is printed twice.\n"
        )
        assert not labels.exists()
        assert boxoffice.json(*PRINT, "--key", "evening", till="g1")["tickets_printed"] == 1
    assert len(printed.escpos(printer.printed)) == 3
