"""The shipments of a dossier: the one reference, its exception, who gets what, and the list by pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import CHANNEL_MODES, SHIPMENTS
from boxoffice_tui.services import (
    delivery,
    exchanges,
    history,
    order_page,
    reservations,
    sales,
)
from boxoffice_tui.services.add_tickets import add_tickets
from boxoffice_tui.services.dossier_offers import offers_of_dossier, preview_exception
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.shipment_changes import change_shipment
from boxoffice_tui.services.shipments import shipments_of, show_shipment, tickets_of_shipment
from boxoffice_tui.views.requests import DeliveryRequest, ExchangeRequest
from boxoffice_tui.views.shipments import ShipmentRequest
from tests.house import NOW, HouseUnderTest, add_contact
from tests.invariants import assert_sound
from tests.services.reserving import after_days, reserve_two, wanted
from tests.services.shipping import actions, seen, shipped, sold
from tests.services.test_archives_money import cad


def test_one_reference_is_changed_in_place_and_tells_its_story(house: HouseUnderTest) -> None:
    """spec/delivery.md, Acceptance: One reference."""
    add_contact(house, "OSAMU", "Ryu", "ryu.osamu@ne-pas-envoyer.com", street="Rue du Marché")
    kept = reserve_two(house, contact="OSAMU")
    (first,) = shipped(house, kept)
    assert seen((first,)) == [("reference", "print_at_home", 0, None, False)]
    later = after_days(house.desk, 1)
    for step, mode in enumerate(("post", "by_hand", "print_at_home")):
        change_shipment(
            later, f"change {step}", first.shipment_id, first.version + step, ShipmentRequest(mode)
        )
    (now,) = shipped(house, kept)
    assert (now.number, now.version) == (first.number, first.version + 3)
    assert actions(house, "reference_changed") == ["reference_changed"] * 3
    page = show_shipment(house.desk, now.number)
    at = page.changed_at
    assert (page.changed_by, timedelta(days=1) <= at - NOW < timedelta(days=1, minutes=1)) == ("ANNE", True)
    change_shipment(house.desk, "nothing new", now.shipment_id, now.version, ShipmentRequest("print_at_home"))
    assert (shipped(house, kept), show_shipment(house.desk, now.number).changed_at) == ((now,), at)
    blank = ShipmentRequest("print_at_home", with_email=False)
    with pytest.raises(RefusedError, match="missing_email"):
        change_shipment(house.desk, "blank", now.shipment_id, now.version, blank)
    with pytest.raises(RefusedError, match="missing_address"):
        change_shipment(
            house.desk, "to", now.shipment_id, now.version, ShipmentRequest("post", with_address=False)
        )
    row = ShipmentRequest("post", ticket_ids=kept.ticket_ids[:1])
    with pytest.raises(RefusedError, match="reference_has_no_rows"):
        change_shipment(house.desk, "row", now.shipment_id, now.version, row)
    change_shipment(
        house.desk, "post", now.shipment_id, now.version, ShipmentRequest("post", with_email=False)
    )
    assert show_shipment(house.desk, now.number).email == ""
    lines = [line.action for line in history.history(house.desk, kept.order_id)]
    assert lines.count("reference_changed") == 4
    assert_sound(house.desk.database)


def references_told(house: HouseUnderTest, order_id: int) -> list[tuple[object, ...]]:
    names = ("exception_for", "exception_ended", "mode_name")
    lines = [line for line in history.history(house.desk, order_id) if line.action == "reference_changed"]
    return [tuple(line.facts.get(name) for name in names) for line in lines]


def test_the_exception_opens_a_mode_on_every_channel_for_one_dossier(house: HouseUnderTest) -> None:
    """spec/delivery.md, Acceptance: Story, on the channels of the house."""
    add_contact(house, "OSAMU", "Ryu", "ryu.osamu@ne-pas-envoyer.com", street="Rue du Marché")
    kept = reserve_two(house, contact="OSAMU", mode="post")
    other = reserve_two(house, "other", ("F-14",), contact="OSAMU", mode="post")
    (reference,) = shipped(house, kept)
    effect = preview_exception(house.desk, kept.number, "post")
    assert (effect.mode_name, effect.last_day) == ("Poste", date(2026, 11, 30))
    assert (len(effect.adds_on), len(effect.no_effect_on)) == (1, 1)

    def offered(number: str, channel: str) -> list[tuple[str, bool]]:
        found = offers_of_dossier(house.desk, number, channel).offers
        return [(one.mode, one.as_exception) for one in found if one.offered]

    at_the_counter = offered(kept.number, "counter")
    assert offered(kept.number, "widget") == []
    flagged = ShipmentRequest("post", exception=True)
    bruno = house.as_operator("BRUNO")
    with pytest.raises(NotAllowedError):
        change_shipment(bruno, "flag", reference.shipment_id, reference.version, flagged)
    change_shipment(house.desk, "flag", reference.shipment_id, reference.version, flagged)
    (now,) = shipped(house, kept)
    assert now.exception
    assert offered(kept.number, "widget") == [("post", True)]
    assert offered(kept.number, "counter") == at_the_counter
    assert offered(other.number, "widget") == []
    conditions = {
        str(one.name): one
        for one in offers_of_dossier(house.desk, kept.number, "widget").offers[2].conditions
    }
    assert (conditions["channel"].holds, conditions["exception"].holds) == (False, True)
    assert conditions["lead_time"].last_day == date(2026, 11, 30)
    with pytest.raises(NotAllowedError):
        change_shipment(
            bruno, "mode", now.shipment_id, now.version, ShipmentRequest("by_hand", exception=True)
        )
    with pytest.raises(NotAllowedError, match=r"shipments\.exception"):
        delivery.change_delivery(bruno, "clerk", kept.order_id, None, kept.ticket_ids, "by_hand")
    more = ("more", wanted(house, "F-15"), DeliveryRequest("by_hand"))
    with pytest.raises(NotAllowedError, match=r"shipments\.exception"):
        add_tickets(bruno, "more", kept.order_id, None, *more)
    assert shipped(house, kept) == (now,)
    delivery.change_delivery(house.desk, "clerk", kept.order_id, None, kept.ticket_ids, "by_hand")
    (now,) = shipped(house, kept)
    assert (now.mode, now.exception) == ("by_hand", False)
    open_again = DeliveryRequest("by_hand", exception=True)
    with pytest.raises(NotAllowedError, match=r"shipments\.exception"):
        add_tickets(bruno, "asked", kept.order_id, None, "more", more[1], open_again)
    add_tickets(house.desk, "asked", kept.order_id, None, "more", more[1], open_again)
    add_tickets(house.desk, "kept", kept.order_id, None, "kept", wanted(house, "F-16"), None)
    (now,) = shipped(house, kept)
    assert (now.mode, now.exception) == ("by_hand", True)
    assert references_told(house, kept.order_id) == [
        ("Poste", None, "Poste"),
        (None, "Poste", "Remis en main propre"),
        ("Remis en main propre", None, "Remis en main propre"),
    ]
    with pytest.raises(NotFoundError, match="channel"):
        offers_of_dossier(house.desk, kept.number, "moon")
    bruno.database.close()
    assert_sound(house.desk.database)


def test_the_real_shipment_starts_from_the_reference_with_its_contact(house: HouseUnderTest) -> None:
    grandmother = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    kept = reserve_two(house)
    (reference,) = shipped(house, kept)
    change_shipment(
        house.desk, "to", reference.shipment_id, None, ShipmentRequest("post", contact_id=grandmother)
    )
    reservations.take_up(house.desk, "up", kept.order_id)
    stays, real = shipped(house, kept)
    assert seen((stays, real)) == [
        ("reference", "post", 0, None, False),
        ("unsent", "post", 2, "not_printed", False),
    ]
    page = show_shipment(house.desk, real.number)
    assert page.contact is not None
    assert (page.contact.contact_id, page.address) == (grandmother, "12, rue des Lilas, Lévis, CA")
    assert_sound(house.desk.database)


def test_tickets_go_to_another_than_who_buys_and_the_exception_starts_with_the_reservation(
    house: HouseUnderTest,
) -> None:
    grandmother = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    buyer = house.contacts["Côté-Bélanger"]
    to_her = DeliveryRequest("post", grandmother)
    order = sales.sell(house.desk, "sale", "form", buyer, wanted(house, "F-12"), to_her)
    (real,) = shipped(house, order)
    page = show_shipment(house.desk, real.number)
    assert (page.contact and page.contact.contact_id, page.row.mode) == (grandmother, "post")
    with pytest.raises(RefusedError, match="missing_address"):
        sales.sell(house.desk, "own", "own", buyer, wanted(house, "F-13"), "post")
    exception = DeliveryRequest("post", grandmother, exception=True)
    with pytest.raises(RefusedError, match="exception_on_reference"):
        sales.sell(house.desk, "none", "none", buyer, wanted(house, "F-13"), exception)
    with house.desk.database.write() as connection:
        connection.execute(sa.delete(CHANNEL_MODES).where(CHANNEL_MODES.c.mode_id == house.ids["post"]))
    bruno = house.as_operator("BRUNO")
    with pytest.raises(NotAllowedError):
        reservations.reserve(bruno, "clerk", "clerk", buyer, wanted(house, "F-13"), exception)
    bruno.database.close()
    with pytest.raises(RefusedError, match="not_on_channel"):
        reservations.reserve(house.desk, "plain", "plain", buyer, wanted(house, "F-13"), to_her)
    kept = reservations.reserve(house.desk, "kept", "kept", buyer, wanted(house, "F-13"), exception)
    assert seen(shipped(house, kept)) == [("reference", "post", 0, None, True)]
    assert history.history(house.desk, kept.order_id)[0].facts["exception_for"] == "Poste"
    reservations.take_up(house.desk, "up", kept.order_id)
    page = show_shipment(house.desk, shipped(house, kept)[1].number)
    assert (page.contact and page.contact.contact_id, page.row.mode) == (grandmother, "post")
    assert_sound(house.desk.database)


def test_what_the_buyer_gets_joins_no_shipment_to_somebody_else(house: HouseUnderTest) -> None:
    friend = add_contact(house, "Ami", "Luc", "luc@exemple.ca", street="3, rue du Port")
    order = sold(house, "F-12", "F-13", "F-14", mode="by_hand")
    (mine,) = shipped(house, order)
    to_him = ShipmentRequest("post", contact_id=friend, ticket_ids=order.ticket_ids[:1])
    change_shipment(house.desk, "friend", mine.shipment_id, None, to_him)
    costs = delivery.offers_for(house.desk, order.order_id, ticket_ids=order.ticket_ids[1:2])
    assert {one.code: one.cost.minor for one in costs.modes}["post"] == 250
    delivery.change_delivery(house.desk, "mine", order.order_id, None, order.ticket_ids[1:2], "post")
    found = [
        (one.mode, one.tickets, show_shipment(house.desk, one.number).contact)
        for one in shipped(house, order)
    ]
    assert [(mode, count, who and who.contact_id) for mode, count, who in found] == [
        ("by_hand", 1, house.contacts["Roy"]), ("post", 1, friend), ("post", 1, house.contacts["Roy"])
    ]  # fmt: skip
    assert order_page.show(house.desk, order.order_id).fees_total == cad(500)
    assert_sound(house.desk.database)


def test_what_goes_to_a_friend_does_so_after_an_exchange_or_by_another_mode(house: HouseUnderTest) -> None:
    friend = add_contact(house, "Ami", "Luc", "luc@exemple.ca", street="3, rue du Port")
    buyer = house.contacts["Côté-Bélanger"]
    to_him = DeliveryRequest("by_hand", friend)
    order = sales.sell(house.desk, "sale", "form", buyer, wanted(house, "F-12"), to_him)
    offers = delivery.offers_for(house.desk, order.order_id, ticket_ids=order.ticket_ids)
    assert {one.code: one.offered for one in offers.modes}["post"]
    delivery.change_delivery(house.desk, "post", order.order_id, None, order.ticket_ids, "post")
    change = ExchangeRequest(order.ticket_ids[0], seat_id=house.seat("F-15"))
    exchanges.exchange(house.desk, "swap", order.order_id, None, "swap", (change,))
    *_, real = shipped(house, order)
    page = show_shipment(house.desk, real.number)
    assert (page.contact and page.contact.contact_id, real.mode, real.tickets) == (friend, "post", 1)
    assert order_page.show(house.desk, order.order_id).fees_total == cad(250)
    assert_sound(house.desk.database)


def test_the_tickets_of_a_shipment_come_by_pages_from_either_end(house: HouseUnderTest) -> None:
    order = sold(house, "F-12", "F-13", "F-14", "F-15")
    (post,) = shipped(house, order)
    ids = list(order.ticket_ids)

    def page(after: int | None, limit: int | None, *, backwards: bool = False) -> tuple[list[int], bool]:
        found = tickets_of_shipment(house.desk, post.number, after, limit, backwards=backwards)
        return [one.id for one in found.rows], found.more

    assert page(None, 3) == (ids[:3], True)
    assert page(ids[2], 3) == (ids[3:], False)
    assert page(None, 3, backwards=True) == (ids[1:], True)
    assert page(ids[1], 3, backwards=True) == (ids[:1], False)
    assert page(None, None) == (ids, False)


def test_a_dossier_is_listed_by_pages_and_its_tickets_are_only_counted(house: HouseUnderTest) -> None:
    order = sold(house, "F-12", "F-13", "F-14", "F-15")
    (first,) = shipped(house, order)
    for step, ticket_id in enumerate(order.ticket_ids[1:]):
        row = ShipmentRequest("by_hand", ticket_ids=(ticket_id,))
        change_shipment(house.desk, f"row {step}", first.shipment_id, None, row)
    found, after = [], None
    for _ in range(2):
        page = shipments_of(house.desk, order.number, after, limit=2)
        found += [one.number for one in page.rows]
        after = page.after
    assert (after, len(found), found) == (None, 4, sorted(set(found)))
    assert shipments_of(house.desk, page.dossier).rows == shipped(house, order)
    kept = reserve_two(house, seats=("F-18",))
    later = reservations.take_up(house.desk, "up", kept.order_id)
    reference = shipments_of(house.desk, kept.number, limit=1)
    assert (reference.rows[0].state, reference.after) == ("reference", 0)
    assert [one.tickets for one in shipments_of(house.desk, kept.number, reference.after, 1).rows] == [1], later
    asked: list[str] = []
    some = tickets_of_shipment(house.desk, first.number, limit=2)
    assert (some.more, [one.id for one in some.rows]) == (False, [order.ticket_ids[0]])
    listen = lambda *told: asked.append(told[2])  # noqa: E731
    sa.event.listen(house.desk.database.reader, "before_cursor_execute", listen)
    shipments_of(house.desk, order.number)
    sa.event.remove(house.desk.database.reader, "before_cursor_execute", listen)
    assert sum("FROM ticket" in one for one in asked) == 0
    with house.desk.database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(SHIPMENTS)).scalar_one() == 6
    for number, error in (("9999999", NotFoundError), ("12", RefusedError)):
        with pytest.raises(error):
            shipments_of(house.desk, number)
    with pytest.raises(NotFoundError, match="shipment"):
        show_shipment(house.desk, 999)
