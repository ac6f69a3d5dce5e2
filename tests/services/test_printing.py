"""Tickets on paper: each print counted, a second one by right, and the barcode the door takes."""

from __future__ import annotations

import pytest

from boxoffice_tui.services import cancellations, doors, history, order_page, printing
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError, RefusedError
from tests.house import HouseUnderTest
from tests.services.test_archives_money import sell_two


def test_a_print_is_counted_and_told(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    change = printing.print_tickets(bruno, "print", sold.order_id, sold.version, sold.ticket_ids[:1])
    again = printing.print_tickets(bruno, "print", sold.order_id, sold.version, sold.ticket_ids[:1])
    assert change == again
    assert change.version == sold.version + 1
    page = order_page.show(bruno, sold.order_id)
    assert [ticket.printed for ticket in page.tickets] == [1, 0]
    last = history.history(bruno, sold.order_id)[-1]
    assert (last.operator, last.action, last.facts["number"]) == ("BRUNO", "ticket_printed", 1)
    bruno.database.close()


def test_a_duplicate_takes_its_right(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    printing.print_tickets(bruno, "first", sold.order_id, None, sold.ticket_ids)
    with pytest.raises(NotAllowedError, match=r"tickets\.duplicate"):
        printing.print_tickets(bruno, "second", sold.order_id, None, sold.ticket_ids[:1])
    with pytest.raises(NotAllowedError, match=r"tickets\.duplicate"):
        printing.reprint_tickets(bruno, "third", sold.order_id, None, sold.ticket_ids[:1], "lost")
    with pytest.raises(RefusedError, match="ticket_printed") as refused:
        printing.print_tickets(house.desk, "by anne", sold.order_id, None, sold.ticket_ids[:1])
    assert refused.value.facts == {"number": 1}
    printing.reprint_tickets(house.desk, "anne's", sold.order_id, None, sold.ticket_ids[:1], "lost")
    page = order_page.show(bruno, sold.order_id)
    assert [ticket.printed for ticket in page.tickets] == [2, 1]
    bruno.database.close()


def test_what_is_cancelled_is_not_printed(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    cancellations.cancel_tickets(house.desk, "cancel", sold.order_id, None, sold.ticket_ids[:1])
    with pytest.raises(RefusedError) as refused:
        printing.print_tickets(house.desk, "print", sold.order_id, None, sold.ticket_ids)
    assert refused.value.code == "ticket_not_live"
    papers = printing.papers_of(house.desk, sold.order_id, sold.ticket_ids)
    assert [ticket.place for ticket in papers.tickets] == ["13"]


def test_the_paper_says_what_the_door_reads(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    papers = printing.papers_of(house.desk, sold.order_id, sold.ticket_ids)
    assert (papers.language, papers.house.name) == ("fr", "Théâtre du Lac")
    assert [ticket.number for ticket in papers.tickets] == [1, 2]
    dora = house.as_operator("DORA")
    assert doors.admit(dora, "scan", papers.tickets[1].token).ticket_id == sold.ticket_ids[1]
    with pytest.raises(NotAllowedError):
        printing.papers_of(dora, sold.order_id, sold.ticket_ids)
    with pytest.raises(NotFoundError):
        printing.papers_of(house.desk, 999, ())
    dora.database.close()


def test_a_duplicate_is_numbered_and_its_reason_kept(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    dora = house.as_operator("DORA")
    printing.print_tickets(house.desk, "print", sold.order_id, None, sold.ticket_ids)
    token = printing.papers_of(house.desk, sold.order_id, sold.ticket_ids).tickets[0].token
    for number, reason in ((2, "Perdu par Mme Côté"), (3, "Taché")):
        change = printing.reprint_tickets(
            house.desk, f"again {number}", sold.order_id, None, sold.ticket_ids[:1], reason
        )
        papers = printing.papers_of(house.desk, sold.order_id, sold.ticket_ids).tickets
        assert change.version == sold.version + number
        assert [paper.copy for paper in papers] == [number, 1]
        assert papers[0].token == token
        line = history.history(house.desk, sold.order_id)[-1]
        assert (line.action, line.facts["copies"], line.facts["number"]) == ("ticket_reprinted", [number], 1)
        assert "reason" not in line.facts
    notes = [note.text for note in order_page.show(house.desk, sold.order_id).notes]
    assert notes == ["#1 ×2 · Perdu par Mme Côté", "#1 ×3 · Taché"]
    assert doors.admit(dora, "scan", token).number == 1
    dora.database.close()


def test_no_duplicate_without_a_reason_or_an_original(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    printing.print_tickets(house.desk, "print", sold.order_id, None, sold.ticket_ids[:1])
    for code, ids, reason in (
        ("reason_required", sold.ticket_ids[:1], " \u200b"),
        ("card_number", sold.ticket_ids[:1], "4111 1111 1111 1111"),
        ("card_number", sold.ticket_ids[:1], "4111\u200b1111\u200b1111\u200b1111"),
        ("ticket_not_printed", sold.ticket_ids, "lost"),
        ("ticket_not_live", (999,), "lost"),
    ):
        with pytest.raises(RefusedError) as refused:
            printing.reprint_tickets(house.desk, "again", sold.order_id, None, ids, reason)
        assert refused.value.code == code
    page = order_page.show(house.desk, sold.order_id)
    assert ([one.printed for one in page.tickets], page.notes) == ([1, 0], ())


def test_a_reason_prints_originals_and_duplicates_in_one_go(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    printing.print_tickets(house.desk, "first", sold.order_id, None, sold.ticket_ids[:1])
    for code, reason in (("ticket_printed", None), ("reason_required", " ")):
        with pytest.raises(RefusedError) as refused:
            printing.print_tickets(house.desk, code, sold.order_id, None, sold.ticket_ids, reason)
        assert refused.value.code == code
    bruno = house.as_operator("BRUNO")
    with pytest.raises(NotAllowedError) as not_allowed:
        printing.print_tickets(bruno, "bruno", sold.order_id, None, sold.ticket_ids, "lost")
    assert not_allowed.value.right == "tickets.duplicate"
    bruno.database.close()
    change = printing.print_tickets(house.desk, "both", sold.order_id, None, sold.ticket_ids, "lost")
    assert change.ticket_ids == sold.ticket_ids
    page = order_page.show(house.desk, sold.order_id)
    assert [one.printed for one in page.tickets] == [2, 1]
    assert [note.text for note in page.notes] == ["#1 ×2 · lost"]
    told = [line.action for line in history.history(house.desk, sold.order_id)[-3:]]
    assert told == ["ticket_printed", "note_added", "ticket_reprinted"]
    assert change.version == page.version == sold.version + 2
