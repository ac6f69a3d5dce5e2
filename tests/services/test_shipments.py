"""The shipments of a dossier: the one reference, its exception, splits, what is sent and what comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import CHANNEL_MODES, SHIPMENTS
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.orders import NOTES
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.rules.shipments import added_fee, split
from boxoffice_tui.services import (
    cancellations,
    contacts,
    delivery,
    exchanges,
    history,
    order_page,
    printing,
    reservations,
    sales,
)
from boxoffice_tui.services.add_tickets import add_tickets
from boxoffice_tui.services.contact_merge import merge_contacts
from boxoffice_tui.services.contact_privacy import erase_contact
from boxoffice_tui.services.dossier_offers import offers_of_dossier, preview_exception
from boxoffice_tui.services.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.identity import open_desk
from boxoffice_tui.services.shipment_changes import change_shipment
from boxoffice_tui.services.shipment_sending import mark_returned, mark_sent, set_carrier_reference
from boxoffice_tui.services.shipments import shipments_of, show_shipment
from boxoffice_tui.views.contacts import PostalAddress
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import DeliveryRequest, ExchangeRequest
from boxoffice_tui.views.shipments import ShipmentRequest, ShipmentRow
from tests.house import ACCOUNT, NOW, HouseUnderTest, add_contact
from tests.invariants import assert_sound
from tests.services.reserving import after_days, reserve_two, wanted
from tests.services.test_archives_money import cad


def shipped(house: HouseUnderTest, order: OrderChange) -> tuple[ShipmentRow, ...]:
    return shipments_of(house.desk, order.number).rows


def sold(house: HouseUnderTest, *seats: str, mode: str = "post") -> OrderChange:
    contact = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    return sales.sell(house.desk, "sale", "form", contact, wanted(house, *seats), mode)


def seen(rows: tuple[ShipmentRow, ...]) -> list[tuple[Any, ...]]:
    return [(str(one.state), one.mode, one.tickets, one.print_state, one.exception) for one in rows]


def actions(house: HouseUnderTest, *names: str) -> list[str]:
    query = sa.select(JOURNAL.c.action).where(JOURNAL.c.action.in_(names)).order_by(JOURNAL.c.seq)
    with house.desk.database.read() as connection:
        return [str(one) for one in connection.execute(query).scalars()]


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


def test_what_is_printed_stays_and_the_rest_gets_a_shipment_of_its_own(house: HouseUnderTest) -> None:
    order = sold(house, "F-12", "F-13", "F-14")
    (post,) = shipped(house, order)
    in_place = change_shipment(
        house.desk, "place", post.shipment_id, post.version, ShipmentRequest("by_hand")
    )
    assert (in_place.number, in_place.made) == (post.number, None)
    assert order_page.show(house.desk, order.order_id).fees_total == cad(0)
    back = change_shipment(house.desk, "back", post.shipment_id, in_place.version, ShipmentRequest("post"))
    assert order_page.show(house.desk, order.order_id).fees_total == cad(250)
    printing.print_tickets(house.desk, "print", order.order_id, None, order.ticket_ids[:1])
    split = change_shipment(house.desk, "split", post.shipment_id, back.version, ShipmentRequest("by_hand"))
    one, two = shipped(house, order)
    assert (one.number, two.number) == (post.number, split.made)
    assert seen((one, two)) == [
        ("unsent", "post", 1, "printed", False),
        ("unsent", "by_hand", 2, "not_printed", False),
    ]
    with pytest.raises(RefusedError, match="tickets_printed"):
        change_shipment(house.desk, "all", one.shipment_id, None, ShipmentRequest("by_hand"))
    row = ShipmentRequest("post", ticket_ids=order.ticket_ids[2:])
    change_shipment(house.desk, "row", two.shipment_id, two.version, row)
    assert [(one.mode, one.tickets) for one in shipped(house, order)] == [
        ("post", 1), ("by_hand", 1), ("post", 1)
    ]  # fmt: skip
    assert order_page.show(house.desk, order.order_id).fees_total == cad(500)
    same = ShipmentRequest("by_hand", ticket_ids=order.ticket_ids[1:2])
    assert change_shipment(house.desk, "same", two.shipment_id, None, same).made is None
    assert len(shipped(house, order)) == 3
    with pytest.raises(RefusedError, match="exception_on_reference"):
        change_shipment(house.desk, "x", two.shipment_id, None, ShipmentRequest("post", exception=True))
    with pytest.raises(RefusedError, match="ticket_of_other_shipment"):
        change_shipment(house.desk, "y", two.shipment_id, None, row)
    assert_sound(house.desk.database)


def test_sent_is_locked_and_what_comes_back_waits_again(house: HouseUnderTest) -> None:
    order = sold(house, "F-12", "F-13")
    (post,) = shipped(house, order)
    with pytest.raises(RefusedError, match="tickets_not_printed") as refused:
        mark_sent(house.desk, "early", post.shipment_id, post.version)
    assert refused.value.facts == {"shipment": post.number, "count": 2}
    printing.print_tickets(house.desk, "print", order.order_id, None, order.ticket_ids)
    with pytest.raises(RefusedError, match="shipment_not_sent"):
        mark_returned(house.desk, "never", post.shipment_id, None, "unknown here")
    sent = mark_sent(house.desk, "sent", post.shipment_id, post.version)
    assert mark_sent(house.desk, "sent", post.shipment_id, post.version) == sent
    numbered = set_carrier_reference(house.desk, "n", post.shipment_id, sent.version, " 4012 8888 8888 1881 ")
    assert shipped(house, order)[0].carrier_reference == "4012 8888 8888 1881"
    for act in (
        lambda: change_shipment(house.desk, "c", post.shipment_id, None, ShipmentRequest("by_hand")),
        lambda: mark_sent(house.desk, "again", post.shipment_id, None),
        lambda: delivery.change_delivery(house.desk, "d", order.order_id, None, order.ticket_ids, "by_hand"),
    ):
        with pytest.raises(RefusedError, match=r"shipment_sent|tickets_printed"):
            act()
    with pytest.raises(RefusedError, match="reason_required"):
        mark_returned(house.desk, "why", post.shipment_id, None, " ")
    back = mark_returned(house.desk, "back", post.shipment_id, numbered.version, "inconnu à l'adresse")
    old, new = shipped(house, order)
    assert (new.number, seen((old, new))) == (
        back.made,
        [("invalidated", "post", 0, None, False), ("unsent", "post", 2, "printed", False)],
    )
    assert order_page.show(house.desk, order.order_id).fees_total == cad(250)
    with house.desk.database.read() as connection:
        notes = connection.execute(sa.select(NOTES.c.text)).scalars().all()
    assert notes == [f"{post.number} · inconnu à l'adresse"]
    assert actions(house, "shipment_sent", "shipment_returned", "carrier_reference_changed") == [
        "shipment_sent",
        "carrier_reference_changed",
        "shipment_returned",
    ]
    assert show_shipment(house.desk, new.number).address == "12, rue des Lilas, Lévis, CA"
    roy = house.contacts["Roy"]
    contacts.change_address(house.desk, "moved", roy, PostalAddress("9, quai Nord", "", "Lévis", "", "CA"))
    change_shipment(house.desk, "address", new.shipment_id, new.version, ShipmentRequest())
    (_, new) = shipped(house, order)
    assert (new.print_state, show_shipment(house.desk, new.number).address) == (
        "printed",
        "9, quai Nord, Lévis, CA",
    )
    with pytest.raises(RefusedError, match="tickets_printed"):
        change_shipment(house.desk, "mode", new.shipment_id, None, ShipmentRequest("by_hand"))
    mark_sent(house.desk, "sent anew", new.shipment_id, new.version)
    contacts.change_address(house.desk, "again", roy, PostalAddress("1, rue Neuve", "", "Lévis", "", "CA"))
    mark_returned(house.desk, "back again", new.shipment_id, None, "toujours inconnu")
    newest = shipped(house, order)[-1]
    assert show_shipment(house.desk, newest.number).address == "1, rue Neuve, Lévis, CA"
    parts = (RefundPart.DELIVERY_FEE,)
    told = cancellations.cancellation_sum(house.desk, order.order_id, order.ticket_ids, parts)
    cancellations.cancel_tickets(house.desk, "off", order.order_id, None, order.ticket_ids, parts, True)
    assert (told, order_page.show(house.desk, order.order_id).fees_total) == (cad(250), cad(64_00))
    assert_sound(house.desk.database)


@pytest.mark.parametrize("mode", ["post", "by_hand", None])
@pytest.mark.parametrize("rows", [(), (0,), (0, 1), (0, 1, 2)])
def test_the_fee_told_before_a_change_is_the_one_charged(
    house: HouseUnderTest, mode: str | None, rows: tuple[int, ...]
) -> None:
    order = sold(house, "F-12", "F-13", "F-14")
    (post,) = shipped(house, order)
    chosen = tuple(order.ticket_ids[one] for one in rows) or None
    page = show_shipment(house.desk, post.number)
    parts = split(post.number, page.tickets, chosen, same_mode=mode in {None, "post"})
    assert not isinstance(parts, Objection)
    prices = {one.code: one.price for one in page.modes}
    told = added_fee(parts, prices[mode or "post"], page.fee, same_mode=mode in {None, "post"})
    change_shipment(house.desk, "change", post.shipment_id, None, ShipmentRequest(mode, ticket_ids=chosen))
    assert order_page.show(house.desk, order.order_id).fees_total == cad(250) + told
    assert_sound(house.desk.database)


def test_what_is_not_said_stays_as_another_left_it(house: HouseUnderTest) -> None:
    friend = add_contact(house, "Ami", "Luc", "luc@exemple.ca", street="3, rue du Port")
    order = sold(house, "F-12", "F-13")
    (post,) = shipped(house, order)
    change_shipment(
        house.desk, "mode", post.shipment_id, None, ShipmentRequest("by_hand", with_email=False)
    )
    change_shipment(house.desk, "to", post.shipment_id, None, ShipmentRequest(contact_id=friend))
    page = show_shipment(house.desk, post.number)
    assert (page.row.mode, page.email) == ("by_hand", "luc@exemple.ca")
    change_shipment(house.desk, "blank", post.shipment_id, None, ShipmentRequest(with_email=False))
    (seen_then,) = shipped(house, order)
    change_shipment(house.desk, "nothing", post.shipment_id, None, ShipmentRequest())
    assert (shipped(house, order), show_shipment(house.desk, post.number).email) == ((seen_then,), "")
    change_shipment(house.desk, "needed", post.shipment_id, None, ShipmentRequest("print_at_home"))
    assert show_shipment(house.desk, post.number).email == "luc@exemple.ca"


def test_where_tickets_go_may_be_mended_when_their_mode_is_too_late_for_others(house: HouseUnderTest) -> None:
    order = sold(house, "F-12")
    (post,) = shipped(house, order)
    roy, late = house.contacts["Roy"], after_days(house.desk, 12)
    contacts.change_address(house.desk, "moved", roy, PostalAddress("9, quai Nord", "", "Lévis", "", "CA"))
    with pytest.raises(RefusedError, match="too_late"):
        sales.sell(late, "late", "late", roy, wanted(house, "F-13"), "post")
    change_shipment(late, "address", post.shipment_id, None, ShipmentRequest())
    assert show_shipment(house.desk, post.number).address == "9, quai Nord, Lévis, CA"


def test_who_gets_tickets_is_neither_erased_nor_merged(house: HouseUnderTest) -> None:
    friend = add_contact(house, "Ami", "Luc", "luc@exemple.ca", street="3, rue du Port")
    again = add_contact(house, "Amis", "Luc", "", street="3, rue du Port")
    order = sold(house, "F-12", "F-13")
    (post,) = shipped(house, order)
    merge_contacts(house.desk, "merge", friend, again)
    change_shipment(house.desk, "to", post.shipment_id, None, ShipmentRequest(contact_id=again))
    page = show_shipment(house.desk, post.number)
    assert (page.contact and page.contact.contact_id, page.email) == (friend, "luc@exemple.ca")
    gone = add_contact(house, "Perdu", "Jean", "jean@exemple.ca", street="1, rue du Port")
    admin = open_desk(house.address, ACCOUNT, operator="ADMIN", shown_now=NOW)
    erase_contact(admin, "erase", gone)
    admin.database.close()
    with pytest.raises(RefusedError, match="contact_erased"):
        change_shipment(house.desk, "gone", post.shipment_id, None, ShipmentRequest(contact_id=gone))
    to_gone = DeliveryRequest("by_hand", gone)
    for sell in (sales.sell, reservations.reserve):
        with pytest.raises(RefusedError, match="contact_erased"):
            sell(house.desk, "gone", "gone", house.contacts["Roy"], wanted(house, "F-14"), to_gone)
    assert_sound(house.desk.database)


def test_a_dialog_opened_before_tickets_came_or_left_is_told(house: HouseUnderTest) -> None:
    order = sold(house, "F-12", "F-13")
    (post,) = shipped(house, order)
    add_tickets(house.desk, "more", order.order_id, None, "more", wanted(house, "F-14"), "post")
    with pytest.raises(ConflictError):
        mark_sent(house.desk, "sent", post.shipment_id, post.version)
    (joined,) = shipped(house, order)
    cancellations.cancel_tickets(house.desk, "off", order.order_id, None, order.ticket_ids[:1])
    with pytest.raises(ConflictError):
        set_carrier_reference(house.desk, "ref", post.shipment_id, joined.version, "1")


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


def test_two_operators_with_one_shipment_the_second_is_told_who_and_when(house: HouseUnderTest) -> None:
    """spec/delivery.md and the issue's acceptance."""
    order = sold(house, "F-12")
    (row,) = shipped(house, order)
    bruno = house.as_operator("BRUNO")
    change_shipment(bruno, "first", row.shipment_id, row.version, ShipmentRequest("by_hand"))
    bruno.database.close()
    for act in (
        lambda: change_shipment(house.desk, "second", row.shipment_id, row.version, ShipmentRequest("post")),
        lambda: mark_sent(house.desk, "sent", row.shipment_id, row.version),
        lambda: set_carrier_reference(house.desk, "ref", row.shipment_id, row.version, "1"),
    ):
        with pytest.raises(ConflictError) as told:
            act()
        assert (told.value.who, told.value.when) == (
            "BRUNO",
            show_shipment(house.desk, row.number).changed_at,
        )
    assert shipped(house, order)[0].mode == "by_hand"


def test_a_mode_lost_at_midnight_changes_and_charges_nothing(house: HouseUnderTest) -> None:
    """A dialog opened at 23:58 of the last day and confirmed at 00:01 (spec/delivery.md)."""
    order = sold(house, "F-12", mode="by_hand")
    (row,) = shipped(house, order)
    last_minutes = datetime(2026, 12, 1, 4, 58, tzinfo=UTC)
    before = after_days(house.desk, 9)
    assert before.clock.now() < last_minutes
    choice = {one.code: one.objection for one in show_shipment(before, row.number).modes}
    assert choice["post"] is None
    after = after_days(house.desk, 10)
    with pytest.raises(RefusedError, match="too_late") as refused:
        change_shipment(after, "late", row.shipment_id, row.version, ShipmentRequest("post"))
    assert refused.value.facts["last_day"] == date(2026, 11, 30)
    assert (shipped(house, order), order_page.show(house.desk, order.order_id).fees_total) == ((row,), cad(0))


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
