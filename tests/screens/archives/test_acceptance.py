"""spec/archives.md, Acceptance 1 to 6, as a clerk sees them: by the keyboard, in French and in English."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.data.tables.programme import EVENTS
from boxoffice_tui.locales import formats, words
from boxoffice_tui.screens.archives import ticket_form_choosing
from boxoffice_tui.screens.archives.add_ticket import AddTicket
from boxoffice_tui.screens.archives.confirmation import ConfirmationDialog
from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.archives.payment import PaymentDialog
from boxoffice_tui.screens.dialogs import Problem
from boxoffice_tui.services import add_tickets, holds, order_page, outbox, sales
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.states import PaymentMethod, TicketState
from boxoffice_tui.widgets.band import BalanceBand
from boxoffice_tui.widgets.fields import CountField
from tests.house import HouseUnderTest, add_contact
from tests.screens.archives.clerk import (
    archives_app,
    let_mails_leave,
    line_of,
    press,
    seen,
    settled,
    shown,
    typed,
)
from tests.screens.archives.test_search import (
    AUGUST,
    LENGTHS,
    UNPAID,
    hint,
    names,
    number_field,
    statements_of,
)
from tests.screens.archives.ticket_form_stage import held, opened, version_of
from tests.services.test_archives_money import cad, raise_price, sell_two, third
from tests.services.test_archives_search import renumber, sell_standing

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
HINTS = {
    "en": "Order 482913 found outside the period (bought 14 August 2026). Enter: widen and open.",
    "fr": "Commande 482913 trouvée hors période (achetée le 14 août 2026). Entrée : élargir et ouvrir",
}
FOUND = {
    "en": ("3 orders", "Type at least 3 characters of the e-mail address."),
    "fr": ("3 commandes", "Tapez au moins 3 caractères de l'adresse courriel."),
}
ONLINE = {
    "en": (
        "Order placed online (Widget). It cannot be changed here. Contact the team of Lepointdevente. "
        "You can cancel tickets to free the places."
    ),
    "fr": (
        "Commande passée en ligne (Widget). Elle ne peut pas être modifiée ici. Communiquez avec l'équipe de "
        "Lepointdevente. Vous pouvez annuler des billets pour libérer les places."
    ),
}
CANCELLING = {
    "en": ("Goes back in all: $32.00 Balance due: $32.00", "Tickets cancelled."),
    "fr": ("Revient en tout : 32,00 $ Solde à payer : 32,00 $", "Billets annulés."),
}
MONEY = {
    "en": {
        "price": "Rate Full $35.00",
        "added": "Total $35.00",
        "costs": "Costs Tickets 99.00 Fees 0.00 Paid 64.00 Balance $35.00",
        "band": "Balance due: $35.00 – Payment (p)",
        "rest": "Balance due: $15.00",
        "too high": "At most $15.00 can be recorded here. Type that amount or less.",
        "settled": "Costs Tickets 99.00 Fees 0.00 Paid 99.00 Balance $0.00",
        "change": "Payment recorded. Change to give back: $15.00",
        "mark": ".",
    },
    "fr": {
        "price": "Tarif Plein 35,00 $",
        "added": "Total 35,00 $",
        "costs": "Coûts Billets 99,00 Frais 0,00 Payé 64,00 Solde 35,00 $",
        "band": "Solde à payer : 35,00 $ – Paiement (p)",
        "rest": "Solde à payer : 15,00 $",
        "too high": "Au plus 15,00 $ peuvent être inscrits ici. Tapez ce montant ou moins.",
        "settled": "Coûts Billets 99,00 Frais 0,00 Payé 99,00 Solde 0,00 $",
        "change": "Paiement inscrit. Monnaie à rendre : 15,00 $",
        "mark": ",",
    },
}
CONFLICTS = {
    "en": (
        "ANNE changed this meanwhile (21/11/2026 02:07 pm). What you typed is kept: look at the change, then "
        "save again."
    ),
    "fr": (
        "ANNE a modifié ceci entre-temps (21/11/2026 14:07). Ce que vous avez tapé est gardé : regardez la "
        "modification, puis sauvegardez de nouveau."
    ),
}
NO_ADDRESS = {
    "en": "To [red]x[/red], [31mBob: no e-mail address is known.",
    "fr": "À [red]x[/red], [31mBob : aucun courriel connu.",
}


@pytest.fixture(autouse=True)
def the_form_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number counts as soon as it is typed; the map is not looked at meanwhile."""
    monkeypatch.setattr(ticket_form_choosing, "TYPING_SECONDS", 0.001)
    monkeypatch.setattr(ticket_form_choosing, "LOOK_SECONDS", 3600)


def at_version(house: HouseUnderTest, order_id: int, version: int) -> None:
    """As if the order had been changed so often."""
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORDERS).where(ORDERS.c.id == order_id).values(version=version))


# 1


@BOTH
async def test_1_a_number_outside_the_period_is_hinted_at_then_widened_and_opened(
    house: HouseUnderTest, language: str
) -> None:
    renumber(house, sell_standing(house, house.contacts["Cothin"], "k"), "482913", AUGUST)
    async with archives_app(house, language).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "alt+p")
        await typed(pilot, "01/10/2026")
        await press(pilot, "tab")
        await typed(pilot, "21/11/2026")
        await press(pilot, "alt+n")
        await typed(pilot, "482 913")
        assert names(pilot.app) == []
        assert hint(pilot.app) == HINTS[language]
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, OrderScreen)
        assert "482913" in shown(pilot.app)[1]
        await press(pilot, "escape")
        assert "14/08/2026 → 21/11/2026" in shown(pilot.app)[2]
        assert names(pilot.app) == ["Cothin, Élodie"]
        assert hint(pilot.app).startswith(UNPAID[language])


@BOTH
async def test_1_a_number_of_another_length_says_so_and_runs_no_query(
    house: HouseUnderTest, language: str
) -> None:
    renumber(house, sell_standing(house, None, "k"), "4829131", datetime(2026, 11, 20, 15, tzinfo=UTC))
    async with archives_app(house, language).run_test() as pilot:
        await settled(pilot)
        with statements_of(house) as told:
            number_field(pilot.app).value = "48291"
            await settled(pilot)
        assert told == []
        assert hint(pilot.app).startswith(LENGTHS[language])
        assert line_of(pilot.app, "4829131") == ""
        number_field(pilot.app).value = "4829131"
        await settled(pilot)
        assert hint(pilot.app) == UNPAID[language]
        assert "4829131" in shown(pilot.app)[4]


# 2


@BOTH
async def test_2_folded_names_find_exactly_the_three(house: HouseUnderTest, language: str) -> None:
    for number, contact_id in enumerate(house.contacts.values()):
        sell_standing(house, contact_id, f"k{number}")
    async with archives_app(house, language).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "alt+c")
        await typed(pilot, "COTE eloise")
        assert sorted(names(pilot.app)) == sorted(
            ["Côté-Bélanger, Éloïse", "Cote, Eloise", "Cote\u0301, E\u0301loi\u0308se"]
        )
        count, too_short = FOUND[language]
        assert seen(pilot.app, count)
        await press(pilot, "alt+c")
        await typed(pilot, " ELOISE@EXEMPLE.CA ")
        assert names(pilot.app) == ["Côté-Bélanger, Éloïse"]
        await press(pilot, "alt+c")
        await typed(pilot, "@")
        assert seen(pilot.app, too_short)
        assert names(pilot.app) == []


# 3


@BOTH
async def test_3_an_order_of_a_widget_takes_no_ticket_and_gives_one_back(
    house: HouseUnderTest, language: str
) -> None:
    widget = house.as_operator("ANNE", channel="widget")
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("G-10"), house.seat("G-11")))
    sold = sales.sell(widget, "sale", "f", house.contacts["Cote"], (request,), None)
    widget.database.close()
    with pytest.raises(RefusedError) as refused:
        add_tickets.add_tickets(house.desk, "k", sold.order_id, None, "form", (third(house),), None)
    locale = formats.locale_of(language, "CA")
    assert words.refusal(refused.value.code, refused.value.facts, locale) == ONLINE[language]
    async with archives_app(house, language).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter")
        for key in ("a", "alt+a"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, Problem)
            assert seen(pilot.app, ONLINE[language])
            await press(pilot, "escape")
        assert (held(house), version_of(house, sold.order_id)) == ([], sold.version)
        back, done = CANCELLING[language]
        await press(pilot, "x")
        assert seen(pilot.app, back)
        await press(pilot, "alt+s")
        assert isinstance(pilot.app.screen, OrderScreen)
        assert seen(pilot.app, done)
    page = order_page.show(house.desk, sold.order_id)
    assert [ticket.state for ticket in page.tickets] == [TicketState.CANCELLED, TicketState.LIVE]
    assert (page.balance, page.payments) == (cad(3200), ())
    holds.hold_seats(house.desk, "free at once", house.ids["p1"], (house.seat("G-10"),))


# 4


@BOTH
async def test_4_the_difference_of_an_added_ticket_is_settled_to_the_cent(
    house: HouseUnderTest, language: str
) -> None:
    say = MONEY[language]
    sold = sell_two(house)
    raise_price(house, 3500)
    async with archives_app(house, language).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter", "a", "1")
        assert seen(pilot.app, say["price"])
        assert seen(pilot.app, say["added"])
        await press(pilot, "s")
        assert seen(pilot.app, say["costs"])
        assert line_of(pilot.app, say["mark"].join(("35", "00"))).strip() == say["band"]
        prices = [ticket.price for ticket in order_page.show(house.desk, sold.order_id).tickets]
        assert prices == [cad(3200), cad(3200), cad(3500)]
        await press(pilot, "p", "1", *f"20{say['mark']}00", "enter")
        assert seen(pilot.app, say["rest"])
        await press(pilot, "2", *f"15{say['mark']}01", "enter")
        assert seen(pilot.app, say["too high"])
        assert isinstance(pilot.app.screen, PaymentDialog)
        await press(pilot, "backspace", "0", "enter")
        assert isinstance(pilot.app.screen, OrderScreen)
        assert seen(pilot.app, say["settled"])
        assert not pilot.app.screen.query_one(BalanceBand).display
    page = order_page.show(house.desk, sold.order_id)
    assert [(line.method, line.amount) for line in page.payments[1:]] == [
        (PaymentMethod.CASH, cad(2000)),
        (PaymentMethod.DEBIT_TERMINAL, cad(1500)),
    ]
    assert (page.tickets_total, page.balance) == (cad(9900), cad(0))


@BOTH
async def test_4_cash_tendered_gives_change(house: HouseUnderTest, language: str) -> None:
    sold = sell_two(house)
    raise_price(house, 3500)
    add_tickets.add_tickets(house.desk, "a", sold.order_id, None, "f", (third(house),), "print_at_home")
    async with archives_app(house, language).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter", "p", "1", "tab", *f"50{MONEY[language]['mark']}00", "enter")
        assert seen(pilot.app, MONEY[language]["change"])
    page = order_page.show(house.desk, sold.order_id)
    assert (page.payments[-1].amount, page.balance) == (cad(3500), cad(0))


# 5


@BOTH
async def test_5_the_second_of_two_clerks_learns_who_and_when_and_keeps_what_was_typed(
    house: HouseUnderTest, language: str
) -> None:
    sold = sell_two(house)
    at_version(house, sold.order_id, 7)
    async with (
        opened(house, AddTicket, sold.order_id, language=language) as first,
        opened(house, AddTicket, sold.order_id, language=language, operator="BRUNO") as second,
    ):
        await press(second.pilot, "q", "2", "escape", "1")
        typed_by_the_second = second.form.draft.seat_ids
        await press(first.pilot, "1", "s")
        assert [change.version for change in first.answers if change] == [8]
        await press(second.pilot, "s")
        assert seen(second.app, CONFLICTS[language])
        assert len(order_page.show(house.desk, sold.order_id).tickets) == 3
        assert version_of(house, sold.order_id) == 8
        await press(second.pilot, "escape")
        assert second.form.draft.seat_ids == typed_by_the_second
        assert second.form.query_one(CountField).value == "2"
        await press(second.pilot, "s", "1", "s")
        assert [change.version for change in second.answers if change] == [9]
    assert len(order_page.show(house.desk, sold.order_id).tickets) == 5


@BOTH
async def test_5_of_two_confirmations_one_leaves(house: HouseUnderTest, language: str) -> None:
    let_mails_leave(house)
    sold = sell_two(house)
    at_version(house, sold.order_id, 7)
    async with (
        opened(house, ConfirmationDialog, sold.order_id, language=language) as first,
        opened(house, ConfirmationDialog, sold.order_id, language=language, operator="BRUNO") as second,
    ):
        await press(first.pilot, "enter")
        assert [change.version for change in first.answers if change] == [8]
        await press(second.pilot, "enter")
        assert seen(second.app, CONFLICTS[language])
        await press(second.pilot, "escape", "escape")
    assert [mail.recipient for mail in outbox.list_mails(house.desk)] == ["eloise@exemple.ca"]


# 6


@BOTH
async def test_6_accented_long_and_hostile_names_are_shown_literally(
    house: HouseUnderTest, language: str
) -> None:
    add_contact(house, "[red]x[/red]", "\x1b[31mBo\u202eb", "")
    add_contact(house, "[@click=app.quit()]" + "é" * 500, "", "")
    for name in list(house.contacts)[-2:]:
        sell_standing(house, house.contacts[name], name)
    with writing(house.desk) as work:
        work.connection.execute(sa.update(EVENTS).values(title="[red]y[/red]\x1b[2J\u202ez"))
    async with archives_app(house, language).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        row = line_of(pilot.app, "[red]x[/red], [31mB")
        assert "05/12 [red]y[/red]…" in row
        assert line_of(pilot.app, "[@click=app.quit()]éééé") != ""
        await press(pilot, "down", "down")
        assert seen(pilot.app, "1000001 · [red]x[/red], [31mBob ·"), "beside the list"
        await press(pilot, "enter")
        assert "[red]x[/red], [31mBob" in shown(pilot.app)[1]
        assert "[red]y[/red][2Jz" in line_of(pilot.app, "Debout")
        await press(pilot, "a")
        assert seen(pilot.app, "[red]y[/red][2Jz")
        await press(pilot, "escape", "e")
        assert seen(pilot.app, NO_ADDRESS[language])
        await press(pilot, "escape", "escape", "up", "enter")
        assert "[@click=app.quit()]" + "é" * 40 in "".join(shown(pilot.app)[1:3])
        assert pilot.app.is_running
