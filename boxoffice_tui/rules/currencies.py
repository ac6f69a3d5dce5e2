"""How many decimals a currency has, as CLDR counts them: the same as locales/formats.py, without Babel."""

from __future__ import annotations

_USUAL = 2
_OTHERS = {
    0: "ADP AFN ALL BIF BYR CLP DJF ESP GNF IQD IRR ISK ITL JPY KMF KPW KRW LAK LBP LUF MGA MGF MMK MRO PYG RSD "
    "RWF SLL SOS STD SYP TMM TRL UGX UYI VND VUV XAF XOF XPF YER ZMK ZWD",
    3: "BHD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_DIGITS = {currency: digits for digits, listed in _OTHERS.items() for currency in listed.split()}


def digits_of(currency: str) -> int:
    """The decimals of the ISO 4217 `currency`: 2 for CAD, 0 for JPY."""
    return _DIGITS.get(currency, _USUAL)
