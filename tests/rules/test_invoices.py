"""The taxes of an invoice come to what was in the amounts, to the cent, whatever became of the rates."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.invoices import TaxedPiece, TaxShare, parts_of, tax_shares
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.pricing import Tax, tax_of

GST, QST, VAT = Tax("gst", Decimal(5)), Tax("qst", Decimal("9.975")), Tax("vat", Decimal("5.5"))
taxes = st.sampled_from([(), (VAT,), (GST, QST)])


def cad(minor: int) -> Money:
    return Money(minor, "CAD")


@st.composite
def sold(draw: st.DrawFn, included: bool) -> TaxedPiece:
    applied = draw(taxes)
    price = tax_of(cad(draw(st.integers(0, 100_000))), applied, included=included)
    now = draw(st.one_of(st.just(applied), taxes))
    return TaxedPiece(price.gross, price.tax, now, draw(st.integers(1, 9)))


@given(st.data(), st.booleans())
def test_the_shares_come_to_the_tax_that_was_in_the_amounts(data: st.DataObject, included: bool) -> None:
    pieces = data.draw(st.lists(sold(included), max_size=8))
    shares = tax_shares(pieces, included=included)
    assert sum(one.amount.minor for one in shares) == sum(one.tax.minor * one.quantity for one in pieces)
    assert len({(one.code, one.percent) for one in shares}) == len(shares)
    assert all(one.percent is not None for one in shares[:-1])
    for piece in pieces:
        parts = parts_of(piece, included=included)
        assert parts is None or sum(part.minor for part in parts) == piece.tax.minor


def test_two_taxes_on_top_and_one_that_is_not_known_any_more() -> None:
    ticket = TaxedPiece(cad(3679), cad(479), (GST, QST), 2)  # 32.00 + 1.60 + 3.19
    old = TaxedPiece(cad(1100), cad(100), (GST, QST))
    free = TaxedPiece(cad(500), cad(0), ())
    assert tax_shares([old, ticket, free], included=False) == (
        TaxShare("gst", Decimal(5), cad(6400), cad(320)),
        TaxShare("qst", Decimal("9.975"), cad(6400), cad(638)),
        TaxShare("", None, cad(1000), cad(100)),
    )
