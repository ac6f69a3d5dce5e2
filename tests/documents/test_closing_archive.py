"""The lines of a closing's archive: exact amounts, instants in UTC, the same in every language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from boxoffice_tui.documents.closing_archive import csv_head, csv_lines, json_line

AT = datetime(2026, 11, 21, 14, 7, 0, 5, tzinfo=timezone(timedelta(hours=-5)))


def movement(amount: int, currency: str, payment: dict[str, object] | None = None) -> dict[str, object]:
    entry = {"account": "till", "amount_minor": amount, "currency": currency, "till": None}
    about = {"record": "movement", "id": 7, "at": AT, "kind": "sale", "order": None, "operator": "ANNE"}
    return {**about, "entries": [entry], "payment": payment}


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [(-5, "CAD", "-0.05"), (123456, "CAD", "1234.56"), (10**15, "JPY", "1000000000000000"), (1, "TND", "0.001")],
)
def test_amounts_are_exact_in_their_currency(amount: int, currency: str, said: str) -> None:
    line = csv_lines(movement(amount, currency)).decode()
    assert line == f"7,2026-11-21T19:07:00.000005Z,sale,,ANNE,till,,,{said},{currency}\r\n"


def test_the_method_stands_beside_each_entry_of_a_payment() -> None:
    line = csv_lines(movement(100, "CAD", {"method": "cash"})).decode().rstrip().split(",")
    assert dict(zip(csv_head().decode().rstrip().split(","), line, strict=True))["method"] == "cash"


def test_other_records_are_no_lines_of_money() -> None:
    assert csv_lines({"record": "ticket", "id": 1}) == b""


def test_a_record_is_a_line_with_its_keys_in_order() -> None:
    record = {"record": "closing", "last_day": date(2026, 11, 21), "at": AT, "house": "Théâtre"}
    assert json_line(record).decode() == (
        '{"at":"2026-11-21T19:07:00.000005Z","house":"Théâtre","last_day":"2026-11-21","record":"closing"}\n'
    )
    assert json_line({"at": AT}) == json_line({"at": AT.astimezone(UTC)})
    with pytest.raises(TypeError, match="object has no form"):
        json_line({"it": object()})
