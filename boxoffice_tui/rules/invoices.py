"""The taxes an invoice states, by rate (issue: Documents).

Amounts keep the tax that was in them when they were sold. Where the taxes in force explain it to the cent it is
told rate by rate, else in one sum without a rate: a tax that changed since is never made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.pricing import Tax, tax_of


@dataclass(frozen=True, slots=True)
class TaxedPiece:
    """`quantity` things at `gross` each, all the customer pays for one, with `tax` in that.

    `taxes` are those that apply to such things now.
    """

    gross: Money
    tax: Money
    taxes: tuple[Tax, ...]
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class TaxShare:
    """What of the amounts is one tax: `amount` on `base`, which has none in it; "" and None of no known rate."""

    code: str
    percent: Decimal | None
    base: Money
    amount: Money


def parts_of(piece: TaxedPiece, *, included: bool) -> tuple[Money, ...] | None:
    """The tax in one such thing by rate, in the order of its taxes; None where they do not come to it."""
    amount = piece.gross if included else piece.gross - piece.tax
    parts = tax_of(amount, piece.taxes, included=included).taxes
    return parts if sum(part.minor for part in parts) == piece.tax.minor else None


def tax_shares(pieces: Iterable[TaxedPiece], *, included: bool) -> tuple[TaxShare, ...]:
    """The taxes in all these, by rate as they are first met; those of no known rate last."""
    found: dict[tuple[str, Decimal | None], tuple[Money, Money]] = {}
    for piece in pieces:
        if not piece.tax:
            continue
        net = (piece.gross - piece.tax) * piece.quantity
        for key, amount in _named(piece, parts_of(piece, included=included)):
            before = found.get(key)
            now = (net, amount * piece.quantity)
            found[key] = now if before is None else (before[0] + now[0], before[1] + now[1])
    ordered = sorted(found.items(), key=lambda one: one[0][1] is None)
    return tuple(TaxShare(code, percent, *sums) for (code, percent), sums in ordered)


def _named(
    piece: TaxedPiece, parts: Sequence[Money] | None
) -> list[tuple[tuple[str, Decimal | None], Money]]:
    if parts is None:
        return [(("", None), piece.tax)]
    return [((tax.code, tax.percent), part) for tax, part in zip(piece.taxes, parts, strict=True)]
