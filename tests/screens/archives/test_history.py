"""The history of an order on screen, and pages that follow what others change."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxoffice_tui.devices.eml import EmlDoor
from boxoffice_tui.services import confirmation, notes, outbox, payments
from boxoffice_tui.views.requests import PaymentRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, let_mails_leave, line_of, press, seen, settled, shown
from tests.screens.archives.test_order import opened, sold_and_added
from tests.services.test_archives_money import cad, sell_two


@pytest.mark.parametrize(
    ("language", "stamp", "lines"),
    [
        (
            "en",
            "21/11/2026 02:07 pm  ANNE      ",
            [
                "Added: seats F-14",
                "Payment recorded: $64.00, Debit by terminal",
                "Order sold, seats F-12, F-13",
            ],
        ),
        (
            "fr",
            "21/11/2026 14:07  ANNE      ",
            [
                "Ajout : places F-14",
                "Paiement inscrit : 64,00 $, Débit par terminal",
                "Commande vendue, places F-12, F-13",
            ],
        ),
    ],
)
async def test_it_says_what_was_done_the_latest_first(
    house: HouseUnderTest, language: str, stamp: str, lines: list[str]
) -> None:
    sold_and_added(house)
    async with archives_app(house, language).run_test() as pilot:
        await opened(pilot, "h")
        said = [line.strip().replace("\u00a0", " ") for line in shown(pilot.app)[3:6]]
        assert said == [stamp + line for line in lines]
        await press(pilot, "escape", "alt+i")
        assert "1000001" in shown(pilot.app)[1]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Confirmation e-mail ready to be sent; sent 21/11/2026 02:07 pm"),
        ("fr", "Courriel de confirmation prêt à partir ; parti le 21/11/2026 14:07"),
    ],
)
async def test_it_says_when_a_mail_was_sent(
    house: HouseUnderTest, tmp_path: Path, language: str, said: str
) -> None:
    let_mails_leave(house)
    confirmation.record_confirmation(house.desk, "mail", sell_two(house).order_id, None)
    outbox.send_due(house.desk, EmlDoor(tmp_path / "mails"))
    async with archives_app(house, language).run_test() as pilot:
        await opened(pilot, "h")
        assert seen(pilot.app, said)


async def test_what_others_change_appears_on_every_open_page(house: HouseUnderTest) -> None:
    order_id = sold_and_added(house)
    bruno = house.as_operator("BRUNO")
    async with archives_app(house, watching=True).run_test() as pilot:
        await opened(pilot)
        payment = PaymentRequest(PaymentMethod.CASH, cad(3500))
        payments.record_payment(bruno, "p", order_id, None, payment)
        await until_seen(pilot, "Paid 99.00")
        assert line_of(pilot.app, "Balance due") == ""
        assert line_of(pilot.app, "Changed by").endswith("Changed by BRUNO, 21/11 02:07 pm")
        await press(pilot, "h")
        notes.add_note(bruno, "n", order_id, "why")
        await until_seen(pilot, "BRUNO Note added")
        await press(pilot, "escape", "escape")
        assert shown(pilot.app)[4].endswith("–")
    bruno.database.close()


async def until_seen(pilot: object, text: str) -> None:
    for _turn in range(200):
        await settled(pilot)
        if seen(pilot.app, text):
            return
    raise AssertionError("\n".join(shown(pilot.app)))
