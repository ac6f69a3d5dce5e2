"""The picking list read back: CSV without a formula, a workbook whose texts are texts, the same bytes each time."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from boxoffice_tui.documents.listing import Column, Table
from boxoffice_tui.documents.picking_list import picking_csv, picking_xlsx
from boxoffice_tui.documents.workbook import xlsx_of
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.contacts import PostalAddress
from boxoffice_tui.views.shipment_batches import PostShipment, PostTicket
from tests.documents.examples import BOUGHT
from tests.documents.test_label_sheet import shipment

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TICKETS = (
    PostTicket(
        7, 12, "La Mouette", datetime(2026, 12, 6, 1, tzinfo=UTC), "America/Toronto", "Parterre", "F-12", 1
    ),
    PostTicket(8, 13, "Gala", None, "America/Toronto", "", "", 0),
)


def parcel(person: str = "Ève Roy") -> PostShipment:
    place = PostalAddress("12, rue des Lilas", "01000", "Lévis", "", "CA")
    return replace(shipment(46106, person), address=place, tickets=TICKETS, carrier_reference="LX 1")


def cells(workbook: bytes) -> list[list[tuple[str, str]]]:
    """Each cell of the first sheet: how it is kept (s: a shared text, "": a number), and what it says."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - our own
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own
    said = ["".join(part.text or "" for part in one.iter(f"{_MAIN}t")) for one in shared]
    rows = []
    for row in sheet.iter(f"{_MAIN}row"):
        found = []
        for one in row.iter(f"{_MAIN}c"):
            assert one.find(f"{_MAIN}f") is None
            kind, value = one.get("t", ""), one.findtext(f"{_MAIN}v", "")
            found.append((kind, said[int(value)] if kind == "s" else value))
        rows.append(found)
    return rows


def test_a_line_for_each_ticket_in_both_forms() -> None:
    read = list(csv.reader(io.StringIO(picking_csv([parcel("=1+1")], "en", "CA").decode("utf-8-sig"))))
    assert read == [
        ["Shipment", "Order", "Structure", "Delivery contact", "Street", "Postal code", "City", "Region",
         "Country", "Event", "Performance", "Section", "Seat", "Ticket", "Printed", "Carrier's number"],
        ["46106", "1000001", "", "'=1+1", "12, rue des Lilas", "01000", "Lévis", "", "CA", "La Mouette",
         "05/12/2026 08:00 pm", "Parterre", "F-12", "12", "yes", "LX 1"],
        ["46106", "1000001", "", "'=1+1", "12, rue des Lilas", "01000", "Lévis", "", "CA", "Gala",
         "", "", "", "13", "no", "LX 1"],
    ]  # fmt: skip
    workbook = picking_xlsx([parcel("=1+1")], "Post", "en", "CA", BOUGHT)
    titles, first, _second = cells(workbook)
    assert [text for _kind, text in titles] == read[0]
    assert (first[0], first[3], first[4]) == (("", "46106"), ("s", "=1+1"), ("s", "12, rue des Lilas"))
    assert ("s", "01000") in first
    assert picking_xlsx([parcel("=1+1")], "Post", "en", "CA", BOUGHT) == workbook


@settings(max_examples=20, deadline=None)
@given(name=st.one_of(st.text(min_size=1), st.sampled_from(("=1+1", "{=x}", "https://x.example", "@a", "-1"))))
def test_a_name_is_a_text_in_a_workbook(name: str) -> None:
    money = Table("t", (Column("Who"), Column("Amount")), ((name, Money(-1250, "CAD")),))
    _titles, row = cells(xlsx_of([money], BOUGHT))
    assert row[:-1] == [("s", safe(name))]
    assert row[-1] == ("", "-12.50")


def test_neither_library_is_loaded_before_it_is_needed() -> None:
    asked = "import sys, boxoffice_tui.documents.picking_list, boxoffice_tui.documents.label_sheet"
    asked += "; print(sorted({'xlsxwriter', 'fpdf'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
