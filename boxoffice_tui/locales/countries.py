"""The countries of the world by their names in a language (Babel's, so not for the first frame)."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from boxoffice_tui.rules.text import fold

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "CP", "CQ", "DG", "EA", "IC"})


@lru_cache(maxsize=8)
def countries(locale: str) -> tuple[tuple[str, str], ...]:
    """(ISO 3166 code, name in the locale's language) of each country, by name, accents aside."""
    language = locale.partition("_")[0]
    try:
        named = Locale(language).territories
    except UnknownLocaleError:  # the test language
        named = Locale("en").territories
    known = [(code, str(name)) for code, name in named.items() if len(code) == 2 and code not in _NO_COUNTRIES]
    return tuple(sorted(known, key=lambda one: fold(one[1])))


def country_name(code: str, locale: str) -> str:
    """The name of the country with an ISO 3166 code, in any case; the code where there is none."""
    return dict(countries(locale)).get(code.upper(), code)
