"""Tickets printed from the order page: originals once, then numbered duplicates with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.archives.printing import PrintDialog
from boxoffice_tui.services import order_page
from boxoffice_tui.views.orders import OrderPage
from tests.documents.reading import texts
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import press, seen, typed
from tests.screens.archives.test_cancel_dialog import set_ticket
from tests.screens.archives.ticket_form_stage import opened
from tests.screens.command_faults import command_faults
from tests.services.reserving import reserve_two
from tests.services.test_archives_money import sell_two


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def order(page: OrderPage) -> OrderScreen:
    return OrderScreen(page.order_id)


def printed(house: HouseUnderTest, order_id: int) -> list[int]:
    return [one.printed for one in order_page.show(house.desk, order_id).tickets]


def test_the_commands_have_no_fault_together() -> None:
    assert command_faults(PrintDialog._merged_commands) == []


async def test_an_original_once_then_a_duplicate_with_a_reason(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, order, sold.order_id) as shown:
        await press(shown.pilot, "r")
        assert seen(shown.app, "1 ticket F-12")
        await press(shown.pilot, "enter")
        assert seen(shown.app, "Written: tickets-1000001-1.pdf")
        assert printed(house, sold.order_id) == [1, 0]
        await press(shown.pilot, "r")
        assert seen(shown.app, "Duplicates #1 ×2: the barcode stays")
        await press(shown.pilot, "escape")
        assert not seen(shown.app, "Written:")
        await press(shown.pilot, "r")
        await press(shown.pilot, "enter")
        assert seen(shown.app, "This is needed.")
        await typed(shown.pilot, "Coffee on it")
        await press(shown.pilot, "enter")
        assert seen(shown.app, "Written: tickets-1000001-1-2.pdf")
    files = ("tickets-1000001-1.pdf", "tickets-1000001-1-2.pdf")
    papers = ["".join(texts(Path(name).read_bytes())) for name in files]
    assert ["DUPLICATA" in paper.upper() for paper in papers] == [False, True]
    (note,) = order_page.show(house.desk, sold.order_id).notes
    assert "#1 ×2" in note.text
    assert "Coffee on it" in note.text


async def test_printed_and_unprinted_together(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    for language, operator, keys, counts in (
        ("en", "BRUNO", (), [1, 1]),
        ("en", "ANNE", (), [1, 1]),
        ("fr", "ANNE", tuple("lost"), [2, 1]),
    ):
        set_ticket(house, sold.ticket_ids[0], printed=1)
        set_ticket(house, sold.ticket_ids[1], printed=0)
        for old in Path().glob("*.pdf"):
            old.unlink()
        async with opened(house, order, sold.order_id, language=language, operator=operator) as shown:
            await press(shown.pilot, "t", "r")
            if operator == "BRUNO":
                assert seen(shown.app, "Printed before: #1 ×2 would be a duplicate, which takes a right.")
            elif language == "en":
                assert seen(shown.app, "Printed before: duplicates #1 ×2 with a reason;")
            await press(shown.pilot, *keys, "enter")
            assert seen(shown.app, f"{'billets' if language == 'fr' else 'tickets'}-1000001-2.pdf")
        assert printed(house, sold.order_id) == counts
    (note,) = order_page.show(house.desk, sold.order_id).notes
    assert "#1 ×2 · lost" in note.text


async def test_nothing_is_overwritten_and_nothing_counted_for_it(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, order, sold.order_id, language="fr") as shown:
        Path("billets-1000001-1.pdf").write_text("first", encoding="utf-8")
        await press(shown.pilot, "t", "r")
        assert seen(shown.app, "billets-1000001-1-2.pdf")  # a name that is free
        await press(shown.pilot, "escape")
        Path("billets-1000001-1.pdf").unlink()
        await press(shown.pilot, "r")
        Path("billets-1000001-1.pdf").write_text("mine", encoding="utf-8")
        await press(shown.pilot, "enter")
        assert seen(shown.app, "billets-1000001-1.pdf existe déjà")
        assert printed(house, sold.order_id) == [0, 0]
        await press(shown.pilot, "end", *("backspace",) * 4)
        await typed(shown.pilot, "b.pdf")
        await press(shown.pilot, "enter")
        assert printed(house, sold.order_id) == [1, 1]
    assert Path("billets-1000001-1.pdf").read_text(encoding="utf-8") == "mine"
    assert Path("billets-1000001-1b.pdf").read_bytes().startswith(b"%PDF")


async def test_what_may_not_be_printed_says_why(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    set_ticket(house, sold.ticket_ids[0], printed=1)
    kept = reserve_two(house, "kept", ("G-12", "G-13"))
    async with opened(house, order, sold.order_id, operator="BRUNO") as shown:
        await press(shown.pilot, "r")
        assert seen(shown.app, "Print duplicates")
        assert not isinstance(shown.app.screen, PrintDialog)
    async with opened(house, order, kept.order_id) as shown:
        await press(shown.pilot, "r")
        assert seen(shown.app, "is reserved until")
    assert (printed(house, sold.order_id), printed(house, kept.order_id)) == ([1, 0], [0, 0])


async def test_somebody_printed_it_first(house: HouseUnderTest) -> None:
    from boxoffice_tui.services import printing

    sold = sell_two(house)
    bruno = house.as_operator("BRUNO")
    async with opened(house, order, sold.order_id) as shown:
        await press(shown.pilot, "r")
        printing.print_tickets(bruno, "b", sold.order_id, sold.version, sold.ticket_ids[:1])
        await press(shown.pilot, "enter")
        assert seen(shown.app, "BRUNO changed this meanwhile")
        await press(shown.pilot, "escape", "enter")
        assert seen(shown.app, "Ticket 1 is printed already.")
    bruno.database.close()
    assert printed(house, sold.order_id) == [1, 0]
    assert list(Path().glob("*.pdf")) == []
