"""Orders from CSV and JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO

import pytest

from boxoffice_tui.data.importers.files import Findings, ImportProblem, Parsed
from boxoffice_tui.data.importers.orders import (
    OrderContext,
    OrderRow,
    PaymentRow,
    TicketRow,
    parse_orders,
    read_orders,
)
from boxoffice_tui.rules.money import Money
from boxoffice_tui.views.states import Origin, PaymentMethod

CONTEXT = OrderContext(currency="CAD", digits=2, zone="America/Toronto")
FIELDS = "number,dossier,contact,bought_at,origin,event,starts_at,seat,count,rate,price,paid,method"
HEADING = "482913,000000000012,31,2026-08-14 15:20,counter"
FIRST = f"{HEADING},messiah,2026-12-05T20:00,Platea-F-12,,full,32.00,64.00,cash"
SECOND = f"{HEADING},messiah,2026-12-05T20:00,Platea-F-13,,full,32,,"
OTHER = "4829131,,,2026-08-14T15:20:00-04:00,phone,ball,2026-12-06T20:00-05:00,,3,child,10.50,,"


def parse(*lines: str) -> Parsed[OrderRow]:
    return parse_orders("\n".join([FIELDS, *lines]).encode(), CONTEXT)


def found(problems: tuple[ImportProblem, ...]) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.column, problem.code.value) for problem in problems]


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


EXPECTED = (
    OrderRow(
        2,
        "482913",
        "000000000012",
        31,
        datetime(2026, 8, 14, 19, 20, tzinfo=UTC),
        Origin.COUNTER,
        (
            TicketRow(2, "messiah", wall("2026-12-05T20:00"), "Platea-F-12", 1, "full", Money(3200, "CAD")),
            TicketRow(3, "messiah", wall("2026-12-05T20:00"), "Platea-F-13", 1, "full", Money(3200, "CAD")),
        ),
        (PaymentRow(PaymentMethod.CASH, Money(6400, "CAD")),),
    ),
    OrderRow(
        4,
        "4829131",
        "",
        None,
        datetime(2026, 8, 14, 19, 20, tzinfo=UTC),
        Origin.PHONE,
        (TicketRow(4, "ball", datetime(2026, 12, 7, 1, 0, tzinfo=UTC), "", 3, "child", Money(1050, "CAD")),),
        (),
    ),
)


def test_the_lines_of_an_order_become_one_order() -> None:
    result = parse(FIRST, SECOND, OTHER)
    assert result.problems == ()
    assert result.rows == EXPECTED


def test_json_says_the_same() -> None:
    records = [dict(zip(FIELDS.split(","), line.split(","), strict=True)) for line in (FIRST, SECOND, OTHER)]
    by_line = "\n" + "\n".join(json.dumps(record) for record in records)
    assert parse_orders(by_line.encode(), CONTEXT).rows == EXPECTED
    numbers = [
        record | {"price": float(record["price"]), "number": int(record["number"])} for record in records
    ]
    as_array = "[\n" + ",\n".join(json.dumps(record) for record in numbers) + "]"
    assert parse_orders(as_array.encode(), CONTEXT).rows == EXPECTED


def test_payments_are_summed_by_method() -> None:
    lines = (
        FIRST,
        SECOND.removesuffix(",,") + ",0.25,cash",
        FIRST.replace("F-12", "F-14").replace("cash", "voucher"),
    )
    (order,) = parse(*lines).rows
    assert [(payment.method.value, payment.amount.minor) for payment in order.payments] == [
        ("cash", 6425),
        ("voucher", 6400),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("482913,", "48291,", [(2, "number", "order_row_number_wrong")]),
        ("482913,", "=1+1,", [(2, "number", "order_row_number_wrong")]),
        ("482913,", ",", [(2, "number", "file_value_missing")]),
        ("000000000012", "12", [(2, "dossier", "order_row_dossier_wrong")]),
        (",31,", ",Éloïse,", [(2, "contact", "order_row_contact_wrong")]),
        ("2026-08-14 15:20", "14/08/2026", [(2, "bought_at", "order_row_moment_wrong")]),
        ("2026-08-14 15:20", "2026-08-14", [(2, "bought_at", "order_row_moment_wrong")]),
        ("counter", "teleport", [(2, "origin", "order_row_origin_unknown")]),
        ("2026-12-05T20:00", "2026-12-05", [(2, "starts_at", "order_row_moment_wrong")]),
        ("Platea-F-12,", "Platea-F-12,2", [(2, "seat", "order_row_seat_and_count")]),
        ("Platea-F-12,", ",", [(2, "seat", "order_row_seat_and_count")]),
        ("Platea-F-12,", ",0", [(2, "count", "order_row_count_wrong")]),
        ("Platea-F-12,", ",1001", [(2, "count", "order_row_count_wrong")]),
        ("Platea-F-12,", ",-1", [(2, "count", "order_row_count_wrong")]),
        ("64.00,cash", "64.00,gold", [(2, "method", "order_row_method_unknown")]),
        ("64.00,cash", ",cash", [(2, "method", "order_row_method_without_amount")]),
        ("64.00,cash", "64.00,", [(2, "method", "order_row_method_without_amount")]),
        ("64.00,cash", "64.001,cash", [(2, "paid", "order_row_amount_wrong")]),
    ],
)
def test_what_is_refused(old: str, new: str, expected: list[tuple[int, str, str]]) -> None:
    result = parse(FIRST.replace(old, new, 1), OTHER)
    assert result.rows == ()
    assert found(result.problems) == expected


@pytest.mark.parametrize(
    "price", ["NaN", "1e9", "٣", "-1", "9223372036854775808", "1.005", "1 000", "$5", "1,000.00"]
)
def test_odd_amounts_are_refused(price: str) -> None:
    quoted = FIRST.replace(",32.00,", f',"{price}",')
    assert found(parse(quoted).problems) == [(2, "price", "order_row_amount_wrong")]


def test_amounts_are_exact() -> None:
    for price, minor in (("0", 0), ("0.5", 50), ('"12,5"', 1250), ("999999999999.99", 99999999999999)):
        (order,) = parse(FIRST.replace(",32.00,", f",{price},")).rows
        assert order.tickets[0].price == Money(minor, "CAD")


def test_a_currency_without_cents() -> None:
    context = OrderContext(currency="JPY", digits=0, zone="Asia/Tokyo")
    assert found(parse_orders(f"{FIELDS}\n{FIRST}".encode(), context).problems) == [
        (2, "price", "order_row_amount_wrong"),
        (2, "paid", "order_row_amount_wrong"),
    ]


def test_the_lines_of_an_order_stay_together_and_agree() -> None:
    interrupted = parse(FIRST, OTHER, SECOND)
    assert found(interrupted.problems) == [(4, "number", "order_row_order_interrupted")]
    assert interrupted.problems[0].facts == {"number": "482913", "first": 2}
    differing = parse(FIRST, SECOND.replace(",31,", ",32,"))
    assert found(differing.problems) == [(3, "contact", "order_row_order_differs")]


def test_a_seat_is_sold_once() -> None:
    again = OTHER.replace("ball,2026-12-06T20:00-05:00,,3", "messiah,2026-12-05T20:00,Platea-F-12,")
    result = parse(FIRST, again)
    assert found(result.problems) == [(3, "seat", "order_row_seat_repeated")]
    assert result.problems[0].facts == {"seat": "Platea-F-12", "event": "messiah", "first": 2}


def test_orders_come_one_by_one_and_the_findings_tell_at_the_end() -> None:
    findings = Findings()
    content = "\n".join([FIELDS, FIRST, OTHER, OTHER.replace("4829131", "1")]).encode()
    stream = read_orders(BytesIO(content), CONTEXT, findings)
    assert next(stream).number == "482913"
    assert not findings.failed
    assert [order.number for order in stream] == ["4829131"]
    assert found(findings.problems) == [(4, "number", "order_row_number_wrong")]


def test_a_file_full_of_faults_is_told_up_to_a_limit() -> None:
    result = parse(*(OTHER.replace("4829131", f"x{number}") for number in range(500)))
    assert len(result.problems) <= 202
