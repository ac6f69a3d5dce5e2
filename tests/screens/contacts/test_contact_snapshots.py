"""How the dialogs of contacts look: 80×24 and 120×40, in French and English and the wide test language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from boxoffice_tui.services import contacts
from boxoffice_tui.views.contacts import PostalAddress
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, settled, typed
from tests.screens.archives.test_form_snapshots import EVERY
from tests.services.test_archives_money import sell_two

Snap = Callable[..., bool]


@EVERY
def test_somebody_new_who_is_known(
    snap_compare: Snap, house: HouseUnderTest, language: str, size: tuple[int, int]
) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f2", "c")
        await typed(pilot, "eloise cote")
        await press(pilot, "alt+n", "tab", "tab")
        await typed(pilot, "eloise@exemple.ca")

    assert snap_compare(archives_app(house, language), terminal_size=size, run_before=before)


@EVERY
def test_a_contact_edited(
    snap_compare: Snap, house: HouseUnderTest, language: str, size: tuple[int, int]
) -> None:
    for relay in ("Cothin", "Cote"):
        contacts.change_structure(house.desk, relay, house.contacts[relay], "Secutix SA")
    contacts.change_address(
        house.desk, "a", house.contacts["Cothin"], PostalAddress("1, rue du Lac", "G6V", "Lévis", "QC", "CA")
    )

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f2", "c")
        await typed(pilot, "cothin")
        await press(pilot, "enter", "e")

    assert snap_compare(archives_app(house, language), terminal_size=size, run_before=before)


@EVERY
def test_two_contacts_about_to_be_one(
    snap_compare: Snap, house: HouseUnderTest, language: str, size: tuple[int, int]
) -> None:
    sell_two(house)
    contacts.change_phone(house.desk, "p", house.contacts["Côté-Bélanger"], "418 525-0100")

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f2", "c")
        await typed(pilot, "cothin")
        await press(pilot, "enter", "e", "alt+m")
        await typed(pilot, "belanger")
        await press(pilot, "enter")

    assert snap_compare(archives_app(house, language), terminal_size=size, run_before=before)
