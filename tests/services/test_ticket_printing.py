"""Tickets on the till's printer: printed means printed, one original, doubt is told (spec/reliability.md, P1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS
from boxoffice_tui.data.tables.organisation import TILLS
from boxoffice_tui.data.tables.printing import TICKET_PRINTS
from boxoffice_tui.devices.protocols import Printer
from boxoffice_tui.locales import words
from boxoffice_tui.rules.printers import PrinterLanguage
from boxoffice_tui.services import (
    cancellations,
    delivery,
    history,
    order_page,
    printing,
    ticket_printing,
    ticket_prints,
    till_printers,
)
from boxoffice_tui.services.desk import Clock, Desk
from boxoffice_tui.services.errors import NotAllowedError, NotPrintedError, RefusedError
from boxoffice_tui.services.identity import at_till
from boxoffice_tui.services.shipment_changes import change_shipment
from boxoffice_tui.services.shipments import shipments_of
from boxoffice_tui.services.ticket_printing import print_here
from boxoffice_tui.services.transaction import reading, writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.shipments import ShipmentRequest
from tests.devices import ticket_printer
from tests.devices.mail_server import free_port
from tests.devices.ticket_printer import BOCA, FINE, NO_PAPER, Behaviour
from tests.documents import printed
from tests.house import HouseUnderTest
from tests.services import printing_house
from tests.services.printing_house import Meanwhile, impatient, papers
from tests.services.test_archives_money import sell_two


def later(desk: Desk, seconds: int) -> Desk:
    return replace(desk, clock=Clock(desk.clock.ahead + seconds))


def lines(desk: Desk, order_id: int) -> list[tuple[str, object]]:
    told = history.history(desk, order_id)
    return [(one.action, one.facts.get("number")) for one in told if one.action.startswith("ticket")]


def counts(desk: Desk, order_id: int) -> list[int]:
    return [ticket.printed for ticket in order_page.show(desk, order_id).tickets]


def code_of(desk: Desk, key: str, sold: OrderChange, reason: str | None = None) -> tuple[str, dict[str, object]]:
    with pytest.raises((RefusedError, NotPrintedError)) as refused:
        print_here(desk, key, sold.order_id, None, sold.ticket_ids, reason, printer=impatient(desk))
    return refused.value.code, dict(refused.value.facts)


def test_originals_come_out_once_then_duplicates_with_a_reason(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")
    with printing_house.printing(house) as printer:
        desk = house.desk
        change = print_here(desk, "print", sold.order_id, sold.version, ())
        assert change.ticket_ids == sold.ticket_ids
        assert print_here(desk, "print", sold.order_id, sold.version, ()) == change
        assert code_of(desk, "more", sold) == ("ticket_printed", {"number": 1})
        assert print_here(desk, "lost", sold.order_id, None, sold.ticket_ids[:1], "perdu").ticket_ids == (
            sold.ticket_ids[0],
        )
    original = printing.papers_of(desk, sold.order_id, sold.ticket_ids).tickets
    came = printed.escpos(printer.printed.replace(ticket_printer.IN_TURN, b""))
    assert [paper.code for paper in came] == [original[0].token, original[1].token, original[0].token]
    assert ["DUPLICATA 2" in paper.text for paper in came] == [False, False, True]
    assert all("ENTRAÎNEMENT" in paper.text for paper in came)
    assert counts(desk, sold.order_id) == [2, 1]
    assert lines(desk, sold.order_id) == [("ticket_printed", 1), ("ticket_printed", 2), ("ticket_reprinted", 1)]
    assert [note.text for note in order_page.show(desk, sold.order_id).notes] == ["#1 ×2 · perdu"]
    assert [paper[1:3] for paper in papers(desk)] == [(1, "printed"), (1, "printed"), (2, "printed")]


def test_a_reason_that_cannot_be_kept_prints_nothing(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")
    with printing_house.printing(house) as printer:
        desk = house.desk
        print_here(desk, "print", sold.order_id, None, sold.ticket_ids)
        came, version = printer.printed, order_page.show(desk, sold.order_id).version
        kept = f"#2 ×2 · {'x' * 1992}"
        for key, reason, code, facts in (
            ("card", "carte 4111 1111 1111 1111", "card_number", {}),
            ("long", "x" * 1993, "note_too_long", {"limit": 2000, "length": 2001}),
            ("blank", " \u200b", "reason_required", {}),
        ):
            assert code_of(desk, key, sold, reason) == (code, facts)
        assert printer.printed == came
        assert (counts(desk, sold.order_id), len(papers(desk))) == ([1, 1], 2)
        assert order_page.show(desk, sold.order_id).version == version
        print_here(desk, "kept", sold.order_id, None, sold.ticket_ids[1:], "x" * 1992)
    page = order_page.show(desk, sold.order_id)
    assert ([one.printed for one in page.tickets], [note.text for note in page.notes]) == ([1, 2], [kept])


def test_what_is_not_on_stock_does_not_come_out(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    refused = {"mode_name": "Billet électronique", "numbers": [1, 2]}
    with printing_house.printing(house) as printer:
        desk = house.desk
        assert code_of(desk, "print", sold) == ("not_on_stock", refused)
        delivery.change_delivery(desk, "hand", sold.order_id, None, sold.ticket_ids[:1], "by_hand")
        assert code_of(desk, "both", sold) == ("not_on_stock", {**refused, "numbers": [2]})
        ticket_printing.begin_print(desk, "dead", sold.order_id, None, sold.ticket_ids[:1], None, None)
        soon = later(desk, 200)
        delivery.change_delivery(soon, "home", sold.order_id, None, sold.ticket_ids[:1], "print_at_home")
        with pytest.raises(RefusedError, match="not_on_stock"):
            print_here(soon, "dead", sold.order_id, None, sold.ticket_ids[:1])
        assert (printer.printed, counts(soon, sold.order_id)) == (b"", [0, 0])


def test_a_till_without_printer_and_no_till_print_nothing(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")
    with writing(house.desk) as work:
        work.insert(TILLS, code="g2", name="Guichet 2", printer_answers=False)
    assert till_printers.printer_here(house.desk) is None
    for desk, till in ((house.desk, None), (at_till(house.desk, "g2"), "Guichet 2")):
        with pytest.raises(RefusedError) as refused:
            print_here(desk, "print", sold.order_id, None, ())
        assert (refused.value.code, refused.value.facts) == ("no_printer", {"till": till})
    assert papers(house.desk) == []


def test_a_printer_that_is_off_or_out_of_paper_leaves_tickets_not_printed(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")
    printing_house.with_printer(house, free_port())
    desk = house.desk
    facts = {"trouble": "printer_unreachable", "printed": [], "not_printed": [1, 2]}
    assert code_of(desk, "off", sold) == ("printer_failed", facts)
    with pytest.raises(NotPrintedError) as failed:
        print_here(desk, "off", sold.order_id, None, sold.ticket_ids)
    assert failed.value.exit_code == 75
    assert counts(desk, sold.order_id) == [0, 0]
    assert [paper[1:] for paper in papers(desk)] == [(1, "not_printed", "printer_unreachable")] * 2
    printer = Behaviour(dict(NO_PAPER))
    with ticket_printer.running(printer) as port:
        with writing(desk) as work:
            here = sa.update(TILLS).where(TILLS.c.code == "g1")
            work.connection.execute(here.values(printer_address=f"tcp://127.0.0.1:{port}"))
        assert code_of(desk, "paper", sold)[1]["trouble"] == "printer_out_of_paper"
        printer.answers = dict(FINE)
        first = print_here(desk, "off", sold.order_id, None, sold.ticket_ids)  # the same key goes on
        assert first.ticket_ids == sold.ticket_ids
    assert counts(desk, sold.order_id) == [1, 1]
    assert lines(desk, sold.order_id) == [("ticket_printed", 1), ("ticket_printed", 2)]


def test_paper_that_ends_between_two_tickets_tells_which_is_which(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")

    class Ends(Behaviour):
        def _take(self, line: object, came: bytes) -> None:
            super()._take(line, came)  # type: ignore[arg-type]
            if ticket_printer.IN_TURN in self.received:
                self.answers = dict(NO_PAPER)

    with printing_house.printing(house, Ends(dict(FINE))):
        code, facts = code_of(house.desk, "print", sold)
        assert (code, facts["printed"], facts["not_printed"]) == ("printer_failed", [1], [2])
    assert counts(house.desk, sold.order_id) == [1, 0]


def test_a_doubt_is_told_and_ends_with_a_duplicate_or_a_word(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")
    desk = house.desk
    dies = Behaviour({**FINE, ticket_printer.IN_TURN: b"\x0c"})
    with printing_house.printing(house, dies) as printer:
        desk = house.desk
        code, facts = code_of(desk, "print", sold)
        assert (code, facts) == (
            "print_uncertain",
            {"trouble": "printer_out_of_paper", "printed": [], "not_printed": [2], "uncertain": 1},
        )
        assert counts(desk, sold.order_id) == [0, 0]
        doubt = [ticket.print_in_doubt for ticket in order_page.show(desk, sold.order_id).tickets]
        assert doubt == [True, False]
        for key in ("print", "again"):
            assert code_of(desk, key, sold) == ("ticket_in_doubt", {"numbers": [1]})
        with pytest.raises(RefusedError, match="ticket_in_doubt"):
            printing.print_tickets(desk, "pdf", sold.order_id, None, ())
        printer.answers = dict(FINE)
        bruno = at_till(house.as_operator("BRUNO"), "g1")
        with pytest.raises(NotAllowedError, match=r"tickets\.duplicate"):
            print_here(bruno, "bruno", sold.order_id, None, sold.ticket_ids, "lost")
        bruno.database.close()
        print_here(desk, "dup", sold.order_id, None, sold.ticket_ids, "sans papier")
        assert counts(desk, sold.order_id) == [2, 1]
        assert [paper[1:3] for paper in papers(desk)] == [
            (1, "assumed"), (1, "not_printed"), (2, "printed"), (1, "printed"),
        ]  # fmt: skip
        printer.answers = {**FINE, ticket_printer.IN_TURN: b"\x0c"}
        assert code_of(desk, "third", sold, "encore")[0] == "print_uncertain"
        change = ticket_prints.declare_not_printed(desk, "look", sold.order_id, None, sold.ticket_ids[:1])
        assert change.ticket_ids == sold.ticket_ids[:1]
        with pytest.raises(RefusedError, match="ticket_not_in_doubt"):
            ticket_prints.declare_not_printed(desk, "look 2", sold.order_id, None, sold.ticket_ids)
        assert counts(desk, sold.order_id) == [2, 1]
        printer.answers = dict(FINE)
        print_here(desk, "fourth", sold.order_id, None, sold.ticket_ids[:1], "enfin")
    assert counts(desk, sold.order_id) == [3, 1]
    assert [action for action, _ in lines(desk, sold.order_id)] == [
        "ticket_print_uncertain", "ticket_assumed_printed", "ticket_reprinted", "ticket_printed",
        "ticket_print_uncertain", "ticket_declared_not_printed", "ticket_reprinted",
    ]  # fmt: skip


def test_what_a_dead_process_left_is_free_or_in_doubt_when_its_time_is_over(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")
    with printing_house.printing(house):
        desk = house.desk
        job = ticket_printing.begin_print(desk, "dead", sold.order_id, None, sold.ticket_ids, None, None)
        assert code_of(desk, "other", sold) == ("ticket_printing", {"number": 1, "operator": "ANNE"})
        with writing(desk) as work:
            held = {"state": "sending", "claimed_by": "dead", "claimed_until": work.now + timedelta(seconds=60)}
            second = TICKET_PRINTS.c.ticket_id == sold.ticket_ids[1]
            work.connection.execute(sa.update(TICKET_PRINTS).where(second).values(held))
        assert job.ticket_ids == sold.ticket_ids
        assert code_of(desk, "dead", sold) == ("ticket_printing", {"number": 2, "operator": "ANNE"})
        soon = later(desk, 200)
        assert code_of(soon, "dead", sold) == ("ticket_in_doubt", {"numbers": [2]})
        first = print_here(soon, "first", sold.order_id, None, sold.ticket_ids[:1])
        assert first.ticket_ids == sold.ticket_ids[:1]
    assert counts(soon, sold.order_id) == [1, 0]
    printing.print_tickets(soon, "pdf", sold.order_id, None, sold.ticket_ids[1:], "rien vu")
    assert counts(soon, sold.order_id) == [1, 2]
    assert [paper[1:3] for paper in papers(soon)] == [(1, "not_printed"), (1, "assumed"), (1, "printed")]


def test_what_a_colleague_left_undone_hinders_nobody_for_ever(house: HouseUnderTest) -> None:
    """A first try that failed is gone on with when the colleague, who is named till then, has given up or died."""
    sold = sell_two(house, "by_hand")
    printer = Behaviour(dict(NO_PAPER))
    with printing_house.printing(house, printer):
        desk = house.desk
        assert code_of(desk, "mine", sold)[0] == "printer_failed"
        printer.answers = dict(FINE)
        bruno = at_till(house.as_operator("BRUNO"), "g1")
        ticket_printing.begin_print(bruno, "his", sold.order_id, None, sold.ticket_ids[:1], None, None)
        bruno.database.close()
        assert code_of(desk, "mine", sold) == ("ticket_printing", {"number": 1, "operator": "BRUNO"})
        soon = later(desk, 200)
        assert print_here(soon, "mine", sold.order_id, None, sold.ticket_ids).ticket_ids == sold.ticket_ids
    assert counts(soon, sold.order_id) == [1, 1]
    assert sorted(paper[2] for paper in papers(soon)) == ["not_printed", "printed", "printed"]


def test_a_ticket_with_an_open_paper_counts_as_printed_where_it_travels(house: HouseUnderTest) -> None:
    """Its paper may be out for the way it had: it stays there, as what is printed does."""
    sold = sell_two(house, "by_hand")
    one, two = sold.ticket_ids
    desk = house.desk
    [there] = shipments_of(desk, sold.number).rows
    home = ShipmentRequest("print_at_home")

    def open_at(at: Desk) -> frozenset[int]:
        with reading(at) as connection:
            return ticket_prints.open_papers(connection, sold.ticket_ids, at.clock.now())

    def refused(at: Desk, why: str) -> None:
        with pytest.raises(RefusedError, match=why):
            change_shipment(at, "row", there.shipment_id, None, replace(home, ticket_ids=(one,)))
        with pytest.raises(RefusedError, match=why):
            delivery.change_delivery(at, "line", sold.order_id, None, (one,), "print_at_home")

    with printing_house.printing(house, Behaviour({**FINE, ticket_printer.IN_TURN: b"\x0c"})):
        desk = house.desk
        ticket_printing.begin_print(desk, "dead", sold.order_id, None, (one,), None, None)
        assert open_at(desk) == {one}
        refused(desk, "ticket_printing")
        soon = later(desk, 200)
        assert open_at(soon) == frozenset()  # nothing can have left
        with pytest.raises(NotPrintedError, match="print_uncertain"):
            print_here(soon, "doubt", sold.order_id, None, (one,), printer=impatient(desk))
    assert open_at(later(desk, 4000)) == {one}
    refused(soon, "ticket_in_doubt")
    delivery.change_delivery(soon, "both", sold.order_id, None, (one, two), "print_at_home")
    moved = shipments_of(soon, sold.number).rows
    assert [(row.mode, row.tickets) for row in moved] == [("by_hand", 1), ("print_at_home", 1)]
    ticket_prints.declare_not_printed(soon, "look", sold.order_id, None, (one,))
    assert open_at(soon) == frozenset()
    change_shipment(soon, "free", there.shipment_id, None, replace(home, ticket_ids=(one,)))
    assert sum(row.tickets for row in shipments_of(soon, sold.number).rows if row.mode == "print_at_home") == 2


def test_a_ticket_cancelled_meanwhile_is_not_sent_and_the_others_wait_for_nobody(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")
    with printing_house.printing(house) as printer:
        desk = house.desk
        real = impatient(desk)

        class Slow:
            """The till's printer, taking so long to connect that a ticket is cancelled meanwhile."""

            def connected(self) -> object:
                cancellations.cancel_tickets(desk, "cancel", sold.order_id, None, sold.ticket_ids[:1])
                return real.connected()

        slow: Printer = Slow()  # type: ignore[assignment]
        with pytest.raises(RefusedError, match="ticket_not_live"):
            print_here(desk, "print", sold.order_id, None, sold.ticket_ids, printer=slow)
        assert printer.printed == b""
        assert print_here(desk, "next", sold.order_id, None, ()).ticket_ids == sold.ticket_ids[1:]


def test_what_came_out_before_a_refusal_is_told(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")
    with printing_house.printing(house) as printer:
        desk = house.desk
        bruno = at_till(house.as_operator("BRUNO"), "g1")

        def lose() -> None:
            with writing(desk) as work:
                mine = OPERATOR_RIGHTS.c.operator_id == bruno.actor.operator_id
                work.connection.execute(sa.delete(OPERATOR_RIGHTS).where(mine))

        with pytest.raises(NotAllowedError) as stopped:
            print_here(bruno, "b", sold.order_id, None, (), printer=Meanwhile(impatient(desk), [lose]))
        assert stopped.value.facts == {"right": "tickets.print", "printed": [1]}
        bruno.database.close()
        assert counts(desk, sold.order_id) == [1, 0]

        def cancel() -> None:
            cancellations.cancel_tickets(desk, "cancel", sold.order_id, None, sold.ticket_ids[1:])

        busy = Meanwhile(impatient(desk), [cancel])
        with pytest.raises(RefusedError) as refused:
            print_here(desk, "both", sold.order_id, None, sold.ticket_ids, "perdu", printer=busy)
        assert (refused.value.code, refused.value.facts) == ("ticket_not_live", {"number": 2, "printed": [1]})
        assert words.refusal(refused.value.code, refused.value.facts, "en_CA").endswith(". Printed before that: 1.")
    assert (counts(desk, sold.order_id), printer.printed.count(ticket_printer.IN_TURN)) == ([2, 0], 2)


def test_a_boca_printer_prints_too(house: HouseUnderTest) -> None:
    sold = sell_two(house, "by_hand")
    printer = Behaviour(dict(BOCA))
    with ticket_printer.running(printer) as port:
        printing_house.with_printer(house, port, PrinterLanguage.BOCA_FGL)
        print_here(house.desk, "print", sold.order_id, None, ())
    tokens = [one.token for one in printing.papers_of(house.desk, sold.order_id, sold.ticket_ids).tickets]
    assert [paper.code for paper in printed.fgl(printer.printed)] == tokens
