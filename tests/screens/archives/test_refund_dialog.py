"""spec/archives.md, refund: as proposed, by hand, refused in words; on a real database."""

from __future__ import annotations

import pytest

from boxoffice_tui.locales.translate import LANGUAGES
from boxoffice_tui.rules.money import Money
from boxoffice_tui.screens.archives.refund import RefundAmount, RefundDialog
from boxoffice_tui.services import cancellations, order_page, sales
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import PaymentRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import HouseUnderTest
from tests.screens.archives.add_ticket_stage import Opened, opened, version_of
from tests.screens.archives.clerk import press, seen, typed
from tests.screens.command_faults import command_faults
from tests.services.test_archives_money import cad, raise_price


def owing(house: HouseUnderTest, *paid: tuple[PaymentMethod, int], back: int = 1) -> OrderChange:
    """An order of two tickets at 32.00, `back` of them cancelled."""
    seats = (house.seat("F-12"), house.seat("F-13"))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    lines = tuple(PaymentRequest(method, cad(minor)) for method, minor in paid)
    sold = sales.sell(house.desk, "sale", "f", house.contacts["Cote"], (request,), "by_hand", lines)
    return cancellations.cancel_tickets(
        house.desk, "c", sold.order_id, sold.version, sold.ticket_ids[:back], may_cancel_order=True
    )


def amounts(shown: Opened) -> list[tuple[str, str]]:
    """What stands in the fields, by method."""
    return [(line.payment.method.value, line.text) for line in shown.screen.query(RefundAmount)]


def balances(shown: Opened) -> list[Money]:
    return [change.balance for change in shown.answers if change]


def test_the_commands_have_no_fault_together() -> None:
    assert command_faults(RefundDialog._merged_commands) == []


async def test_enter_records_what_is_proposed(house: HouseUnderTest) -> None:
    owed = owing(house, (PaymentMethod.CASH, 3200), (PaymentMethod.CREDIT_TERMINAL, 3200))
    async with opened(house, RefundDialog, owed.order_id, language="fr") as shown:
        assert seen(shown.app, "À rembourser : 32,00 $")
        assert seen(
            shown.app, "Ceci inscrit comment l'argent est revenu. Cela n'en rend pas : c'est fait avant."
        )
        assert amounts(shown) == [("credit_terminal", "32,00"), ("cash", "")]
        assert seen(shown.app, "Revient en tout : 32,00 $ Solde : rien à payer")
        await press(shown.pilot, "enter")
        assert balances(shown) == [cad(0)]
    refunds = [line for line in order_page.show(house.desk, owed.order_id).payments if line.amount < cad(0)]
    assert [(line.method, line.amount) for line in refunds] == [(PaymentMethod.CREDIT_TERMINAL, cad(-3200))]


async def test_another_payment_is_chosen_by_hand_and_part_of_it_is_enough(house: HouseUnderTest) -> None:
    owed = owing(house, (PaymentMethod.CASH, 3200), (PaymentMethod.CREDIT_TERMINAL, 3200))
    async with opened(house, RefundDialog, owed.order_id) as shown:
        await press(shown.pilot, *["backspace"] * 5, "tab")
        await typed(shown.pilot, "20.50")
        assert seen(shown.app, "Goes back in all: $20.50 To refund: $11.50")
        await press(shown.pilot, "enter")
        assert balances(shown) == [cad(-1150)]
    async with opened(house, RefundDialog, owed.order_id) as shown:
        assert amounts(shown) == [("credit_terminal", ""), ("cash", "11.50")]


async def test_a_debit_payment_needs_its_card(house: HouseUnderTest) -> None:
    owed = owing(house, (PaymentMethod.DEBIT_TERMINAL, 3200), (PaymentMethod.DEBIT_TERMINAL, 3200))
    async with opened(house, RefundDialog, owed.order_id) as shown:
        assert seen(shown.app, "A debit payment goes back only to the card that paid.")
        assert amounts(shown) == [("debit_terminal", ""), ("debit_terminal", "")]
        await press(shown.pilot, "alt+s")
        assert shown.answers == []
        await press(shown.pilot, "space")
        assert amounts(shown) == [("debit_terminal", "32.00"), ("debit_terminal", "")]
        await press(shown.pilot, "enter")
        assert balances(shown) == [cad(0)]


async def test_by_hand_a_debit_payment_needs_its_card_too(house: HouseUnderTest) -> None:
    owed = owing(house, (PaymentMethod.DEBIT_TERMINAL, 3200), (PaymentMethod.DEBIT_TERMINAL, 3200))
    async with opened(house, RefundDialog, owed.order_id) as shown:
        await press(shown.pilot, "shift+tab")
        await typed(shown.pilot, "32.00")
        await press(shown.pilot, "enter")
        assert seen(shown.app, "A debit payment goes back only to the card that paid. Ask for the card")
        assert shown.answers == []
    assert version_of(house, owed.order_id) == owed.version


async def test_half_of_a_debit_payment_is_refused_in_words(house: HouseUnderTest) -> None:
    owed = owing(house, (PaymentMethod.DEBIT_TERMINAL, 6400))
    async with opened(house, RefundDialog, owed.order_id) as shown:
        assert seen(shown.app, "A debit payment goes back whole.")
        await press(shown.pilot, "space", "shift+tab")
        await typed(shown.pilot, "32.00")
        assert amounts(shown) == [("debit_terminal", "32.00")]
        await press(shown.pilot, "alt+s")
        assert seen(shown.app, "A debit payment goes back whole: $64.00.")
        await press(shown.pilot, "escape")
        assert amounts(shown) == [("debit_terminal", "32.00")]
    assert version_of(house, owed.order_id) == owed.version


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("32.01", "At most $32.00 can be recorded here."),
        ("abc", "This is not an amount. Type it like 12.50."),
        ("-5.00", "The amount cannot be below zero."),
    ],
)
async def test_what_cannot_go_back_is_said_and_stays(house: HouseUnderTest, text: str, told: str) -> None:
    owed = owing(house, (PaymentMethod.CASH, 6400))
    async with opened(house, RefundDialog, owed.order_id) as shown:
        await press(shown.pilot, *["backspace"] * 5)
        await typed(shown.pilot, text)
        await press(shown.pilot, "enter")
        assert seen(shown.app, told)
        assert shown.answers == []
        assert amounts(shown) == [("cash", text)]


async def test_a_card_number_in_the_reference_is_refused_under_it(house: HouseUnderTest) -> None:
    owed = owing(house, (PaymentMethod.CASH, 6400))
    async with opened(house, RefundDialog, owed.order_id) as shown:
        await press(shown.pilot, "tab")
        await typed(shown.pilot, "4111111111111111")
        await press(shown.pilot, "enter")
        assert seen(shown.app, "This looks like a card number, which is never kept.")
        assert shown.answers == []


async def test_a_doubled_enter_is_one_refund(house: HouseUnderTest) -> None:
    owed = owing(house, (PaymentMethod.CASH, 6400))
    async with opened(house, RefundDialog, owed.order_id) as shown:
        from textual import events

        for _time in range(3):
            shown.app.post_message(events.Key("enter", "\r"))
        await press(shown.pilot, "f24")
        assert len(shown.answers) == 1
    payments = order_page.show(house.desk, owed.order_id).payments
    assert [line.amount for line in payments] == [cad(6400), cad(-3200)]


async def test_leaving_asks_only_about_what_was_typed(house: HouseUnderTest) -> None:
    owed = owing(house, (PaymentMethod.CASH, 6400))
    async with opened(house, RefundDialog, owed.order_id) as shown:
        await press(shown.pilot, "escape")
        assert shown.answers == [None]
    async with opened(house, RefundDialog, owed.order_id) as shown:
        await press(shown.pilot, "backspace", "escape")
        assert seen(shown.app, "This refund is not recorded.")


@pytest.mark.parametrize("language", [*LANGUAGES, "xx"])
async def test_a_fault_has_a_line_of_its_own_and_hides_nothing(house: HouseUnderTest, language: str) -> None:
    owed = owing(house, (PaymentMethod.CASH, 3200), (PaymentMethod.CREDIT_TERMINAL, 3200))
    async with opened(house, RefundDialog, owed.order_id, language=language) as shown:
        await press(shown.pilot, *["backspace"] * 5)
        await typed(shown.pilot, "abc")
        await press(shown.pilot, "enter")
        line = next(iter(shown.screen.query(RefundAmount)))
        fault = line.query_one(".fault")
        assert fault.display
        assert fault.region.width == line.region.width >= 60
        content = shown.screen.query_one(".content")
        assert content.max_scroll_y == 0, "the sums are in sight"
        await press(shown.pilot, *["backspace"] * 3)
        assert not fault.display


async def test_what_goes_back_in_cash_is_said_in_coins(house: HouseUnderTest) -> None:
    raise_price(house, 3201)
    owed = owing(house, (PaymentMethod.CASH, 6402))
    async with opened(house, RefundDialog, owed.order_id, language="fr") as shown:
        assert amounts(shown) == [("cash", "32,01")]
        assert seen(shown.app, "En espèces 32,00 $ : arrondi -0,01 $")
        assert seen(shown.app, "Revient en tout : 32,00 $ Solde : rien à payer")
        await press(shown.pilot, "enter")
        assert balances(shown) == [cad(0)]
    last = order_page.show(house.desk, owed.order_id).payments[-1]
    assert (last.amount, last.rounding) == (cad(-3200), cad(1))
