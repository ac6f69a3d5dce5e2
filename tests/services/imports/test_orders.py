"""Orders from elsewhere: sold as if here, once; a row that does not fit refuses the file with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.contacts import CONTACTS
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS, TICKETS
from boxoffice_tui.data.tables.programme import PERFORMANCES, RATES
from boxoffice_tui.data.tables.venues import SEATS
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services import archives, catalogue, holds, order_page, plan_seats, sales
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.imports.orders import import_orders
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.archives import OrderQuery
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.setup import ImportReport
from tests.services.setup.conftest import filled, new_address

HEADER = "number,dossier,contact,bought_at,origin,event,starts_at,seat,count,rate,price,paid,method\n"
P1 = "mouette,2026-12-05T20:00"
FILE = HEADER + (
    f"482913,100000000641,1,2026-08-14 15:20,counter,{P1},Parterre-A-3,,full,32.00,64.00,debit_terminal\n"
    f"482913,100000000641,1,2026-08-14 15:20,counter,{P1},Parterre-A-4,,full,32.00,,\n"
    f"482914,,,2026-08-15 10:00,widget,{P1},,3,full,15.00,20.00,cash\n"
    "1482915,100000000641,1,2026-08-16 10:00,counter,mouette,2026-11-01T01:30:00-05:00,Balcon-A-1,,full,30.00,,\n"
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with the lake's house and contact 1, to be copied."""
    with new_address(request, tmp_path_factory) as address:
        made = filled(address)
        with writing(made) as work:
            work.insert(CONTACTS, number=1, language="fr")
        made.database.close()
        yield address


def load(desk: Desk, text: str, **options: Any) -> ImportReport:
    return import_orders(desk, BytesIO(text.encode()), **options)


def rows(desk: Desk, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    with desk.database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def told(report: ImportReport) -> list[tuple[int, str, str, dict[str, Any]]]:
    assert not report.written
    return [(one.line, one.key, str(one.code), dict(one.facts)) for one in report.problems]


def one_ticket(number: int = 482913, **changes: str) -> str:
    """A record of one ticket, as told."""
    fields = {
        "number": str(number),
        "dossier": "",
        "contact": "",
        "bought_at": "2026-08-14 15:20",
        "origin": "counter",
        "event": "mouette",
        "starts_at": "2026-12-05T20:00",
        "seat": "Parterre-A-3",
        "count": "",
        "rate": "full",
        "price": "32.00",
        "paid": "",
        "method": "",
    }
    return ",".join({**fields, **changes}.values()) + "\n"


def test_orders_are_sold_as_if_here(desk: Desk) -> None:
    report = load(desk, FILE)
    assert (report.problems, report.created, report.unchanged) == ((), 3, 0)
    orders = sa.select(ORDERS.c.number, ORDERS.c.origin, ORDERS.c.balance_minor, DOSSIERS.c.number).join(
        DOSSIERS, DOSSIERS.c.id == ORDERS.c.dossier_id
    )
    assert rows(desk, orders.order_by(ORDERS.c.id)) == [
        ("482913", "counter", 0, "100000000641"),
        ("482914", "widget", 2500, "100000000001"),
        ("1482915", "counter", 3000, "100000000641"),
    ]
    tickets = (
        sa.select(
            PERFORMANCES.c.code, TICKETS.c.number, SEATS.c.guid, TICKETS.c.price_minor, TICKETS.c.tax_minor
        )
        .join(PERFORMANCES, PERFORMANCES.c.id == TICKETS.c.performance_id)
        .join(SEATS, SEATS.c.id == TICKETS.c.seat_id, isouter=True)
        .order_by(TICKETS.c.id)
    )
    assert rows(desk, tickets) == [
        ("p1", 1, "Parterre-A-3", 3200, 417),
        ("p1", 2, "Parterre-A-4", 3200, 417),
        ("p1", 3, None, 1500, 195),
        ("p1", 4, None, 1500, 195),
        ("p1", 5, None, 1500, 195),
        ("p2", 1, "Balcon-A-1", 3000, 390),
    ]
    assert rows(desk, sa.select(PAYMENTS.c.amount_minor, PAYMENTS.c.till_id)) == [(6400, None), (2000, None)]
    assert len(set(rows(desk, sa.select(TICKETS.c.token)))) == 6
    actions = rows(desk, sa.select(JOURNAL.c.action).where(JOURNAL.c.order_id.is_not(None)))
    assert actions == [("order_imported",)] * 3


def test_an_imported_order_is_found_and_shown(desk: Desk) -> None:
    load(desk, FILE)
    (row,) = archives.search(desk, OrderQuery(number="482 913")).rows
    page = order_page.show(desk, row.order_id)
    assert [ticket.seat for ticket in page.tickets] == ["A-3", "A-4"]
    assert (page.tickets_total, page.paid, page.balance) == (
        Money(6400, "CAD"),
        Money(6400, "CAD"),
        Money(0, "CAD"),
    )


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    load(desk, FILE)
    again = load(desk, FILE)
    assert (again.problems, again.created, again.unchanged) == ((), 0, 3)
    assert rows(desk, sa.select(sa.func.count(TICKETS.c.id))) == [(6,)]


def test_json_is_the_same_as_csv(desk: Desk) -> None:
    names, *records = [line.split(",") for line in FILE.splitlines()]
    report = load(desk, json.dumps([dict(zip(names, record, strict=True)) for record in records]))
    assert (report.problems, report.created) == ((), 3)


def test_a_house_seat_may_have_been_sold_and_is_the_houses_no_more(desk: Desk) -> None:
    load(desk, HEADER + one_ticket(seat="Parterre-C-1"))
    claims = (
        sa.select(CLAIMS.c.kind, CLAIMS.c.ended_at.is_(None), CLAIMS.c.was_house)
        .join(SEATS, SEATS.c.id == CLAIMS.c.seat_id)
        .join(PERFORMANCES, PERFORMANCES.c.id == CLAIMS.c.performance_id)
        .where(SEATS.c.guid == "Parterre-C-1", PERFORMANCES.c.code == "p1")
        .order_by(CLAIMS.c.id)
    )
    assert rows(desk, claims) == [("house", False, False), ("sale", True, True)]


def test_what_is_sold_next_has_the_next_numbers(desk: Desk) -> None:
    load(desk, FILE)
    performance = catalogue.find_performance(desk, "mouette/p1")
    seats = plan_seats.find_seats(desk, performance, ["Parterre:A-5"])
    sold = sales.sell(desk, "sale", "f", None, (TicketRequest(performance, rate_of(desk), seats),), None)
    assert sold.number == "1482916"
    assert rows(desk, sa.select(sa.func.max(TICKETS.c.number))) == [(6,)]
    dossier = sa.select(DOSSIERS.c.number).join(ORDERS, ORDERS.c.dossier_id == DOSSIERS.c.id)
    assert rows(desk, dossier.where(ORDERS.c.number == "1482916")) == [("100000000642",)]


def rate_of(desk: Desk) -> int:
    return int(rows(desk, sa.select(RATES.c.id))[0][0])


def test_a_seat_somebody_has_is_told_with_its_line(desk: Desk) -> None:
    performance = catalogue.find_performance(desk, "mouette/p1")
    seats = plan_seats.find_seats(desk, performance, ["Parterre:A-4"])
    holds.hold_seats(desk, "form", performance, seats)
    assert told(load(desk, FILE)) == [(3, "seat", "import_seat_taken", {"seat": "Parterre-A-4"})]
    assert rows(desk, sa.select(ORDERS.c.id)) == rows(desk, sa.select(DOSSIERS.c.id)) == []
    holds.release(desk, "form")
    assert load(desk, FILE).written


@pytest.mark.parametrize(
    ("changes", "key", "code", "facts"),
    [
        ({"seat": "Loge-1"}, "seat", "import_seat_unknown", {"seat": "Loge-1"}),
        ({"rate": "half"}, "rate", "import_rate_unknown", {"name": "half"}),
        ({"contact": "7"}, "contact", "import_contact_unknown", {"number": 7}),
        ({"origin": "phone"}, "origin", "import_channel_missing", {"origin": "phone"}),
        (
            {"event": "platonov"},
            "starts_at",
            "import_performance_unknown",
            {"event": "platonov", "moment": "2026-12-05 20:00"},
        ),
        (
            {"starts_at": "2026-12-05T20:30"},
            "starts_at",
            "import_performance_unknown",
            {"event": "mouette", "moment": "2026-12-05 20:30"},
        ),
        (
            {"seat": "", "count": "41"},
            "count",
            "import_gauge_full",
            {"event": "mouette", "asked": 41, "left": 40},
        ),
        (
            {"paid": "32.01", "method": "cash"},
            "paid",
            "import_paid_too_much",
            {"number": "482913", "paid": Money(3201, "CAD"), "total": Money(3200, "CAD")},
        ),
        ({"price": "32.005"}, "price", "order_row_amount_wrong", {"value": "32.005", "digits": 2}),
    ],
)
def test_what_does_not_fit_the_house_is_told(
    desk: Desk, changes: dict[str, str], key: str, code: str, facts: dict[str, Any]
) -> None:
    assert told(load(desk, HEADER + one_ticket(**changes))) == [(2, key, code, facts)]


def test_a_known_number_with_another_order_behind_it_is_refused(desk: Desk) -> None:
    load(desk, FILE)
    other = HEADER + one_ticket(bought_at="2026-08-14 15:21", seat="Parterre-A-5")
    assert told(load(desk, other)) == [(2, "number", "import_order_changed", {"number": "482913"})]


def test_a_dossier_is_of_one_contact(desk: Desk) -> None:
    load(desk, FILE)
    mine = HEADER + one_ticket(482920, dossier="100000000641", seat="Parterre-A-5")
    assert told(load(desk, mine)) == [(2, "dossier", "import_dossier_of_other", {"number": "100000000641"})]


def test_all_problems_of_all_rows_are_told(desk: Desk) -> None:
    text = (
        HEADER
        + one_ticket(1, rate="half")
        + one_ticket(482921, rate="half", seat="Balcon-A-2")
        + one_ticket(482922, seat="x")
    )
    assert [(line, code) for line, _, code, _ in told(load(desk, text))] == [
        (2, "order_row_number_wrong"),
        (3, "import_rate_unknown"),
        (4, "import_seat_unknown"),
    ]


def test_a_dry_run_keeps_nothing_and_progress_counts_bytes(desk: Desk) -> None:
    seen: list[tuple[int, int]] = []
    report = load(desk, FILE, dry_run=True, progress=lambda done, total: seen.append((done, total)))
    assert (report.written, report.created) == (False, 3)
    assert rows(desk, sa.select(ORDERS.c.id)) == []
    assert (seen[0], seen[-1]) == ((0, len(FILE)), (len(FILE), len(FILE)))


def test_an_order_without_price_moves_no_money(desk: Desk) -> None:
    assert load(desk, HEADER + one_ticket(price="0")).written
    assert rows(desk, sa.select(ORDERS.c.balance_minor)) == [(0,)]
