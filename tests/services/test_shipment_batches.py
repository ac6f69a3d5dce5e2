"""An evening's post: which shipments wait, printed and marked as sent one after the other, safe to run again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.contacts import ADDRESSES, CONTACTS, STRUCTURES
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.printing import TICKET_PRINTS
from boxoffice_tui.data.tables.programme import CELLS, EVENTS, PERFORMANCES, PRICES
from boxoffice_tui.data.tables.venues import VENUES
from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.services import (
    add_tickets,
    cancellations,
    delivery,
    documents,
    order_page,
    printing,
    sales,
)
from boxoffice_tui.services.desk import Clock
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.shipment_batches import (
    mark_post_sent,
    post_due,
    post_to_mark,
    print_post,
    shipments_due,
)
from boxoffice_tui.services.shipment_changes import change_shipment
from boxoffice_tui.services.shipment_sending import mark_sent
from boxoffice_tui.services.shipments import show_shipment
from boxoffice_tui.services.ticket_printing import begin_print
from boxoffice_tui.services.ticket_prints import declare_not_printed
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.shipment_batches import PostShipment, Waiting
from boxoffice_tui.views.shipments import ShipmentRequest
from boxoffice_tui.views.states import DocumentKind
from tests.devices.ticket_printer import FINE, NO_PAPER, Behaviour
from tests.documents import printed
from tests.house import NOW, HouseUnderTest, add_contact
from tests.services import printing_house
from tests.services.documents import add, with_documents

POST = Waiting("post")
FIFTH = date(2026, 12, 5)  # in Toronto: the sixth already in UTC


def sold(house: HouseUnderTest, contact: int, *seats: str, mode: str = "post", to: str = "p1") -> OrderChange:
    wanted = TicketRequest(house.ids[to], house.ids["full"], tuple(house.seat(one) for one in seats))
    return sales.sell(house.desk, f"sale {seats} {to}", "form", contact, (wanted,), mode)


def gala(house: HouseUnderTest) -> None:
    """Another event in a hall like it in Paris, where it is the eighth, as in UTC; in Toronto the seventh yet."""
    with writing(house.desk) as work:
        plan = sa.select(PERFORMANCES.c.plan_id).where(PERFORMANCES.c.id == house.ids["p1"])
        plan_id = work.connection.execute(plan).scalar_one()
        event = work.insert(EVENTS, code="gala", title="Gala", activity_id=house.ids["activity"])
        starts_at = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
        paris = work.insert(VENUES, code="seine", name="Seine", country="FR", zone="Europe/Paris")
        where = {"venue_id": paris, "plan_id": plan_id, "starts_at": starts_at}
        house.ids["g1"] = work.insert(PERFORMANCES, event_id=event, code="g1", **where)
        parterre = house.ids["parterre"]
        cell = {"performance_id": house.ids["g1"], "category_id": parterre, "contingent_id": 1, "gauge": 30}
        work.insert(CELLS, **cell)
        price = {"event_id": event, "category_id": parterre, "rate_id": house.ids["full"], "amount_minor": 10}
        work.insert(PRICES, **price)


def waiting(house: HouseUnderTest, which: Waiting = POST, page: int = 50) -> list[PostShipment]:
    return list(shipments_due(house.desk, post_due(house.desk, which), page))


def orders(found: list[PostShipment]) -> list[str]:
    return [one.order_number for one in found]


def test_who_waits_by_mode_event_and_day_of_the_venue(house: HouseUnderTest) -> None:
    gala(house)
    roy = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    first = sold(house, roy, "F-12", "F-13")
    second = sold(house, roy, "F-14", to="p2")
    third = sold(house, roy, "G-10", to="g1")
    by_hand = sold(house, roy, "G-11", mode="by_hand")
    cancelled = sold(house, roy, "E-10")
    page = cancelled.ticket_ids
    cancellations.cancel_tickets(house.desk, "cancel", cancelled.order_id, None, page, may_cancel_order=True)
    everything = [first.number, second.number, third.number]
    assert orders(waiting(house)) == orders(waiting(house, page=1)) == everything
    assert orders(waiting(house, replace(POST, until=FIFTH))) == [first.number]
    assert orders(waiting(house, replace(POST, until=date(2026, 12, 4)))) == []
    assert orders(waiting(house, replace(POST, event="mouette"))) == [first.number, second.number]
    assert orders(waiting(house, replace(POST, event="gala", until=date(2026, 12, 7)))) == []
    assert orders(waiting(house, replace(POST, event="gala", until=date(2026, 12, 8)))) == [third.number]
    assert orders(waiting(house, Waiting("by_hand"))) == [by_hand.number]
    due = post_due(house.desk, POST)
    assert (due.count, due.mode_name, due.event_title) == (3, "Poste", "")
    sold(house, roy, "E-11")
    assert orders(list(shipments_due(house.desk, due))) == everything
    with pytest.raises(NotFoundError, match="mode"):
        post_due(house.desk, Waiting("owl"))
    with pytest.raises(NotFoundError, match="event"):
        post_due(house.desk, replace(POST, event="nothing"))
    dora = house.as_operator("DORA")
    with pytest.raises(NotAllowedError):
        post_due(dora, POST)
    dora.database.close()


def test_what_nobody_can_come_to_any_more_is_left_out_and_named(house: HouseUnderTest) -> None:
    """One of two performances over: the other is to come, and decides on the day."""
    gala(house)
    roy = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    over = sold(house, roy, "F-12")
    both = sold(house, roy, "F-13")
    extra = TicketRequest(house.ids["g1"], house.ids["full"], (house.seat("G-10"),))
    add_tickets.add_tickets(house.desk, "add", both.order_id, None, "form-2", (extra,), "post")
    undated = sold(house, roy, "F-14", to="p2")
    with writing(house.desk) as work:
        p2 = sa.update(PERFORMANCES).where(PERFORMANCES.c.id == house.ids["p2"])
        work.connection.execute(p2.values(starts_at=None))
    house.desk = replace(house.desk, clock=Clock(house.desk.clock.ahead + 15 * 86400))  # the sixth
    assert orders(waiting(house)) == [both.number, undated.number]
    assert orders(waiting(house, replace(POST, until=FIFTH))) == []
    assert orders(waiting(house, replace(POST, until=date(2026, 12, 8)))) == [both.number]
    everything = replace(POST, past=True)
    assert orders(waiting(house, everything)) == [over.number, both.number, undated.number]
    assert orders(waiting(house, replace(everything, until=FIFTH))) == [over.number, both.number]
    [first, *_rest] = waiting(house, everything)
    assert post_due(house.desk, POST).left_out == post_due(house.desk, replace(POST, until=FIFTH)).left_out
    assert post_due(house.desk, POST).left_out == (first.number,)
    for none in (everything, replace(POST, event="gala"), replace(POST, until=date(2026, 12, 4))):
        assert post_due(house.desk, none).left_out == ()


def test_a_shipment_says_where_it_goes_as_it_was_when_it_was_made(house: HouseUnderTest) -> None:
    relay = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    order = sold(house, relay, "F-12", "F-13")
    with writing(house.desk) as work:
        structure = work.insert(STRUCTURES, number=1, name="École du Lac", name_folded="ecole du lac")
        work.connection.execute(
            sa.update(CONTACTS).where(CONTACTS.c.id == relay).values(structure_id=structure)
        )
        old = sa.update(ADDRESSES).where(ADDRESSES.c.contact_id == relay)
        work.connection.execute(old.values(region="QC", postal_code="G6V 1A1", until=NOW))
        there = {"street": "1-2-3 Marunouchi", "city": "Tokyo", "country": "JP"}
        work.insert(ADDRESSES, contact_id=relay, since=NOW, **there)
    printing.print_tickets(house.desk, "paper", order.order_id, None, order.ticket_ids[:1])
    [one] = waiting(house)
    assert (one.structure, one.person, one.mode_type) == ("École du Lac", "Ève Roy", ShipmentType.POST)
    assert one.written == ("12, rue des Lilas", "Lévis QC G6V 1A1")
    assert [(ticket.seat, ticket.section, ticket.event) for ticket in one.tickets] == [
        ("F-12", "Parterre", "La Mouette"),
        ("F-13", "Parterre", "La Mouette"),
    ]
    assert one.unprinted == order.ticket_ids[1:]


def test_all_are_printed_once_whatever_stops_the_run(house: HouseUnderTest) -> None:
    roy = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    made = [sold(house, roy, *seats) for seats in (("F-12", "F-13"), ("F-14",), ("F-15",))]
    due = post_due(house.desk, POST)
    with pytest.raises(RefusedError, match="no_printer"):
        print_post(house.desk, "evening", due)
    with pytest.raises(RefusedError, match="not_on_stock") as electronic:
        print_post(house.desk, "home", post_due(house.desk, Waiting("print_at_home")))
    assert electronic.value.facts == {"mode_name": "Billet électronique"}
    printer = Behaviour(dict(FINE))
    with printing_house.printing(house, printer):
        device = printing_house.impatient(house.desk)
        numbers = [one.number for one in waiting(house)]
        told: list[tuple[int, int]] = []
        asked = iter((True, False))
        first = print_post(
            house.desk, "evening", due, lambda *done: told.append(done), lambda: next(asked), printer=device
        )
        assert (first.tickets, first.not_printed, first.trouble) == (2, tuple(numbers[1:]), None)
        assert told == [(0, 3), (1, 3), (2, 3)]
        printer.answers = dict(NO_PAPER)
        second = print_post(house.desk, "evening", due, printer=device)
        assert (second.tickets, second.not_printed) == (0, tuple(numbers[1:]))
        assert second.trouble is not None
        assert (second.trouble.shipment, second.trouble.code) == (numbers[1], "printer_failed")
        assert second.trouble.facts["trouble"] == "printer_out_of_paper"
        printer.answers = dict(FINE)
        third = print_post(house.desk, "evening", due, printer=device)
        assert (third.tickets, third.not_printed, third.trouble) == (2, (), None)
        for key in ("evening", "again"):
            assert print_post(house.desk, key, post_due(house.desk, POST), printer=device).tickets == 0
    papers = printed.escpos(printer.printed)
    tokens = [
        one.token
        for order in made
        for one in printing.papers_of(house.desk, order.order_id, order.ticket_ids).tickets
    ]
    assert [paper.code for paper in papers] == tokens


def test_one_that_is_refused_is_left_out_and_the_others_go_on(house: HouseUnderTest) -> None:
    """What came out of it before is counted."""
    roy = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    made = [sold(house, roy, *seats) for seats in (("F-12",), ("F-13", "F-14"), ("F-15",))]
    printer = Behaviour(dict(FINE))

    def cancel() -> None:
        last = made[1].ticket_ids[1:]
        cancellations.cancel_tickets(house.desk, "cancel", made[1].order_id, None, last)

    with printing_house.printing(house, printer):
        begin_print(house.desk, "somebody", made[0].order_id, None, (), None, None)
        due = post_due(house.desk, POST)
        device = printing_house.Meanwhile(printing_house.impatient(house.desk), [cancel])
        done = print_post(house.desk, "k", due, printer=device)
    first, second = done.skipped
    assert (done.tickets, done.not_printed, done.trouble) == (2, (first.shipment,), None)
    assert (first.order, first.code) == (made[0].number, "ticket_printing")
    assert (second.order, second.code) == (made[1].number, "ticket_not_live")
    assert second.facts["printed"] == [2]
    assert len(printed.escpos(printer.printed)) == 2


def test_half_a_page_ends_the_run_and_waits_for_a_look_while_the_others_go_on(house: HouseUnderTest) -> None:
    roy = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    one, two, three = [sold(house, roy, *seats) for seats in (("F-12",), ("F-13", "F-14"), ("F-15",))]
    numbers = [shipment.number for shipment in waiting(house)]
    printer = Behaviour(dict(FINE))

    def hang_up_soon() -> None:
        printer.reads = len(printer.received) + 1500

    with printing_house.printing(house, printer):
        device = printing_house.impatient(house.desk)
        busy = printing_house.Meanwhile(device, [hang_up_soon])
        first = print_post(house.desk, "evening", post_due(house.desk, POST), printer=busy)
        assert (first.tickets, first.not_printed, first.skipped) == (1, tuple(numbers[1:]), ())
        assert first.trouble is not None
        assert (first.trouble.shipment, first.trouble.code) == (numbers[1], "print_uncertain")
        facts = {"trouble": "printer_unreachable", "printed": [], "uncertain": 2, "not_printed": [3]}
        assert first.trouble.facts == facts
        printer.reads = None
        second = print_post(house.desk, "evening", post_due(house.desk, POST), printer=device)
        [doubt] = second.skipped
        assert (second.tickets, second.not_printed, second.trouble) == (1, (numbers[1],), None)
        assert (doubt.code, doubt.facts) == ("ticket_in_doubt", {"numbers": [2]})
        declare_not_printed(house.desk, "look", two.order_id, None, two.ticket_ids[:1])
        third = print_post(house.desk, "evening", post_due(house.desk, POST), printer=device)
        assert (third.tickets, third.not_printed) == (2, ())
    for order in (one, two, three):
        assert {ticket.printed for ticket in order_page.show(house.desk, order.order_id).tickets} == {1}


def test_what_colleagues_did_meanwhile_is_not_done_over(house: HouseUnderTest) -> None:
    """Of shipments read together: one comes out elsewhere, one goes another way, one is printed."""
    roy = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    in_hand = sold(house, roy, "E-10")
    _first, second, third, fourth = [sold(house, roy, seat) for seat in ("F-12", "F-13", "F-14", "F-15")]
    to_print = [shipment.number for shipment in waiting(house)]
    printer = Behaviour(dict(FINE))

    def done_meanwhile() -> None:
        delivery.change_delivery(house.desk, "hand", second.order_id, None, second.ticket_ids, "by_hand")
        printing.print_tickets(house.desk, "pdf", third.order_id, None, third.ticket_ids)
        with writing(house.desk) as work:
            begun = sa.update(TICKET_PRINTS).where(TICKET_PRINTS.c.state == "begun")
            work.connection.execute(begun.values(state="printed", claimed_until=None))
            his = sa.update(TICKETS).where(TICKETS.c.id == in_hand.ticket_ids[0])
            work.connection.execute(his.values(printed=1))

    with printing_house.printing(house, printer):
        begin_print(house.desk, "his", in_hand.order_id, None, (), None, None)
        due = post_due(house.desk, POST)
        device = printing_house.Meanwhile(printing_house.impatient(house.desk), [done_meanwhile])
        done = print_post(house.desk, "k", due, printer=device)
        assert (done.tickets, done.not_printed, done.skipped) == (2, (), ())
        [last] = printing.papers_of(house.desk, fourth.order_id, fourth.ticket_ids).tickets
        assert [paper.code for paper in printed.escpos(printer.printed)][1:] == [last.token]
        with pytest.raises(RefusedError, match="ticket_of_other_shipment") as other:
            begin_print(house.desk, "late", second.order_id, None, (), None, post_due(house.desk, POST).last)
        assert other.value.facts == {"shipment": to_print[4]}


def test_what_is_printed_is_marked_as_sent_and_the_rest_told(house: HouseUnderTest) -> None:
    with_documents(house)
    roy = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    made = [sold(house, roy, seat) for seat in ("F-12", "F-13", "F-14")]
    one, two, three = waiting(house)
    for order in made[:2]:
        printing.print_tickets(house.desk, f"paper {order.order_id}", order.order_id, None, order.ticket_ids)
    mark_sent(house.desk, "before", one.shipment_id, None)
    named = post_to_mark(house.desk, [one.number, two.number, two.number, three.number])
    assert [number for _id, number in named] == [one.number, two.number, three.number]
    tried = mark_post_sent(house.desk, "evening", named, dry_run=True)
    assert len(waiting(house)) == 2
    done = mark_post_sent(house.desk, "evening", named)
    assert done == tried
    assert (done.sent, done.before, done.left) == ((two.number,), (one.number,), ())
    [skipped] = done.skipped
    assert (skipped.shipment, skipped.code) == (three.number, "tickets_not_printed")
    assert orders(waiting(house)) == [made[2].number]
    added = add(house, made[2].order_id, DocumentKind.LETTER, text="Bonjour")
    page = show_shipment(house.desk, added.shipment)
    change_shipment(house.desk, "by post", page.row.shipment_id, None, ShipmentRequest("post"))
    letter = (page.row.shipment_id, added.shipment)
    for codes in (["documents_not_generated"], []):
        tried = mark_post_sent(house.desk, "letter", [letter], dry_run=True)
        assert [one.code for one in tried.skipped] == codes
        if codes:
            documents.print_document(house.desk, "print", added.document_id)
    assert mark_post_sent(house.desk, "letter", [letter]) == tried
    stopped = mark_post_sent(house.desk, "k", named, go_on=lambda: False)
    assert stopped.left == (one.number, two.number, three.number)
    with pytest.raises(NotFoundError, match="shipment"):
        post_to_mark(house.desk, [one.number, 999])
    dora = house.as_operator("DORA")
    with pytest.raises(NotAllowedError):
        mark_post_sent(dora, "d", named)
    dora.database.close()
