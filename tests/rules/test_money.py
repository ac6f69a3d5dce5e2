"""Money is exact (spec/archives.md, Money)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.money import CurrencyMismatchError, Money, half_up, total

minors = st.integers(-(2**62), 2**62)


@given(minors, minors)
def test_sums_are_those_of_whole_numbers(one: int, other: int) -> None:
    assert Money(one, "CAD") + Money(other, "CAD") == Money(one + other, "CAD")
    assert Money(one, "CAD") - Money(other, "CAD") == Money(one - other, "CAD")
    assert (Money(one, "CAD") < Money(other, "CAD")) == (one < other)
    assert -Money(one, "CAD") * 3 == Money(-3 * one, "CAD")


def test_currencies_never_meet() -> None:
    with pytest.raises(CurrencyMismatchError):
        total([Money(1, "CAD"), Money(1, "EUR")], "CAD")
    with pytest.raises(CurrencyMismatchError):
        Money(1, "CAD") < Money(1, "EUR")  # noqa: B015 -- comparing is what must fail


@pytest.mark.parametrize("minor", [1.0, "1", True, None, Decimal(1)])
def test_only_whole_numbers_are_money(minor: object) -> None:
    with pytest.raises(TypeError):
        Money(minor, "CAD")  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "rounded"), [("0.5", 1), ("-0.5", -1), ("2.5", 3), ("2.4999", 2)])
def test_halves_go_away_from_zero(value: str, rounded: int) -> None:
    assert half_up(Decimal(value)) == rounded
