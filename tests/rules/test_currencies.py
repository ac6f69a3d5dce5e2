from __future__ import annotations

from babel.core import get_global
from babel.numbers import get_currency_precision

from boxoffice_tui.rules.currencies import digits_of


def test_decimals_are_those_amounts_are_shown_and_typed_with() -> None:
    known = {*get_global("currency_fractions"), *get_global("all_currencies"), "CAD", "EUR"} - {"DEFAULT"}
    assert len(known) > 200
    assert {code: digits_of(code) for code in known} == {code: get_currency_precision(code) for code in known}
