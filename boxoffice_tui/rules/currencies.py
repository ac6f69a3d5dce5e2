"""How many decimals a currency has, as CLDR counts them: the same as locales/formats.py, without Babel."""

from __future__ import annotations

_USUAL = 2
_NONE = frozenset(
    "ADP AFN ALL BIF BYR CLP DJF ESP GNF IQD IRR ISK ITL JPY KMF KPW KRW LAK LBP LUF MGA MGF MMK MRO PYG RSD RWF "
    "SLL SOS STD SYP TMM TRL UGX UYI VND VUV XAF XOF XPF YER ZMK ZWD".split()
)
_THREE = frozenset("BHD JOD KWD LYD OMR TND".split())
_FOUR = frozenset("CLF UYW".split())


def digits_of(currency: str) -> int:
    """The decimals of the ISO 4217 `currency`: 2 for CAD, 0 for JPY."""
    if currency in _NONE:
        return 0
    if currency in _THREE:
        return 3
    return 4 if currency in _FOUR else _USUAL
