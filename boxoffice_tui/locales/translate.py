"""The process's language: `_()` turns an English msgid into it, live (DESIGN.md, Languages).

The translator is a module object, not a ContextVar, which workers would not see. Nothing here imports Babel:
the compiled catalogues are read by the standard library, each at its first use.
"""

from __future__ import annotations

import gettext
import math
import re
from functools import cache
from pathlib import Path

LANGUAGES = ("fr", "en", "de", "es", "it")
SOURCE = "en"
PSEUDO = "xx"
DOMAIN = "boxoffice"
FOLDER = Path(__file__).parent
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\([a-z_]+\)[sd]|%[sd]|<[^<>]+>")

_ACCENTS = str.maketrans("AEIOUYCNaeiouycn", "ÀÉÎÕÜÝÇÑàéîõüýçñ")
_GROWTH = 0.4


class PseudoTranslations(gettext.NullTranslations):
    """The test language: every msgid 40 % wider, accented, with wide characters; placeholders untouched."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)


class _Process:
    """The one language in use now."""

    __slots__ = ("language",)

    def __init__(self) -> None:
        self.language = SOURCE


_process = _Process()


def use(language: str) -> None:
    """Make `language` the process's language; ValueError for one without a catalogue."""
    if language not in LANGUAGES and language != PSEUDO:
        raise ValueError(f"no catalogue for {language!r}")
    _process.language = language


def current() -> str:
    """The process's language: one of `LANGUAGES`, or `PSEUDO` in tests."""
    return _process.language


def supported(language: str) -> str:
    """`language` (of a contact, or a locale such as fr_CA) where it has a catalogue, else English."""
    bare = language.replace("-", "_").split("_")[0].lower()
    return bare if bare in LANGUAGES or bare == PSEUDO else SOURCE


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of `language`, for documents and sentences in another language than the process's."""
    if language == PSEUDO:
        return PseudoTranslations()
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for {language!r}")
    return gettext.translation(DOMAIN, FOLDER, [language], fallback=True)


def _(msgid: str) -> str:
    """The English `msgid` in the process's language."""
    return catalogue(_process.language).gettext(msgid) if msgid else ""


def ngettext(one: str, many: str, n: int) -> str:
    """`one` or `many` in the process's language, by that language's plural rule for `n`."""
    return catalogue(_process.language).ngettext(one, many, n)


def pgettext(context: str, msgid: str) -> str:
    """`msgid` as it is said of `context`: a ticket and an order are cancelled in two genders."""
    return catalogue(_process.language).pgettext(context, msgid)


def N_(msgid: str) -> str:  # noqa: N802 -- gettext's customary name, known to extractors
    """Mark `msgid` for extraction; translated where it is shown."""
    return msgid


def NP_(context: str, msgid: str) -> tuple[str, str]:  # noqa: N802 -- as N_
    """Mark `msgid` of `context` for extraction; translated with `pgettext` where it is shown."""
    return context, msgid


def pseudo(message: str) -> str:
    """`message` in the test language."""
    if not message:
        return ""
    pieces = PLACEHOLDER.split(message)
    kept = [*PLACEHOLDER.findall(message), ""]
    accented = "".join(
        piece.translate(_ACCENTS) + placeholder for piece, placeholder in zip(pieces, kept, strict=True)
    )
    cells = math.ceil(sum(map(len, pieces)) * _GROWTH)
    return accented + "語" * (cells // 4) + "~" * (cells - cells // 4 * 2)
