"""Money, numbers and dates as a locale writes them, and back from what a person types, strictly.

A locale is `fr_CA`: the language, and the organisation's country where Babel knows the pair (DESIGN.md,
Languages). Dates are fixed per language whatever the country: English ones day/month/year and 12-hour. Blanks
inside a number are U+00A0: U+202F wraps in Rich.
"""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, localedata
from babel.dates import format_date
from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
)

from boxoffice_tui.rules.money import Money

MOST_MINOR = 2**63 - 1
MOST_COUNT = 999_999
YEARS = range(1900, 2200)

_NBSP = "\u00a0"
_BLANKS = str.maketrans(dict.fromkeys("\u202f\u2009\u2007\u00a0\t", " "))
_LONGEST_TEXT = 60
_NEVER_A_FOREIGN_MARK = frozenset({0, 3})  # decimals that there are none of, or as many as digits of a thousand
_LONGEST_COUNT = 19  # digits; more are too many whatever they are

# CLDR's narrow symbols, which Babel leaves out; a currency not named here keeps the locale's own symbol.
_NARROW = {
    "AUD": "$", "BRL": "R$", "CAD": "$", "CNY": "¥", "CZK": "Kč", "DKK": "kr", "EUR": "€", "GBP": "£",
    "HKD": "$", "HUF": "Ft", "ILS": "₪", "INR": "₹", "ISK": "kr", "JPY": "¥", "KRW": "₩", "MXN": "$",
    "NOK": "kr", "NZD": "$", "PLN": "zł", "RON": "lei", "SEK": "kr", "SGD": "$", "TRY": "₺", "USD": "$",
}  # fmt: skip

_DATES = {"de": "%d.%m.%Y"}
_DAYS = {"de": "%d.%m."}
_AFTER_WEEKDAY = {"de": ", ", "es": ", "}
_LONG_DATES = {"de": "d. MMMM y", "es": "d 'de' MMMM 'de' y"}


class MalformedError(ValueError):
    """What was typed is not what the field takes; `code` is worded by `words.refusal`."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def locale_of(language: str, country: str) -> str:
    """`fr_CA` where Babel knows the pair, else the language alone; the test language stays itself."""
    pair = f"{language}_{country.upper()}"
    return pair if country and localedata.exists(pair) else language


def money(value: Money, locale: str) -> str:
    """`value` with its narrow symbol: `35,00 $` in fr_CA, `$35.00` in en_CA."""
    symbol = get_currency_symbol(value.currency, _babel(locale))
    text = format_currency(_major(value), value.currency, locale=_babel(locale))
    before, _, after = text.partition(symbol)
    narrow = _symbol(value.currency, locale)
    gap = _NBSP if narrow[-1].isalpha() and after[:1].isdigit() else ""
    return _one_blank(f"{before}{narrow}{gap}{after}")


def amount(value: Money, locale: str, *, grouped: bool = True) -> str:
    """`value` without its currency, for columns of one currency: `35,00`; not `grouped` for other programs."""
    digits = get_currency_precision(value.currency)
    pattern = ("#,##0" if grouped else "0") + ("." + "0" * digits if digits else "")
    return _one_blank(format_decimal(_major(value), pattern, locale=_babel(locale)))


def parse_money(text: str, currency: str, locale: str, *, allow_negative: bool = False) -> Money:
    """The exact amount a person typed; MalformedError (a ValueError) for anything else.

    Takes ASCII digits, the locale's decimal mark, its group mark or a blank between thousands, the currency's
    symbol or code before or after, and a leading minus only where `allow_negative`. At most the currency's
    number of decimals, at most 2**63 - 1 minor units (spec/reliability.md, Input and output). Another language's
    mark (`105.50` in French) is taken where it can be nothing else: one, before exactly the currency's decimals,
    which are not three as the digits of a thousand are.
    """
    plain = text.translate(_BLANKS).replace("\u2212", "-").strip()
    digits = get_currency_precision(currency)
    found = _amount_pattern(currency, locale).fullmatch(plain) if len(plain) <= _LONGEST_TEXT else None
    if found is None and digits not in _NEVER_A_FOREIGN_MARK and len(plain) <= _LONGEST_TEXT:
        found = _foreign_pattern(currency, locale, digits).fullmatch(plain)
    if found is None:
        raise MalformedError("amount_malformed", example=_example(currency, locale))
    decimals = found["decimals"] or ""
    if len(decimals) > digits:
        raise MalformedError("amount_decimals", digits=digits)
    minor = int(re.sub(r"[^0-9]", "", found["whole"]) + decimals.ljust(digits, "0"))
    if minor > MOST_MINOR:
        raise MalformedError("amount_too_large")
    if "-" in plain and not allow_negative:
        raise MalformedError("amount_negative")
    return Money(-minor if "-" in plain else minor, currency)


def decimal_mark(locale: str) -> str:
    """What stands before the decimals: `.` or `,`."""
    return str(get_decimal_symbol(_babel(locale)))


def count(number: int, locale: str) -> str:
    """A whole number with the locale's groups: `1 250 412` in French."""
    return _one_blank(format_decimal(number, locale=_babel(locale)))


def parse_count(text: str, *, least: int = 0, most: int = MOST_COUNT) -> int:
    """The whole number typed in ASCII digits, from `least` to `most`; MalformedError for anything else."""
    plain = text.translate(_BLANKS).strip()
    if not re.fullmatch(r"[0-9]+", plain):
        raise MalformedError("count_malformed")
    number = int(plain[-_LONGEST_COUNT:])
    if number > most or plain[:-_LONGEST_COUNT].strip("0"):
        raise MalformedError("count_too_large", least=least, most=most)
    if number < least:
        raise MalformedError("count_out_of_range", least=least, most=most)
    return number


def percent(rate: Decimal, locale: str) -> str:
    """A rate given in percent, all its decimals kept: Decimal("14.975") is `14,975 %` in French."""
    return _one_blank(format_percent(rate / 100, locale=_babel(locale), decimal_quantization=False))


def local_date(day: date, locale: str) -> str:
    """`03/11/2017`, in German `03.11.2017`."""
    return day.strftime(_DATES.get(_language(locale), "%d/%m/%Y"))


def long_date(day: date, locale: str) -> str:
    """`14 August 2026`, `14 août 2026`."""
    language = _language(locale)
    text = format_date(day, _LONG_DATES.get(language, "d MMMM y"), locale=_babel(language))
    return text.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else str(text)


def full_date(day: date, locale: str) -> str:
    """A long date with its weekday, for documents: `Saturday 5 December 2026`, `samedi 5 décembre 2026`."""
    language = _language(locale)
    name = format_date(day, "EEEE", locale=_babel(language))
    return f"{name}{_AFTER_WEEKDAY.get(language, ' ')}{long_date(day, locale)}"


def period(start: date, end: date, locale: str) -> str:
    """Two dates, both included: `01/10/2026 → 21/11/2026`."""
    return f"{local_date(start, locale)} → {local_date(end, locale)}"


def hour(instant: datetime, zone: str | tzinfo, locale: str) -> str:
    """`18:07`, in English `06:07 pm`."""
    return _hour(_local(instant, zone), _language(locale))


def clock(instant: datetime, zone: str | tzinfo, locale: str) -> str:
    """The hour to the second, for what opens soon: `18:07:42`, in English `06:07:42 pm`."""
    local = _local(instant, zone)
    hours, blank, half = _hour(local, _language(locale)).partition(" ")
    return f"{hours}:{local.second:02}{blank}{half}"


def stamp(instant: datetime, zone: str | tzinfo, locale: str) -> str:
    """`03/11/2017 18:07`, `03.11.2017 18:07`, `03/11/2017 06:07 pm` (spec/delivery.md, Dialogs)."""
    local = _local(instant, zone)
    return f"{local_date(local, locale)} {_hour(local, _language(locale))}"


def short_day(instant: datetime, zone: str | tzinfo, locale: str) -> str:
    """The day alone without its year, for narrow columns: `05/12`, in German `05.12.`."""
    return _local(instant, zone).strftime(_DAYS.get(_language(locale), "%d/%m"))


def weekday(instant: datetime, zone: str | tzinfo, locale: str) -> str:
    """The short name of the day: `sam`."""
    return str(format_date(_local(instant, zone), "EEE", locale=_babel(_language(locale)))).rstrip(".")


def short_stamp(instant: datetime, zone: str | tzinfo, locale: str) -> str:
    """A stamp without its year, for narrow columns: `20/11 14:02`."""
    return f"{short_day(instant, zone, locale)} {hour(instant, zone, locale)}"


def day_and_time(instant: datetime, zone: str | tzinfo, locale: str, *, year: bool = False) -> str:
    """When a performance starts: `sam 05/12 20:00`, with `year` `sam 05/12/2026 20:00`."""
    day = local_date(_local(instant, zone), locale) if year else short_day(instant, zone, locale)
    return f"{weekday(instant, zone, locale)} {day} {hour(instant, zone, locale)}"


def language_name(language: str, locale: str) -> str:
    """How a language is called in another: `French`, `français`."""
    return str(_babel(language).get_language_name(_babel(locale).language))


def parse_date(text: str, locale: str) -> date:
    """The date typed as day, month and year of four digits, or as 2026-08-14; MalformedError otherwise."""
    plain = text.translate(_BLANKS).strip()
    separator = r"[./-]"
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", plain)
    spoken = re.fullmatch(rf"([0-9]{{1,2}}){separator}([0-9]{{1,2}}){separator}([0-9]{{4}})", plain)
    parts = iso.groups() if iso else spoken.groups()[::-1] if spoken else None
    if parts is None:
        raise MalformedError("date_malformed", example=local_date(date(2026, 8, 14), locale))
    year, month, day = map(int, parts)
    try:
        found = date(year, month, day)
    except ValueError:
        raise MalformedError("date_unknown", typed=plain) from None
    if found.year not in YEARS:
        raise MalformedError("date_unknown", typed=plain)
    return found


def _language(locale: str) -> str:
    return locale.partition("_")[0]


@cache
@cache
def _babel(locale: str) -> Locale:
    return Locale.parse("en" if locale == "xx" else locale)


def _major(value: Money) -> Decimal:
    return Decimal(value.minor).scaleb(-get_currency_precision(value.currency))


def _symbol(currency: str, locale: str) -> str:
    return _NARROW.get(currency) or str(get_currency_symbol(currency, _babel(locale)))


def _one_blank(text: str) -> str:
    return text.replace("\u202f", _NBSP)


def _local(instant: datetime, zone: str | tzinfo) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone")
    return instant.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)


def _hour(local: datetime, language: str) -> str:
    if language not in ("en", "xx"):
        return local.strftime("%H:%M")
    return f"{local.strftime('%I:%M')} {'am' if local.hour < 12 else 'pm'}"


@cache
def _amount_pattern(currency: str, locale: str) -> re.Pattern[str]:
    babel = _babel(locale)
    group = str(get_group_symbol(babel)).translate(_BLANKS)
    marks = "[" + re.escape(group + ("'" if group == "’" else "") + " ") + "]"
    decimal = re.escape(str(get_decimal_symbol(babel)))
    whole = rf"[0-9]+|[0-9]{{1,3}}(?:{marks}[0-9]{{3}})+"
    return _in_currency(rf"(?P<whole>{whole})(?:{decimal}(?P<decimals>[0-9]+))?", currency, locale)


@cache
def _foreign_pattern(currency: str, locale: str, digits: int) -> re.Pattern[str]:
    """Plain digits, a dot or a comma, and exactly `digits` decimals."""
    return _in_currency(rf"(?P<whole>[0-9]+)[.,](?P<decimals>[0-9]{{{digits}}})", currency, locale)


def _in_currency(number: str, currency: str, locale: str) -> re.Pattern[str]:
    """A number with the currency's symbol or code before or after, where there is one."""
    symbols = {
        _symbol(currency, locale),
        str(get_currency_symbol(currency, _babel(locale))),
        currency,
        currency.lower(),
    }
    unit = "|".join(
        sorted((re.escape(symbol.translate(_BLANKS)) for symbol in symbols), key=len, reverse=True)
    )
    return re.compile(rf"(?:-? ?(?:{unit}) ?|(?:{unit}) ?-? ?|-? ?){number}(?: ?(?:{unit}))?")


def _example(currency: str, locale: str) -> str:
    return amount(Money(1250 if get_currency_precision(currency) else 13, currency), locale)
