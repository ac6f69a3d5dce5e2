"""How many pieces of an article are sold, and come back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.articles import (
    MOST_PIECES,
    ArticleRefusal,
    newest_first,
    returning_objection,
    selling_objection,
)
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import cancels_order

counts = st.integers(-3, MOST_PIECES + 3)


@given(counts, st.booleans())
def test_one_to_as_many_as_are_sane_are_sold_of_what_is_on_sale(quantity: int, on_sale: bool) -> None:
    objection = selling_objection(quantity, on_sale=on_sale)
    assert (objection is None) is (on_sale and 1 <= quantity <= MOST_PIECES)
    if not on_sale:
        assert objection == Objection(ArticleRefusal.ARTICLE_NOT_ON_SALE)


@given(counts, st.integers(0, MOST_PIECES))
def test_no_more_comes_back_than_is_left(quantity: int, left: int) -> None:
    objection = returning_objection(quantity, left)
    assert (objection is None) is (1 <= quantity <= left)
    if quantity > left:
        assert objection == Objection(ArticleRefusal.MORE_THAN_SOLD, {"quantity": quantity, "left": left})


@given(st.integers(1, 30), st.lists(st.integers(0, 9), max_size=5))
def test_what_comes_back_is_taken_from_the_last_line_sold(quantity: int, left: list[int]) -> None:
    found = newest_first(quantity, list(enumerate(left)))
    if isinstance(found, Objection):
        assert quantity > sum(left)
        return
    taken = dict(found)
    assert sum(taken.values()) == quantity
    assert all(0 < taken[line] <= left[line] for line in taken)
    oldest = min(taken)
    assert all(taken.get(line, 0) == left[line] for line in range(oldest + 1, len(left)))


@given(st.sets(st.integers(1, 4), min_size=1), st.integers(0, 2))
def test_an_order_lives_on_while_somebody_has_an_article_of_it(live: set[int], pieces: int) -> None:
    assert cancels_order(live, live, pieces) is (pieces == 0)
    assert cancels_order(live, live, pieces, reserved=True)
    assert not cancels_order(live, live - {min(live)}, pieces)
