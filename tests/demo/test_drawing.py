"""What is drawn for the demo: seats once and side by side, orders as people buy."""

from __future__ import annotations

import copy
import csv
import io
from datetime import UTC, datetime
from functools import cache
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.demo import customers, purchases
from boxoffice_tui.demo.declaration import Declaration
from boxoffice_tui.demo.halls import Hall, halls_of
from boxoffice_tui.demo.purchases import Buying, Purchase
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.states import Origin

NOW = datetime(2026, 11, 23, 19, 7, tzinfo=UTC)
HALL = "mouette/p4"
LEFT_OF_THE_AISLE = 11


@cache
def house() -> Declaration:
    return Declaration(NOW)


def drawn(seed: int, count: int) -> list[Purchase]:
    dice = Random(seed)
    people = customers.people(dice, 120)
    return Buying(dice, house(), halls_of(house().setup), people.everyday).purchases(count)


@cache
def empty() -> Hall:
    return halls_of(house().setup)[HALL]


def hall() -> Hall:
    return copy.deepcopy(empty())


def number_of(seat: str) -> int:
    return int(seat.rpartition("-")[2])


@given(st.integers(0, 999), st.lists(st.integers(1, 6), max_size=120))
def test_seats_are_taken_once_side_by_side_and_not_across_an_aisle(seed: int, parties: list[int]) -> None:
    dice, free = Random(seed), hall()
    taken: list[str] = []
    for party in parties:
        seats = free.take(dice, "parterre", party)
        taken += seats
        numbers = [number_of(seat) for seat in seats]
        assert len({seat.rpartition("-")[0] for seat in seats}) <= 1
        assert numbers == list(range(numbers[0], numbers[0] + party) if seats else ())
        assert len({number > LEFT_OF_THE_AISLE for number in numbers}) <= 1
    assert len(taken) == len(set(taken))
    assert not {"Parterre-H-11", "Parterre-H-12", "Parterre-N-1", "Parterre-N-20"} & set(taken)


def test_what_is_withheld_is_a_hall_of_its_own() -> None:
    free = hall()
    kept = free.withhold(("Parterre-F-1[45]", "Balcon-CC-*"))
    assert kept.take(Random(1), "parterre", 2) == ("Parterre-F-14", "Parterre-F-15")
    assert kept.take(Random(1), "parterre", 1) == ()
    assert len(kept.take(Random(1), "balcon", 12)) == 12
    dice = Random(1)
    rest = {seat for _ in range(500) for seat in free.take(dice, "parterre", 1)}
    assert len(rest) == 14 * 22 - 2 - 2 - 6  # withheld, the house's, accessible and companion seats


def test_places_without_numbers_are_counted_and_contingents_set_apart() -> None:
    halls = halls_of(house().setup)
    assert halls["jazz/p8"].take_places("libre", 90)
    assert not halls["jazz/p8"].take_places("libre", 1)
    assert not halls["contes/p3"].take_places("libre", 61)
    assert halls["contes/p3"].take_places("libre", 60)
    assert not halls["contes/p3"].numbered("libre")


def test_orders_are_numbered_in_the_order_they_were_bought() -> None:
    found = drawn(3, 400)
    assert len(found) > 380
    numbers = [one.number for one in found]
    assert numbers == sorted(set(numbers))
    instants = [one.bought_at for one in found]
    assert instants == sorted(instants)
    assert {one.origin for one in found} == set(Origin)
    assert instants[-1].date() == house().today
    assert instants[-1] < NOW
    for one in found:
        assert all(sitting.starts_at > one.bought_at for sitting in one.sittings)
        total = sum(sitting.price * (len(sitting.seats) or sitting.count) for sitting in one.sittings)
        assert 0 <= one.paid <= total
        if one.origin in {Origin.SITE, Origin.WIDGET, Origin.CART, Origin.FACEBOOK}:
            assert one.paid == total
    assert 0 < sum(one.paid == 0 for one in found) < 20


def test_the_same_seed_draws_the_same() -> None:
    assert drawn(5, 60) == drawn(5, 60)
    assert drawn(5, 60) != drawn(6, 60)


def test_records_of_an_order_share_its_heading_and_the_first_its_payment() -> None:
    found = drawn(7, 40)
    rows = list(csv.DictReader(io.StringIO(purchases.as_csv(found).decode())))
    seats = sum(len(one.seats) or 1 for each in found for one in each.sittings)
    assert len(rows) == seats
    paid = [row for row in rows if row["paid"]]
    assert [int(row["number"]) for row in paid] == [one.number for one in found if one.paid]
    assert all(bool(row["seat"]) != bool(row["count"]) for row in rows)


def test_customers_go_on_from_one_and_some_have_awkward_names() -> None:
    people = customers.people(Random(1), 200)
    assert [one.number for one in people.everybody] == list(range(1, 201))
    assert (people.known[0].first_name, people.known[0].last_name) == ("Éloïse", "Côté-Bélanger")
    assert {one.language for one in people.others} == {"fr", "en", "de", "es", "it"}
    assert any(safe(one.last_name) != one.last_name for one in people.awkward)
    assert all(one.structure and one.community_type for one in people.relays)
    emails = [one.email for one in people.everybody if one.email]
    assert len(emails) == len(set(emails))
    assert all(email.isascii() and email.endswith(".example") for email in emails)
    rows = list(csv.DictReader(io.StringIO(customers.as_csv(people.everybody).decode())))
    assert [row["last_name"] for row in rows][:2] == ["Côté-Bélanger", "Cote"]
