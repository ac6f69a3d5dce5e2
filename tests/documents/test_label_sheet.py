"""Address labels read back from their PDF: each in its cell, whatever people are called."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from boxoffice_tui.documents.label_sheet import A4, LETTER, Sheet, label_sheet
from boxoffice_tui.documents.typesetting import MILLIMETRES_PER_POINT
from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.views.contacts import PostalAddress
from boxoffice_tui.views.shipment_batches import PostShipment
from tests.documents.examples import BOUGHT, HOSTILE
from tests.documents.reading import text_lines, texts

TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=120), st.text("Wide MW", max_size=200))


def shipment(
    number: int, person: str, *written: str, structure: str = "", country: str = "FR"
) -> PostShipment:
    return PostShipment(
        shipment_id=number,
        number=number,
        order_id=1,
        order_number="1000001",
        mode_type=ShipmentType.POST,
        structure=structure,
        person=person,
        address=PostalAddress(street="x", country=country),
        written=written,
        carrier_reference="",
        tickets=(),
    )


def test_a_label_each_three_across_the_country_only_abroad() -> None:
    made = [
        shipment(46106, "Ève Roy", "12, rue des Lilas", "62000 Dainville"),
        shipment(46107, "Ryu Osamu", "1-2-3 Marunouchi", "Tokyo", structure="MITSUBISHI", country="JP"),
        *(shipment(number, f"Nr {number}", "Rue") for number in range(3, 26)),
    ]
    pdf = label_sheet(made, "FR", "fr", BOUGHT)
    first, second = texts(pdf)
    assert first.split("\n")[:10] == [
        "Ève Roy", "12, rue des Lilas", "62000 Dainville", "46106",
        "MITSUBISHI", "Ryu Osamu", "1-2-3 Marunouchi", "Tokyo", "JAPON", "46107",
    ]  # fmt: skip
    assert second.split("\n")[:3] == ["Nr 25", "Rue", "25"]
    assert label_sheet(made, "FR", "fr", BOUGHT) == pdf
    assert "ENTRAÎNEMENT · 46106" in texts(label_sheet(made[:1], "FR", "fr", BOUGHT, training=True))[0]
    assert len(texts(label_sheet(made * 2, "CA", "fr", BOUGHT))) == 2


@pytest.mark.parametrize(("home", "sheet"), [("FR", A4), ("CA", LETTER)])
@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # each is a PDF
@given(names=st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), min_size=4, max_size=8))
def test_no_text_leaves_its_label(home: str, sheet: Sheet, names: list[tuple[str, str, str, str]]) -> None:
    made = [
        shipment(number, person, street, city, city, city, city, structure=structure, country="JP")
        for number, (structure, person, street, city) in enumerate(names, start=46106)
    ]
    [page] = text_lines(label_sheet(made, home, "fr", BOUGHT, training=True))
    cells = [sheet.label(place) for place in range(len(made))]
    numbers = []
    for text, box in page:
        left, top, right, bottom = (side * MILLIMETRES_PER_POINT for side in box)
        assert any(
            cell.left <= left and right <= cell.left + cell.width
            and cell.top <= top and bottom <= cell.top + cell.height
            for cell in cells
        ), text  # fmt: skip
        numbers += [text] if text.startswith("ENTRAÎNEMENT · ") else []
    assert numbers == [f"ENTRAÎNEMENT · {one.number}" for one in made]
