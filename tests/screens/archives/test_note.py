"""The internal note on screen: spec/archives.md, 11."""

from __future__ import annotations

import pytest

from boxoffice_tui.screens.archives.note import NoteDialog
from boxoffice_tui.screens.dialogs import Question
from boxoffice_tui.services import cancellations, delivery, notes, order_page
from boxoffice_tui.views.states import Unfinished
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, seen, shown, typed
from tests.screens.archives.test_order import opened, sold_and_added
from tests.services.test_archives_money import sell_two


def note_of(house: HouseUnderTest, order_id: int) -> str:
    """The latest note, with plain blanks."""
    return order_page.show(house.desk, order_id).notes[-1].text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "beginning", "end", "needed", "outcome"),
    [
        (
            "en",
            "2026-11-21 14:07 · ANNE · added 1 ticket F-14",
            " · reason: her mother [b]comes",
            "This is needed.",
            "Note added.",
        ),
        (
            "fr",
            "2026-11-21 14:07 · ANNE · ajout 1 billet F-14",
            " · raison : her mother [b]comes",
            "Ceci est nécessaire.",
            "Note ajoutée.",
        ),
    ],
)
async def test_it_begins_with_what_was_done_and_asks_why(
    house: HouseUnderTest, language: str, beginning: str, end: str, needed: str, outcome: str
) -> None:
    order_id = sold_and_added(house)
    async with archives_app(house, language).run_test() as pilot:
        await opened(pilot, "n")
        assert seen(pilot.app, beginning)
        await press(pilot, "space", "enter")
        assert seen(pilot.app, needed)
        await typed(pilot, "her mother [b]comes")
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, NoteDialog)
        assert f" {beginning}{end}" in [line.replace("\u00a0", " ") for line in shown(pilot.app)]
        assert seen(pilot.app, outcome)
    assert note_of(house, order_id) == beginning + end
    assert Unfinished.NOTE not in order_page.show(house.desk, order_id).unfinished


async def test_it_names_all_that_was_changed_since_the_last_note(house: HouseUnderTest) -> None:
    order_id = sold_and_added(house)
    notes.add_note(house.desk, "n", order_id, "why")
    tickets = order_page.show(house.desk, order_id).tickets
    cancellations.cancel_tickets(house.desk, "c", order_id, None, (tickets[0].ticket_id,))
    both = (tickets[1].ticket_id, tickets[2].ticket_id)
    delivery.change_delivery(house.desk, "d", order_id, None, both, "by_hand")
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "n")
        assert seen(
            pilot.app, "ANNE · cancelled 1 ticket F-12, delivery of 2 tickets F-13, F-14: By hand Reason"
        )


async def test_without_a_change_it_begins_with_when_and_who(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "alt+n", *"called")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Question)
        assert seen(pilot.app, "This note is not saved.")
        await press(pilot, "escape", "enter")
    assert note_of(house, sold.order_id) == "2026-11-21 14:07 · ANNE · reason: called"


async def test_a_card_number_is_refused_beside_the_reason(house: HouseUnderTest) -> None:
    sell_two(house)
    async with archives_app(house).run_test() as pilot:
        await opened(pilot, "n")
        await typed(pilot, "card 4111 1111 1111 1111")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, NoteDialog)
        assert seen(pilot.app, "This looks like a card number, which is never kept.")
        assert seen(pilot.app, "card 4111 1111 1111 1111")
