"""The sentences of the counter's page: nothing that matters is cut."""

from __future__ import annotations

from rich.cells import cell_len

from boxoffice_tui.locales import translate
from boxoffice_tui.rules.delivery import Destination, ShipmentType
from boxoffice_tui.rules.money import Money
from boxoffice_tui.screens.counter.basket_work import Delivered
from boxoffice_tui.screens.counter.counter_words import who_words
from boxoffice_tui.views.contacts import ContactRow
from boxoffice_tui.views.shipment_modes import ShipmentModeRow

ABROAD = ShipmentModeRow(
    code="monde",
    name="Poste internationale",
    type=ShipmentType.POST,
    handles_tickets=True,
    handles_documents=False,
    delay_days=None,
    destination=Destination.ANY,
    needs_address=True,
    needs_email=False,
    price=Money(600, "CAD"),
    on_channel=True,
)


def contact(number: int, name: str) -> ContactRow:
    return ContactRow(number, number, name, "", "", "", "", "", "CA", "fr")


def test_who_gets_it_by_which_exception_is_seen_at_80_columns() -> None:
    translate.use("fr")
    buyer, friend = contact(38, "Savard, Thérèse"), contact(1, "Côté-Bélanger, Éloïse")
    said = who_words(buyer, Delivered(ABROAD), 78)
    assert said.plain == "Client Savard, Thérèse (38)   Livraison Poste internationale"
    said = who_words(buyer, Delivered(ABROAD, friend, exception=True, print_now=True), 78)
    first, second = said.plain.split("\n")
    assert first == "Client Savard, Thérèse (38)"
    assert second == "Livraison Poste interna… · exception · imprimé aussitôt · → Côté-Bélanger… (1)"
    assert cell_len(second) <= 78
    named = contact(7, "Éléonore de la Bruyère-Saint-Hilaire de Montmorency, Marie-Antoinette {0}")
    lines = who_words(named, Delivered(ABROAD, named), 78).plain.split("\n")
    assert [line[-5:] for line in lines] == ["… (7)"] * 2
    assert max(cell_len(line) for line in lines) <= 78
