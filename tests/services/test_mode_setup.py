"""Shipment modes and media set up on screen, on both engines: kept, refused, two operators told of each other."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import CHANNEL_MODES, PRODUCT_MEDIA, SHIPMENT_MODES, TICKET_MEDIA
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.organisation import SALES_CHANNELS
from boxoffice_tui.rules.delivery import Destination, ShipmentType
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.delivery import offers_for
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.media_setup import change_media, media_of_products
from boxoffice_tui.services.mode_setup import add_mode, change_mode, mode_sheet, modes_set_up
from boxoffice_tui.services.setup.apply import apply_setup
from boxoffice_tui.services.setup.export import export_setup
from boxoffice_tui.services.transaction import reading, writing
from boxoffice_tui.views.delivery_setup import ModeSetup
from tests.house import HouseUnderTest
from tests.services.test_archives_money import sell_two

REGISTERED = ModeSetup(
    "recommande",
    {"fr": "Recommandé ", "en": " ", "de": "Ein\u202eschreiben"},
    ShipmentType.REGISTERED_POST,
    tickets=True,
    documents=True,
    delay_days=7,
    destination=Destination.DOMESTIC,
    needs_address=True,
    needs_email=False,
    price=Money(1250, "CAD"),
    channels=("counter", "widget"),
)


@pytest.fixture
def admin(house: HouseUnderTest) -> Iterator[Desk]:
    """The desk of who may change the setup."""
    desk = house.as_operator("ADMIN")
    yield desk
    desk.database.close()


def rows(desk: Desk, query: Any) -> list[tuple[Any, ...]]:
    with reading(desk) as connection:
        return [tuple(row) for row in connection.execute(query)]


def line(desk: Desk) -> tuple[str, dict[str, Any]]:
    """The last line of the journal."""
    query = sa.select(JOURNAL.c.action, JOURNAL.c.facts).order_by(JOURNAL.c.seq.desc()).limit(1)
    ((action, facts),) = rows(desk, query)
    return action, json.loads(facts)


def lines(desk: Desk) -> int:
    return len(rows(desk, sa.select(JOURNAL.c.seq)))


def seen(desk: Desk, code: str) -> ModeSetup:
    mode = mode_sheet(desk, code).mode
    assert mode is not None
    return mode


def test_a_mode_is_added_and_offered_on_its_channels(house: HouseUnderTest, admin: Desk) -> None:
    counter, widget = (one.code for one in mode_sheet(admin, None).channels)
    assert (counter, widget) == ("counter", "widget")
    assert add_mode(admin, "form", REGISTERED) == add_mode(admin, "form", REGISTERED) == "recommande"
    kept = replace(REGISTERED, names={"fr": "Recommandé", "de": "Einschreiben"})
    listed = {row.mode.code: row for row in modes_set_up(admin)}
    assert list(listed) == ["by_hand", "print_at_home", "post", "recommande"]
    assert listed["recommande"].mode == seen(admin, "recommande") == kept
    assert listed["recommande"].channels[1] == "Widget"
    assert listed["post"].mode.channels == ("counter",)
    sheet = mode_sheet(admin, "recommande")
    assert (sheet.type_kept, sheet.named_in) == (False, "fr")
    action, facts = line(admin)
    assert (action, facts["key"], facts["channels"]) == (
        "setup_created",
        {"code": "recommande"},
        ["counter", "widget"],
    )
    exported = export_setup(admin)
    before = lines(admin)
    assert apply_setup(admin, exported).written
    assert lines(admin) == before, "the file takes what the screen keeps"


def test_a_mode_is_changed_field_by_field(house: HouseUnderTest, admin: Desk) -> None:
    post = seen(admin, "post")
    before = lines(admin)
    change_mode(admin, "same", post, post)
    assert lines(admin) == before
    wanted = replace(post, delay_days=None, price=Money(0, "CAD"), channels=("widget",))
    change_mode(admin, "other", replace(wanted, names={**post.names, "en": "Mail"}), post)
    assert seen(admin, "post") == replace(wanted, names={**post.names, "en": "Mail"})
    _, facts = line(admin)
    assert facts["keys"] == ["names", "delay_days", "price_minor", "channels"]
    assert facts["before"] == {"delay_days": 5, "price_minor": 250, "channels": ["counter"]}
    assert facts["after"] == {"delay_days": None, "price_minor": 0, "channels": ["widget"]}
    sold = sell_two(house)
    assert [mode.code for mode in offers_for(house.desk, sold.order_id).modes if mode.offered] == [
        "by_hand",
        "print_at_home",
    ]


def test_the_second_of_two_operators_learns_who_was_first_and_when(house: HouseUnderTest, admin: Desk) -> None:
    post = seen(admin, "post")
    with writing(admin) as work:
        work.insert(SALES_CHANNELS, code="a%_b", names={"fr": "%"}, origin="phone")
    change_mode(admin, "first", replace(post, delay_days=6), post)
    at = rows(admin, sa.select(JOURNAL.c.at).order_by(JOURNAL.c.seq.desc()).limit(1))[0][0]
    change_mode(admin, "other", replace(seen(admin, "by_hand"), channels=("a%_b",)))
    with pytest.raises(ConflictError) as caught:
        change_mode(admin, "second", replace(post, delay_days=9), post)
    assert (caught.value.who, caught.value.when) == ("ADMIN", at)
    now = seen(admin, "post")
    assert now.delay_days == 6
    channels = '[[channels]]\ncode = "counter"\nname = "Guichet"\norigin = "counter"\nmodes = ["by_hand"]\n'
    assert apply_setup(admin, channels).written
    with pytest.raises(ConflictError) as by_file:
        change_mode(admin, "third", replace(now, delay_days=9), now)
    assert by_file.value.when > at
    assert seen(admin, "post").channels == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"names": {"en": "Mail"}}, "mode_name_required"),
        ({"tickets": False}, "mode_carries_nothing"),
        ({"delay_days": 367}, "mode_delay_limit"),
        ({"needs_address": False}, "mode_needs_address"),
        ({"price": Money(-1, "CAD")}, "mode_price_negative"),
        ({"price": Money(9_223_372_036_854_775_800, "CAD")}, "mode_price_too_large"),
        ({"code": "by_hand"}, "mode_code_taken"),
        ({"code": "By_Hand"}, "mode_code_taken"),
        ({"code": "-é"}, "mode_code_malformed"),
        ({"type": ShipmentType.EMAIL}, "mode_documents_only"),
        ({"channels": ("fax",)}, "channel_not_found"),
    ],
)
def test_what_cannot_be_is_refused_whole(
    house: HouseUnderTest, admin: Desk, changes: dict[str, Any], code: str
) -> None:
    before = lines(admin), modes_set_up(admin)
    wanted = replace(REGISTERED, documents=False)
    with pytest.raises((RefusedError, NotFoundError)) as caught:
        add_mode(admin, "form", replace(wanted, **changes))
    assert caught.value.code == code
    assert (lines(admin), modes_set_up(admin)) == before


def test_who_lacks_the_right_reads_and_changes_nothing(house: HouseUnderTest) -> None:
    post = seen(house.desk, "post")
    for change in (lambda: change_mode(house.desk, "a", post), lambda: add_mode(house.desk, "b", REGISTERED)):
        with pytest.raises(NotAllowedError, match=Right.SETUP_CHANGE):
            change()
    with pytest.raises(NotAllowedError, match=Right.SETUP_CHANGE):
        change_media(house.desk, "c", "theatre", {})
    assert media_of_products(house.desk).products[0].name == "Théâtre"


def test_a_mode_in_use_keeps_its_type_by_screen_and_by_file(house: HouseUnderTest, admin: Desk) -> None:
    sell_two(house)
    used = seen(admin, "print_at_home")
    assert mode_sheet(admin, "print_at_home").type_kept
    with pytest.raises(RefusedError, match="mode_type_kept"):
        change_mode(admin, "a", replace(used, type=ShipmentType.MOBILE), used)
    text = export_setup(admin).replace('type = "print_at_home"', 'type = "mobile"')
    (problem,) = apply_setup(admin, text).problems
    facts = {"mode": "print_at_home", "type": ShipmentType.PRINT_AT_HOME}
    assert (problem.key, problem.code, problem.facts) == ("modes[2].type", "mode_type_kept", facts)
    unused = seen(admin, "post")
    change_mode(admin, "b", replace(unused, type=ShipmentType.REGISTERED_POST), unused)
    assert seen(admin, "post").type is ShipmentType.REGISTERED_POST


def test_a_product_has_one_medium_for_each_type_or_none(house: HouseUnderTest, admin: Desk) -> None:
    with writing(admin) as work:
        work.insert(TICKET_MEDIA, code="rouleau", names={"fr": "Rouleau"})
    (theatre,) = media_of_products(admin).products
    pdf = dict.fromkeys((ShipmentType.BY_HAND, ShipmentType.POST, ShipmentType.PRINT_AT_HOME), "pdf")
    assert (theatre.code, theatre.season, dict(theatre.media)) == ("theatre", "Saison 2026", pdf)
    wanted = {ShipmentType.BY_HAND: "rouleau", ShipmentType.PRINT_AT_HOME: "pdf"}
    assert change_media(admin, "a", "theatre", wanted, theatre.media) == "theatre"
    assert dict(media_of_products(admin).products[0].media) == wanted
    assert line(admin)[1]["before"] == {"by_hand": "pdf", "post": "pdf"}
    assert line(admin)[1]["after"] == {"by_hand": "rouleau", "post": None}
    sold = sell_two(house)
    offers = {mode.code: mode for mode in offers_for(house.desk, sold.order_id).modes}
    objection = offers["post"].objection
    assert objection is not None
    assert objection.code == "no_medium"
    before = lines(admin)
    change_media(admin, "b", "theatre", wanted)
    assert lines(admin) == before
    with pytest.raises(ConflictError) as caught:
        change_media(admin, "c", "theatre", {}, theatre.media)
    assert caught.value.who == "ADMIN"
    for product, media, missing in (("opera", {}, "activity"), ("theatre", {ShipmentType.POST: "x"}, "medium")):
        with pytest.raises(NotFoundError) as lost:
            change_media(admin, f"d {product}", product, media)
        assert lost.value.what == missing
    assert len(rows(admin, sa.select(PRODUCT_MEDIA))) == 2
    assert len(rows(admin, sa.select(SHIPMENT_MODES))) == len(rows(admin, sa.select(CHANNEL_MODES))) == 3


def test_of_two_who_add_the_same_code_at_once_the_second_is_told(house: HouseUnderTest, admin: Desk) -> None:
    refused: list[str] = []
    other = house.as_operator("ADMIN")

    def add() -> None:
        try:
            add_mode(other, "second", REGISTERED)
        except RefusedError as error:
            refused.append(error.code)

    second = threading.Thread(target=add)
    with writing(admin) as work:
        values = {"type": ShipmentType.BY_HAND, "destination": Destination.ANY, "names": {"fr": "A"}}
        work.insert(SHIPMENT_MODES, code="recommande", **values)
        second.start()
        second.join(0.2)
        assert second.is_alive(), "it waits for who was first"
    second.join()
    other.database.close()
    assert refused == ["mode_code_taken"]
    assert seen(admin, "recommande").names == {"fr": "A"}
