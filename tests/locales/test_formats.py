"""Formats: what a locale shows, and that what it shows is what it reads, for every language and currency."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.locales import formats
from boxoffice_tui.locales.translate import LANGUAGES, PSEUDO
from boxoffice_tui.rules.money import Money

CURRENCIES = ("CAD", "EUR", "CHF", "JPY", "USD")
COUNTRIES = ("", "CA", "FR", "CH", "DE", "AT", "ES", "MX", "IT", "US", "GB", "XX")
LOCALES = sorted({formats.locale_of(language, country) for language in LANGUAGES for country in COUNTRIES})
EVENING = datetime(2017, 11, 3, 17, 7, tzinfo=UTC)

locales = st.sampled_from(LOCALES)
amounts = st.builds(Money, st.integers(-formats.MOST_MINOR, formats.MOST_MINOR), st.sampled_from(CURRENCIES))
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("language", "country", "expected"),
    [
        ("fr", "CA", "fr_CA"),
        ("fr", "ca", "fr_CA"),
        ("de", "CA", "de"),
        ("es", "", "es"),
        ("fr", "XX", "fr"),
        (PSEUDO, "CA", PSEUDO),
    ],
)
def test_locale_is_the_country_where_babel_knows_it_else_the_language(
    language: str, country: str, expected: str
) -> None:
    assert formats.locale_of(language, country) == expected


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "shown"),
    [
        (3500, "CAD", "fr_CA", "35,00\u00a0$"),
        (-3500, "CAD", "fr_CA", "-35,00\u00a0$"),
        (3500, "CAD", "en_CA", "$35.00"),
        (3500, "CAD", "en_US", "$35.00"),
        (123456789, "EUR", "fr_FR", "1\u00a0234\u00a0567,89\u00a0€"),
        (123456789, "EUR", "de_DE", "1.234.567,89\u00a0€"),
        (1250, "CHF", "de_CH", "CHF\u00a012.50"),
        (1250, "CHF", "en", "CHF\u00a012.50"),
        (1250, "JPY", "en", "¥1,250"),
        (3500, "CAD", "es_ES", "35,00\u00a0$"),
        (3500, "CAD", "it_IT", "35,00\u00a0$"),
        (3500, "EUR", PSEUDO, "€35.00"),
    ],
)
def test_money_has_the_narrow_symbol(minor: int, currency: str, locale: str, shown: str) -> None:
    assert formats.money(Money(minor, currency), locale) == shown


def test_amount_has_no_currency() -> None:
    assert formats.amount(Money(123456, "CAD"), "fr_CA") == "1\u00a0234,56"
    assert formats.amount(Money(1250, "JPY"), "en") == "1,250"


@given(value=amounts, locale=locales)
def test_money_is_read_as_it_is_shown(value: Money, locale: str) -> None:
    shown = formats.money(value, locale)
    assert formats.parse_money(shown, value.currency, locale, allow_negative=True) == value
    assert "\u202f" not in shown


@given(value=amounts, locale=locales)
def test_amount_is_read_as_it_is_shown(value: Money, locale: str) -> None:
    shown = formats.amount(value, locale)
    assert formats.parse_money(shown, value.currency, locale, allow_negative=True) == value


@given(text=st.text(max_size=20), locale=locales, currency=st.sampled_from(CURRENCIES))
def test_anything_typed_is_exact_money_or_a_refusal(text: str, locale: str, currency: str) -> None:
    try:
        value = formats.parse_money(text, currency, locale)
    except ValueError:
        return
    assert formats.parse_money(formats.money(value, locale), currency, locale) == value
    assert value.minor >= 0


@pytest.mark.parametrize(
    ("text", "currency", "locale", "minor"),
    [
        ("35", "CAD", "fr_CA", 3500),
        (" 35,5 ", "CAD", "fr_CA", 3550),
        ("35,00 $", "CAD", "fr_CA", 3500),
        ("$35.00", "CAD", "en_CA", 3500),
        ("CAD 35.00", "CAD", "en_CA", 3500),
        ("1\u202f250,00\u00a0€", "EUR", "fr_FR", 125000),
        ("1 250,00", "EUR", "de_DE", 125000),
        ("1'250.00", "CHF", "de_CH", 125000),
        ("1,250", "USD", "en", 125000),
        ("0012", "USD", "en", 1200),
        ("105.50", "CAD", "fr_CA", 10550),
        ("105.50 $", "CAD", "fr_CA", 10550),
        ("12,50", "CAD", "en_CA", 1250),
        ("12.50", "EUR", "de_DE", 1250),
        ("1.050", "EUR", "de_DE", 105000),
    ],
)
def test_money_typed_by_hand(text: str, currency: str, locale: str, minor: int) -> None:
    assert formats.parse_money(text, currency, locale) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "locale", "code"),
    [
        ("", "en", "amount_malformed"),
        ("٣", "en", "amount_malformed"),
        ("1e9", "en", "amount_malformed"),
        ("NaN", "en", "amount_malformed"),
        ("Infinity", "en", "amount_malformed"),
        ("0x10", "en", "amount_malformed"),
        ("1_000", "en", "amount_malformed"),
        ("12,5", "en", "amount_malformed"),
        ("12.5", "fr_CA", "amount_malformed"),
        ("12.505", "fr_CA", "amount_malformed"),
        ("1.050,00", "en", "amount_malformed"),
        ("1,250.00", "fr_CA", "amount_malformed"),
        ("12.50.00", "fr_CA", "amount_malformed"),
        ("12 50", "fr_CA", "amount_malformed"),
        ("1 2", "en", "amount_malformed"),
        ("12.", "en", "amount_malformed"),
        (".5", "en", "amount_malformed"),
        ("--1", "en", "amount_malformed"),
        ("$", "en", "amount_malformed"),
        ("€12", "en", "amount_malformed"),
        ("1" * 61, "en", "amount_malformed"),
        ("1.005", "en", "amount_decimals"),
        ("1,005", "fr_CA", "amount_decimals"),
        ("-1", "en", "amount_negative"),
        ("\u22121", "en", "amount_negative"),
        (str(2**63), "en", "amount_too_large"),
        ("92233720368547758.08", "en", "amount_too_large"),
    ],
)
def test_money_refused(text: str, locale: str, code: str) -> None:
    with pytest.raises(formats.MalformedError) as refused:
        formats.parse_money(text, "CAD", locale)
    assert refused.value.code == code


@given(minor=st.integers(0, 2**63 - 1), locale=locales, mark=st.sampled_from(".,"))
def test_a_foreign_mark_before_the_currencys_decimals_is_a_decimal_mark(
    minor: int, locale: str, mark: str
) -> None:
    text = f"{minor // 100}{mark}{minor % 100:02}"
    assert formats.parse_money(text, "CAD", locale) == Money(minor, "CAD")


@given(whole=st.integers(0, 10**6), thousand=st.integers(0, 999), locale=locales, mark=st.sampled_from(".,"))
def test_three_digits_after_a_mark_are_a_thousand_or_nothing(
    whole: int, thousand: int, locale: str, mark: str
) -> None:
    try:
        value = formats.parse_money(f"{whole}{mark}{thousand:03}", "CAD", locale)
    except ValueError:
        return
    assert value == Money((whole * 1000 + thousand) * 100, "CAD")


def test_dinars_have_three_decimals_and_no_foreign_mark() -> None:
    assert formats.parse_money("1,050", "KWD", "fr_FR") == Money(1050, "KWD")
    with pytest.raises(formats.MalformedError):
        formats.parse_money("1.050", "KWD", "fr_FR")


def test_yen_have_no_decimals() -> None:
    with pytest.raises(formats.MalformedError) as refused:
        formats.parse_money("12.5", "JPY", "en")
    assert refused.value.code == "amount_decimals"


def test_negative_only_where_allowed() -> None:
    assert formats.parse_money("-1", "CAD", "en", allow_negative=True) == Money(-100, "CAD")
    assert formats.parse_money("-$1.00", "CAD", "en", allow_negative=True) == Money(-100, "CAD")
    with pytest.raises(formats.MalformedError):
        formats.parse_money("1-", "CAD", "en", allow_negative=True)


def test_the_largest_amount() -> None:
    largest = Money(2**63 - 1, "CAD")
    assert formats.money(largest, "en") == "$92,233,720,368,547,758.07"
    assert formats.parse_money("92233720368547758.07", "CAD", "en") == largest


@given(number=st.integers(0, formats.MOST_COUNT))
def test_counts_are_read_in_digits(number: int) -> None:
    assert formats.parse_count(f"\u00a0{number} ") == number


@pytest.mark.parametrize("text", ["", "٣", "1e3", "-1", "1.5", "1 250", "²", "９"])
def test_counts_take_ascii_digits_only(text: str) -> None:
    with pytest.raises(formats.MalformedError) as refused:
        formats.parse_count(text)
    assert refused.value.code == "count_malformed"


def test_counts_have_limits() -> None:
    assert formats.parse_count("9", least=1, most=9) == 9
    for text, code in (
        ("0", "count_out_of_range"),
        ("10", "count_too_large"),
        ("9" * 23, "count_too_large"),
        (f"5{'0' * 10_000}", "count_too_large"),
    ):
        with pytest.raises(formats.MalformedError) as refused:
            formats.parse_count(text, least=1, most=9)
        assert (refused.value.code, refused.value.facts) == (code, {"least": 1, "most": 9})
    assert formats.parse_count(f"{'0' * 22}5", least=1, most=9) == 5


def test_numbers_as_a_locale_writes_them() -> None:
    assert formats.count(1250412, "fr_CA") == formats.count(1250412, "fr_FR") == "1\u00a0250\u00a0412"
    assert formats.count(1250412, "en_CA") == "1,250,412"
    assert formats.percent(Decimal("14.975"), "fr_CA") == "14,975\u00a0%"
    assert formats.percent(Decimal(20), "en_GB") == "20%"


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("en_US", "03/11/2017 06:07 pm"),
        ("en_CA", "03/11/2017 06:07 pm"),
        ("fr_CA", "03/11/2017 18:07"),
        ("fr_FR", "03/11/2017 18:07"),
        ("de_CH", "03.11.2017 18:07"),
        ("es_ES", "03/11/2017 18:07"),
        ("it_IT", "03/11/2017 18:07"),
        (PSEUDO, "03/11/2017 06:07 pm"),
    ],
)
def test_stamp_is_fixed_per_language(locale: str, shown: str) -> None:
    assert formats.stamp(EVENING, "Europe/Paris", locale) == shown


def test_english_noon_and_midnight() -> None:
    assert formats.hour(datetime(2017, 1, 1, 12, 0, tzinfo=UTC), UTC, "en") == "12:00 pm"
    assert formats.hour(datetime(2017, 1, 1, 0, 5, tzinfo=UTC), UTC, "en") == "12:05 am"


def test_what_opens_soon_is_told_to_the_second() -> None:
    instant = datetime(2017, 11, 3, 17, 7, 5, tzinfo=UTC)
    assert formats.clock(instant, "Europe/Paris", "de_DE") == "18:07:05"
    assert formats.clock(instant, "Europe/Paris", "en_CA") == "06:07:05 pm"


def test_an_instant_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        formats.stamp(datetime(2017, 1, 1, 12, 0), UTC, "en")  # noqa: DTZ001 -- what is refused


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("en_US", "14 August 2026"),
        ("fr_CA", "14 août 2026"),
        ("de_DE", "14. August 2026"),
        ("es_ES", "14 de agosto de 2026"),
        ("it_IT", "14 agosto 2026"),
    ],
)
def test_long_date(locale: str, shown: str) -> None:
    assert formats.long_date(date(2026, 8, 14), locale) == shown


def test_french_first_of_the_month() -> None:
    assert formats.long_date(date(2026, 8, 1), "fr_FR") == "1er août 2026"
    assert formats.long_date(date(2026, 8, 21), "fr_FR") == "21 août 2026"


@pytest.mark.parametrize(
    ("locale", "shown", "with_year"),
    [
        ("fr_CA", "sam 05/12 20:00", "sam 05/12/2026 20:00"),
        ("en_CA", "Sat 05/12 08:00 pm", "Sat 05/12/2026 08:00 pm"),
        ("de_DE", "Sa 05.12. 20:00", "Sa 05.12.2026 20:00"),
        ("es_ES", "sáb 05/12 20:00", "sáb 05/12/2026 20:00"),
        ("it_IT", "sab 05/12 20:00", "sab 05/12/2026 20:00"),
    ],
)
def test_day_and_time_in_the_venues_zone(locale: str, shown: str, with_year: str) -> None:
    instant = datetime(2026, 12, 6, 1, 0, tzinfo=UTC)
    assert formats.day_and_time(instant, "America/Toronto", locale) == shown
    assert formats.day_and_time(instant, "America/Toronto", locale, year=True) == with_year


def test_the_parts_of_a_short_stamp() -> None:
    assert formats.short_day(EVENING, "Europe/Paris", "fr_CA") == "03/11"
    assert formats.short_day(EVENING, "Europe/Paris", "de_DE") == "03.11."
    assert [formats.weekday(EVENING, "Europe/Paris", one) for one in ("fr_CA", "en_CA", "de_DE")] == [
        "ven",
        "Fri",
        "Fr",
    ]


def test_short_stamp_and_period() -> None:
    assert formats.short_stamp(EVENING, "Europe/Paris", "fr_CA") == "03/11 18:07"
    assert formats.period(date(2026, 10, 1), date(2026, 11, 21), "fr_CA") == "01/10/2026 → 21/11/2026"


@given(day=days, locale=locales)
def test_dates_are_read_as_they_are_shown(day: date, locale: str) -> None:
    assert formats.parse_date(formats.local_date(day, locale), locale) == day
    assert formats.parse_date(day.isoformat(), locale) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date_malformed"),
        ("14/08/26", "date_malformed"),
        ("2026/08/14", "date_malformed"),
        ("٣/08/2026", "date_malformed"),
        ("14 août 2026", "date_malformed"),
        ("08/14/2026", "date_unknown"),
        ("29/02/2026", "date_unknown"),
        ("01/01/9999", "date_unknown"),
    ],
)
def test_dates_refused(text: str, code: str) -> None:
    with pytest.raises(formats.MalformedError) as refused:
        formats.parse_date(text, "fr_CA")
    assert refused.value.code == code


def test_dates_take_the_hands_separators() -> None:
    for text in (" 1/8/2026", "01.08.2026", "1-8-2026"):
        assert formats.parse_date(text, "de_DE") == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("language", "locale", "name"),
    [("fr", "en_CA", "French"), ("fr", "fr_CA", "français"), ("de", "it", "tedesco"), ("en", "xx", "English")],
)
def test_a_language_is_called_as_its_reader_calls_it(language: str, locale: str, name: str) -> None:
    assert formats.language_name(language, locale) == name
