"""spec/archives.md, Add a ticket, 1 to 6, as a clerk sees it: keyboard only, on a real database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from textual.widgets import Select

from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.data.tables.programme import EVENTS, PERFORMANCES
from boxoffice_tui.rules.orders import PerformanceState
from boxoffice_tui.screens.archives import add_ticket_choosing
from boxoffice_tui.screens.archives.add_ticket import AddTicket
from boxoffice_tui.screens.shell import SHELL_COMMANDS
from boxoffice_tui.services import holds, order_page, sales
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.widgets.fields import CountField
from boxoffice_tui.widgets.seat_map import SeatMap
from tests.house import HouseUnderTest
from tests.screens.archives.add_ticket_stage import held, let_holds_run_out, opened, until, version_of
from tests.screens.archives.clerk import press, seen, settled, typed
from tests.screens.command_faults import command_faults
from tests.services.test_archives_money import cad, raise_price, sell_two
from tests.services.test_promotions import sold_in_october


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number counts as soon as it is typed; the tests look at the map themselves."""
    monkeypatch.setattr(add_ticket_choosing, "TYPING_SECONDS", 0.001)
    monkeypatch.setattr(add_ticket_choosing, "LOOK_SECONDS", 3600)


def test_the_commands_have_no_fault_together() -> None:
    assert command_faults((*AddTicket._merged_commands, *SHELL_COMMANDS)) == []


async def test_it_opens_beside_what_the_order_has(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    raise_price(house, 3500)
    async with opened(house, AddTicket, sold.order_id) as shown:
        assert seen(shown.app, "Add a ticket to 1000001")
        assert seen(shown.app, "Event La Mouette")
        assert seen(shown.app, "Performance Sat 05/12/2026 08:00 pm")
        assert seen(shown.app, "Category Parterre")
        assert seen(shown.app, "Rate Full $35.00")
        assert seen(shown.app, "Delivery Print at home ▼ as the others")
        assert [shown.state(house.seat(seat)) for seat in ("F-12", "F-13", "F-14")] == ["own", "own", "free"]
        assert shown.proposed == (
            "F-14 same row, beside",
            "F-11 same row, beside – leaves F-10 alone",
            "G-12 behind",
            "G-13 behind",
            "E-12 in front",
        )
        assert shown.total == "Total $35.00"
        assert held(house) == []


async def test_one_key_holds_another_saves_and_the_old_tickets_keep_their_price(
    house: HouseUnderTest,
) -> None:
    """Acceptance 4, its first sentence."""
    sold = sell_two(house)
    raise_price(house, 3500)
    async with opened(house, AddTicket, sold.order_id, language="fr") as shown:
        await press(shown.pilot, "1")
        assert held(house) == [(house.seat("F-14"), 1)]
        assert shown.state(house.seat("F-14")) == "chosen"
        assert seen(shown.app, "Retenu")
        assert seen(shown.app, "Total 35,00 $")
        await press(shown.pilot, "s")
        assert [change.balance for change in shown.answers if change] == [cad(3500)]
    page = order_page.show(house.desk, sold.order_id)
    assert [(ticket.seat, ticket.price) for ticket in page.tickets] == [
        ("F-12", cad(3200)),
        ("F-13", cad(3200)),
        ("F-14", cad(3500)),
    ]
    assert page.tickets_total == cad(9900)
    assert {ticket.shipment_mode for ticket in page.tickets} == {"print_at_home"}
    assert held(house) == []


async def test_each_choice_replaces_the_one_before(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        for key, seat in (("1", "F-14"), ("n", "F-11"), ("n", "G-12"), ("5", "E-12"), ("n", "F-14")):
            await press(shown.pilot, key)
            assert held(house) == [(house.seat(seat), 1)]
        assert shown.form.query_one(SeatMap).cursor_seat == house.seat("F-14")


async def test_keys_faster_than_the_database_end_at_the_last(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await typed(shown.pilot, "1234")
        assert held(house) == [(house.seat("G-13"), 1)]
        assert shown.form.draft.seat_ids == (house.seat("G-13"),)


async def test_seats_are_picked_on_the_map_and_the_number_asked_for_is_never_passed(
    house: HouseUnderTest,
) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "q", "2", "escape")
        assert shown.form.focused is shown.form.query_one(SeatMap)
        await press(shown.pilot, "enter", "right", "enter")
        assert held(house) == [(house.seat("F-14"), 1), (house.seat("F-15"), 1)]
        await press(shown.pilot, "right", "enter")
        assert held(house) == [(house.seat("F-15"), 1), (house.seat("F-16"), 1)]
        assert "Seat F-14 is left alone." in shown.said
        await press(shown.pilot, "enter", "s")
        assert shown.said.startswith("Choose 1 more seat, or ask for fewer tickets.")
        assert shown.answers == []
        await press(shown.pilot, "home", "right", "right", "enter")
        assert shown.said.startswith("Parterre F-12 · yours · Parterre $32.00. Choose a free one.")
        assert held(house) == [(house.seat("F-15"), 1)]


async def test_leaving_asks_and_gives_the_places_back(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "1", "escape")
        assert seen(shown.app, "1 place is chosen and not saved. Leaving gives it back.")
        await press(shown.pilot, "enter")
        assert held(house) == [(house.seat("F-14"), 1)]
        await press(shown.pilot, "escape", "1")
        assert shown.answers == [None]
        await until(lambda: held(house) == [])


async def test_nothing_chosen_nothing_asked(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "escape")
        assert shown.answers == [None]


async def test_the_end_of_the_program_gives_the_places_back(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "1")
        assert held(house) == [(house.seat("F-14"), 1)]
        shown.app.exit(return_code=129)
    assert held(house) == []


async def test_a_seat_taken_meanwhile_is_said_and_others_are_proposed(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id, language="fr") as shown:
        await press(shown.pilot, "2")
        bruno = house.as_operator("BRUNO")
        holds.hold_seats(bruno, "bruno", house.ids["p1"], (house.seat("F-14"),))
        await press(shown.pilot, "1")
        assert shown.said.startswith("La place F-14 a été prise entre-temps. Choisissez-en une autre ;")
        assert shown.state(house.seat("F-14")) == "held"
        assert shown.proposed[0].startswith("F-11 même rang, à côté")
        assert not any("F-14" in text for text in shown.proposed)
        assert shown.form.draft.seat_ids == (house.seat("F-11"),)  # what was held stays held
        bruno.database.close()


async def test_an_expired_hold_over_a_free_seat_is_taken_again_silently(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "1")
        let_holds_run_out(house)
        shown.form.look()
        await settled(shown.pilot)
        assert shown.state(house.seat("F-14")) == "chosen"
        await press(shown.pilot, "s")
        assert len(shown.answers) == 1
    assert [ticket.seat for ticket in order_page.show(house.desk, sold.order_id).tickets][-1] == "F-14"


async def test_a_lost_seat_saves_nothing_and_keeps_what_was_typed(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "q", "2", "escape", "1")
        assert shown.proposed[0] == "F-10, F-11 same row, beside"
        let_holds_run_out(house)
        bruno = house.as_operator("BRUNO")
        request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-10"),))
        sales.sell(bruno, "theirs", "bruno", house.contacts["Cothin"], (request,), "by_hand")
        await press(shown.pilot, "s")
        assert shown.answers == []
        assert shown.said.startswith(
            "Seat F-10 was taken meanwhile. Choose another one; what you typed is kept."
        )
        assert shown.form.draft.seat_ids == (house.seat("F-11"),)
        assert shown.form.query_one(CountField).value == "2"
        assert shown.proposed[0] == "F-14, F-15 same row, beside"
        await press(shown.pilot, "1", "s")
        assert len(shown.answers) == 1
        bruno.database.close()
    seats = [ticket.seat for ticket in order_page.show(house.desk, sold.order_id).tickets]
    assert seats == ["F-12", "F-13", "F-14", "F-15"]


async def test_a_seat_lost_after_its_hold_ran_out_is_seen_without_a_key(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "1")
        let_holds_run_out(house)
        bruno = house.as_operator("BRUNO")
        holds.hold_seats(bruno, "bruno", house.ids["p1"], (house.seat("F-14"),))
        shown.form.look()
        await settled(shown.pilot)
        assert shown.said.startswith("Seat F-14 was taken meanwhile.")
        assert (shown.form.draft.seat_ids, shown.state(house.seat("F-14"))) == ((), "held")
        bruno.database.close()


async def test_a_hold_that_ends_soon_is_said_and_one_key_renews_it(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(hold_minutes=2))
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "1")
        assert "The hold ends soon." in shown.said
        let_holds_run_out(house)
        await press(shown.pilot, "r")
        bruno = house.as_operator("BRUNO")
        with pytest.raises(Exception, match="seat_taken"):
            holds.hold_seats(bruno, "bruno", house.ids["p1"], (house.seat("F-14"),))
        bruno.database.close()


async def test_a_new_price_is_asked_about_once_with_both(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id, language="fr") as shown:
        await press(shown.pilot, "1")
        raise_price(house, 3500)
        await press(shown.pilot, "s")
        assert seen(shown.app, "Le prix est passé entre-temps de 32,00 $ à 35,00 $.")
        assert order_page.show(house.desk, sold.order_id).version == sold.version
        await press(shown.pilot, "1")
        assert [change.balance for change in shown.answers if change] == [cad(3500)]


async def test_a_new_price_that_is_not_accepted_saves_nothing(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "1")
        raise_price(house, 3500)
        await press(shown.pilot, "s", "escape")
        assert shown.answers == []
        assert shown.total == "Total $35.00"
        assert held(house) == [(house.seat("F-14"), 1)]
    assert version_of(house, sold.order_id) == sold.version


async def test_a_doubled_key_saves_once(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "1")
        await typed(shown.pilot, "sss")
        assert len(shown.answers) == 1
    assert len(order_page.show(house.desk, sold.order_id).tickets) == 3


async def test_saving_waits_for_the_hold_that_is_under_way(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await typed(shown.pilot, "3s")
        assert len(shown.answers) == 1
    assert [ticket.seat for ticket in order_page.show(house.desk, sold.order_id).tickets][-1] == "G-12"


async def test_enter_on_the_button_saves(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "1", "d", "tab", "enter")
        assert len(shown.answers) == 1


async def test_an_order_made_online_takes_no_ticket(house: HouseUnderTest) -> None:
    """Acceptance 3: what the service says, on screen, should the form ever open."""
    widget = house.as_operator("ANNE", channel="widget")
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("G-10"),))
    sold = sales.sell(widget, "sale", "f", house.contacts["Cote"], (request,), None)
    widget.database.close()
    async with opened(house, AddTicket, sold.order_id) as shown:
        assert shown.said == (
            "Order placed online (Widget). It cannot be changed here. Contact the team of Lepointdevente. "
            "You can cancel tickets to free the places."
        )
        await press(shown.pilot, "1", "enter", "s")
        assert (shown.proposed, shown.answers, held(house)) == ((), [], [])
    assert version_of(house, sold.order_id) == sold.version


async def test_the_limit_of_the_order_is_said(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(tickets_per_order=3))
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "q", "2", "escape")
        assert shown.said.startswith("At most 3 tickets an order for this performance: it has 2, 2 more were")
        assert shown.proposed == ()
        await press(shown.pilot, "q", "1", "escape", "1", "s")
        assert len(shown.answers) == 1


async def test_a_performance_that_cannot_be_sold_is_said_when_it_is_chosen(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    with writing(house.desk) as work:
        second = PERFORMANCES.c.id == house.ids["p2"]
        cancelled = sa.update(PERFORMANCES).where(second).values(state=PerformanceState.CANCELLED)
        work.connection.execute(cancelled)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "1")
        shown.form.query_one("#performance").focus()
        await press(shown.pilot, "enter", "down", "enter")
        assert seen(shown.app, "Performance ✕ Sun 06/12/2026 08:00 pm")
        assert shown.said == "This performance is cancelled. Choose another one."
        assert (shown.proposed, held(house)) == ((), [])
        await press(shown.pilot, "alt+s")
        assert shown.answers == []
        await press(shown.pilot, "enter", "up", "enter", "1")
        assert held(house) == [(house.seat("F-14"), 1)]


async def test_a_split_is_labelled_and_never_taken_silently(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    every = [f"{row}-{number}" for row in "EFG" for number in range(10, 20)]
    left = {"E-10", "F-12", "F-13", "G-19"}
    request = TicketRequest(
        house.ids["p1"], house.ids["full"], tuple(house.seat(name) for name in every if name not in left)
    )
    sales.sell(house.desk, "many", "f", house.contacts["Cothin"], (request,), "by_hand")
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "q", "2", "escape")
        assert shown.proposed == ("E-10 + G-19 not together",)
        await press(shown.pilot, "n")
        assert seen(shown.app, "These seats are not together: E-10 + G-19.")
        assert held(house) == []
        await press(shown.pilot, "1")
        assert held(house) == [(house.seat("E-10"), 1), (house.seat("G-19"), 1)]


async def test_a_promotion_that_has_ended_is_not_applied_and_said(house: HouseUnderTest) -> None:
    sold = sold_in_october(house)
    async with opened(house, AddTicket, sold.order_id, language="fr") as shown:
        assert shown.said == "La promotion HATIF a pris fin le 15 novembre 2026. Le prix habituel s'applique."
        assert shown.total == "Total 32,00 $"


async def test_places_without_numbers_are_counted_and_held(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id, language="fr") as shown:
        shown.form.query_one("#category").focus()
        await press(shown.pilot, "enter", "down", "enter")
        assert seen(shown.app, "20 places libres, non numérotées")
        await press(shown.pilot, "q")
        await typed(shown.pilot, "15")
        await press(shown.pilot, "enter")
        assert held(house) == [(None, 15)]
        assert shown.form.query_one(CountField).value == "15"
        assert seen(shown.app, "5 places libres, non numérotées 15 retenues pour cette commande")
        assert seen(shown.app, "Total 225,00 $ = 15 × 15,00 $")
        await press(shown.pilot, "alt+s")
        assert len(shown.answers) == 1
    page = order_page.show(house.desk, sold.order_id)
    assert [ticket.section for ticket in page.tickets].count("Debout") == 15
    assert held(house) == []


async def test_too_many_places_are_refused_and_the_number_stays(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        shown.form.query_one("#category").focus()
        await press(shown.pilot, "enter", "down", "enter", "q")
        await typed(shown.pilot, "21")
        await press(shown.pilot, "enter")
        assert shown.said.startswith("Places asked for: 21, left: 20.")
        assert shown.form.query_one(CountField).value == "21"
        assert held(house) == []
        await press(shown.pilot, "alt+s")
        assert (shown.answers, version_of(house, sold.order_id)) == ([], sold.version)
        await typed(shown.pilot, "20")
        await press(shown.pilot, "enter")
        assert held(house) == [(None, 20)]


async def test_accessible_seats_are_proposed_only_when_asked_for(house: HouseUnderTest) -> None:
    from boxoffice_tui.data.tables.venues import SEATS

    sold = sell_two(house)
    with writing(house.desk) as work:
        seat = SEATS.c.id == house.seat("F-14")
        work.connection.execute(sa.update(SEATS).where(seat).values(accessible=True))
    async with opened(house, AddTicket, sold.order_id) as shown:
        assert shown.proposed[0].startswith("F-11")
        await press(shown.pilot, "a")
        assert shown.proposed == ("F-14 same row, beside",)
        await press(shown.pilot, "a")
        assert shown.proposed[0].startswith("F-11")


async def test_titles_are_shown_literally(house: HouseUnderTest) -> None:
    """Acceptance 6."""
    sold = sell_two(house)
    with writing(house.desk) as work:
        work.connection.execute(sa.update(EVENTS).values(title="[red]x[/red]\x1b[2J\u202eab"))
    async with opened(house, AddTicket, sold.order_id) as shown:
        assert seen(shown.app, "Event [red]x[/red][2Jab")


async def test_the_language_is_switched_while_the_form_is_open(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    async with opened(house, AddTicket, sold.order_id) as shown:
        await press(shown.pilot, "1")
        await shown.app.run_action("language('fr')")
        await settled(shown.pilot)
        assert seen(shown.app, "Tarif Plein 32,00 $")
        assert seen(shown.app, "Livraison Billet électronique ▼ comme les autres")
        assert shown.proposed[0] == "F-14 même rang, à côté"
        assert (shown.form.draft.seat_ids, held(house)) == ((house.seat("F-14"),), [(house.seat("F-14"), 1)])
        assert not shown.form.query_one("#event", Select).expanded
