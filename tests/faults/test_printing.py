"""kill -9 while tickets go to a printer, and two at once: no original comes out twice, no doubt goes untold."""

from __future__ import annotations

import socket
from collections import Counter
from dataclasses import dataclass, replace

import pytest

from boxoffice_tui.services import identity, order_page, printing, sales
from boxoffice_tui.services.desk import Clock
from boxoffice_tui.services.errors import UnavailableError
from boxoffice_tui.services.identity import at_till
from boxoffice_tui.services.ticket_printing import print_here
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import TicketRequest
from tests.devices.ticket_printer import FINE, IN_TURN, PAPER, Behaviour
from tests.documents import printed
from tests.faults.nursery import Child, Nursery
from tests.faults.printing_clerk import READY
from tests.faults.proxy import cable_to
from tests.house import ACCOUNT, NOW, HouseUnderTest
from tests.invariants import assert_sound
from tests.services import printing_house

CLERK = "tests.faults.printing_clerk"
CUT = b"\x1dVB\x00"


def sold(house: HouseUnderTest) -> OrderChange:
    seats = tuple(house.seat(f"F-1{place}") for place in range(3))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    return sales.sell(house.desk, "sale", "form", house.contacts["Cote"], (request,), None)


def papers(printer: Behaviour) -> list[printed.Paper]:
    """What came out whole."""
    sent = printer.printed
    return printed.escpos(sent[: sent.rfind(CUT) + len(CUT)] if CUT in sent else b"")


@dataclass(slots=True)
class Deadly(Behaviour):
    """A printer in perfect order, during whose second ticket the sender is killed."""

    moment: str = ""
    victim: Child | None = None

    def _take(self, line: socket.socket, came: bytes) -> None:
        now = bytes(self.received) + came
        second = {
            "claimed": now.count(PAPER) == 2,
            "sending": now.count(IN_TURN) == 1 and len(now.rpartition(IN_TURN)[2]) > 2000,
            "sent": now.count(IN_TURN) == 2,
            "told": False,
        }
        if second[self.moment]:
            self._kill()
        Behaviour._take(self, line, came)
        if self.moment == "told" and now.count(IN_TURN) == 2:
            self._kill()

    def _kill(self) -> None:
        if self.victim is not None:
            self.victim.kill()
            self.victim = None


@pytest.mark.parametrize("moment", ["claimed", "sending", "sent", "told"])
@pytest.mark.parametrize("engine", ["sqlite"])
def test_who_is_killed_leaves_no_paper_untold_and_no_second_original(
    house: HouseUnderTest, processes: Nursery, moment: str
) -> None:
    order = sold(house)
    printer = Deadly(dict(FINE), moment=moment)
    with printing_house.printing(house, printer):
        with processes.child(CLERK, house.address, "first", order.order_id) as clerk:
            assert clerk.said() == READY
            printer.victim = clerk
            clerk.tell("go")
            assert (clerk.said(), clerk.ended()) == ("", -9)
        soon = replace(house.desk, clock=Clock(house.desk.clock.ahead + 300))
        before = order_page.show(soon, order.order_id).tickets
        tokens = [one.token for one in printing.papers_of(soon, order.order_id, order.ticket_ids).tickets]
        came = {paper.code for paper in papers(printer)}
        for ticket, token in zip(before, tokens, strict=True):
            assert not ticket.printed or token in came
            assert token not in came or ticket.printed or ticket.print_in_doubt
        assert [ticket.printed for ticket in before][0::2] == [1, 0]
        chosen = tuple(ticket.ticket_id for ticket in before if not ticket.printed)
        print_here(soon, "rest", order.order_id, None, chosen, "imprimante tombée")
    originals = Counter(paper.code for paper in papers(printer) if "DUPLICATA" not in paper.text)
    assert set(originals) >= set(tokens) - {tokens[1]}
    assert max(originals.values()) == 1
    assert {paper.code for paper in papers(printer)} == set(tokens)


def test_two_at_once_print_one_original_each(house: HouseUnderTest, processes: Nursery) -> None:
    order = sold(house)
    with (
        printing_house.printing(house) as printer,
        processes.child(CLERK, house.address, "one", order.order_id) as one,
        processes.child(CLERK, house.address, "two", order.order_id) as two,
    ):
        assert (one.said(), two.said()) == (READY, READY)
        one.tell("go")
        two.tell("go")
        said = [one.said(), two.said()]
    everything = " ".join(str(one) for one in order.ticket_ids)
    assert everything in said
    assert set(said) <= {everything, "ticket_printing", "ticket_printed"}
    assert Counter(Counter(paper.code for paper in papers(printer)).values()) == {1: 3}


@pytest.mark.parametrize("engine", ["postgresql"])
@pytest.mark.parametrize("heard", ["before", "after"])
def test_a_cable_pulled_while_it_prints_leaves_no_doubt(house: HouseUnderTest, heard: str) -> None:
    """When a paper is taken in hand nothing left; when it came out that is said again, and counts once."""
    order = sold(house)
    with printing_house.printing(house) as printer, cable_to(house.address) as cable:
        desk = at_till(identity.open_desk(cable.url, ACCOUNT, operator="ANNE", shown_now=NOW), "g1")

        def pull() -> None:
            cable.cut_at_commit = heard

        def pull_later() -> None:
            cable.spares = 1  # what the page says is read first
            pull()

        device = printing_house.impatient(desk)
        reached = printing_house.Connecting(device, pull_later)
        with pytest.raises(UnavailableError, match="commit_unknown"):
            print_here(desk, "claimed", order.order_id, None, (), printer=reached)
        assert (cable.cuts, printer.printed) == (1, b"")
        printed_first = printing_house.Meanwhile(device, [pull])
        told = print_here(desk, "told", order.order_id, None, (), printer=printed_first)
        assert (cable.cuts, told.ticket_ids) == (2, order.ticket_ids)
        desk.database.close()
    assert [ticket.printed for ticket in order_page.show(house.desk, order.order_id).tickets] == [1, 1, 1]
    assert Counter(Counter(paper.code for paper in papers(printer)).values()) == {1: 3}
    assert_sound(house.desk)
