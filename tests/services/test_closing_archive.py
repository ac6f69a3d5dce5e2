"""An archive is whole: its sums and its hashes can be made again from it alone, and it names nobody."""

from __future__ import annotations

from collections import Counter

import pytest

from boxoffice_tui.documents.closing_archive import csv_lines, json_line
from boxoffice_tui.rules import closings as rule
from boxoffice_tui.rules.closings import ClosingKind
from boxoffice_tui.services import closing_archive, closings, journal
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError
from tests.house import HouseUnderTest
from tests.services.tills import CASH, give_back, key, sell, with_tills


def test_it_comes_to_what_the_closing_says(house: HouseUnderTest) -> None:
    anne, bruno = with_tills(house)
    give_back(anne, sell(house, anne, 3, (CASH, 4500)))
    sell(house, bruno, 2)
    (made,) = closings.close_books(anne, key(), ClosingKind.DAY)
    head, *records = closing_archive.records(anne, ClosingKind.DAY, 1)
    kinds = Counter(str(one["record"]) for one in records)
    assert kinds == {"journal": made.last_seq, "movement": 5, "ticket": 5}
    entries = Counter[str]()
    for one in records:
        if one["record"] == "movement":
            for entry in one["entries"]:  # type: ignore[attr-defined]
                entries[f"{one['kind']}:{entry['account']}"] += entry["amount_minor"]
    totals = head["totals"]
    assert isinstance(totals, dict)
    assert entries == {name: totals[name] for name in totals if ":" in name and name in entries}
    assert rule.net_sales(entries) == made.total.minor
    content = rule.Content(**{name: head[name] for name in rule.Content.__slots__})  # type: ignore[arg-type]
    assert rule.chained(content) == head["hash"] == made.hash
    for desk in (anne, bruno):
        desk.database.close()


def test_the_chain_of_its_lines_can_be_followed(house: HouseUnderTest) -> None:
    sell(house, house.desk, 1)
    (made,) = closings.close_books(house.desk, key(), ClosingKind.DAY)
    previous = journal.GENESIS
    for one in closing_archive.records(house.desk, ClosingKind.DAY, 1):
        if one["record"] == "journal":
            values = (one[name] for name in ("seq", "at", "operator_id", "action", "order_id", "facts"))
            assert one["previous"] == previous
            previous = journal.chained(previous, *values)  # type: ignore[arg-type]
            assert one["hash"] == previous
    assert previous == made.head_hash


def written(desk: Desk) -> bytes:
    return b"".join(
        json_line(one) + csv_lines(one) for one in closing_archive.records(desk, ClosingKind.DAY, 1)
    )


def test_its_bytes_are_the_same_whatever_is_done_later_and_name_nobody(house: HouseUnderTest) -> None:
    sold = sell(house, house.desk, 1, (CASH, 1500))
    closings.close_books(house.desk, key(), ClosingKind.DAY)
    first = written(house.desk)
    give_back(house.desk, sold)
    assert written(house.desk) == first
    for name in (b"Lac", b"lo\xc3\xafse", b"Cote"):
        assert (name in first) == (name == b"Lac")  # the house's own name, nobody else's


def test_rights(house: HouseUnderTest) -> None:
    with pytest.raises(NotFoundError, match="closing 1"):
        list(closing_archive.records(house.desk, ClosingKind.DAY, 1))
    bruno = house.as_operator("BRUNO")
    with pytest.raises(NotAllowedError, match=r"reports\.read"):
        list(closing_archive.records(bruno, ClosingKind.DAY, 1))
    bruno.database.close()
