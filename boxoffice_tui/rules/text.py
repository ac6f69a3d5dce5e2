"""Text from people: made harmless (`safe`) and made comparable (`fold`)."""

from __future__ import annotations

import re
import unicodedata

FIELD_LIMIT = 200
TITLE_LIMIT = 300
REMARK_LIMIT = 2_000
REASON_LIMIT = 1_000  # of a reason that becomes a note, behind what it is about
EMAIL_LIMIT = 254
CODE_LIMIT = 60
CODE_PATTERN = rf"^\w[\w.-]{{0,{CODE_LIMIT - 1}}}$"  # of what the house names itself
REFERENCE_LIMIT = 60
_MARKS_PER_LETTER = 3
_BETWEEN_DIGITS = r"[^\S\n]|[-‐‑‒–—−]"  # blanks and hyphens of any width
_DIGIT_RUNS = re.compile(rf"(?<!\d)\d(?:(?:{_BETWEEN_DIGITS})?\d){{12,18}}(?!\d)")
_JOINERS = frozenset("\u200c\u200d")
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
_BLANKS = str.maketrans(dict.fromkeys("'’‘ʼ`´-‐‑‒–—", " "))


def safe(text: str, limit: int = FIELD_LIMIT, *, lines: bool = False) -> str:
    """`text` without what a terminal, printer or reader would obey, at most `limit` characters.

    Drops control, format, surrogate, private and unassigned characters and line separators, keeps a joiner
    between two letters, keeps at most three combining marks on a letter; tabs and line ends become a blank,
    or stay line ends where `lines` (spec/reliability.md, Input and output).
    """
    if text.isascii() and text.isprintable():
        return text[:limit]
    kept: list[str] = []
    marks = 0
    for position, character in enumerate(text):
        if len(kept) >= limit:
            break
        shown = _shown(text, position, lines=lines)
        marks = marks + 1 if unicodedata.category(character) == "Mn" else 0
        if shown and marks <= _MARKS_PER_LETTER:
            kept.append(shown)
    return "".join(kept)


def _shown(text: str, position: int, *, lines: bool) -> str:
    """What is left of one character, "" when it is dropped."""
    character = text[position]
    if character in "\t\n":
        return "\n" if lines and character == "\n" else " "
    if character in _JOINERS:
        return character if _between_letters(text, position) else ""
    return "" if unicodedata.category(character) in _DROPPED_CATEGORIES else character


def fold(text: str) -> str:
    """`text` as search compares it: no case, no marks, no hyphens, one blank between words.

    Composed and decomposed forms come out equal; œ, æ and ß become two letters (spec/archives.md, Search).
    """
    plain = unicodedata.normalize("NFKD", text.translate(_BLANKS)).casefold().translate(_LETTERS)
    bare = "".join(
        character
        for character in unicodedata.normalize("NFKD", plain).translate(_BLANKS)
        if not unicodedata.category(character).startswith(("M", "C"))
    )
    return " ".join(bare.split())


def fold_email(text: str) -> str:
    """An e-mail address as search compares it: trimmed and casefolded."""
    return text.strip().casefold()


def email_spellings(address: str) -> tuple[str, ...]:
    """How an address typed may stand in the list: as `fold_email` gives it, then without its accents."""
    bare = unicodedata.normalize("NFKD", address.translate(_LETTERS))
    plain = "".join(character for character in bare if not unicodedata.category(character).startswith("M"))
    return tuple(dict.fromkeys((address, plain)))


def holds_card_number(text: str) -> bool:
    """Whether 13 to 19 digits of any script in `text`, blanks and hyphens aside, pass the Luhn check (G2).

    To be asked of what is kept, so after `safe`: that brings digits together which something unseen parted.
    """
    return any(_luhn(re.sub(_BETWEEN_DIGITS, "", run)) for run in _DIGIT_RUNS.findall(text))


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    plain = [int(digit) for digit in digits[-1::-2]]
    return (sum(plain) + sum(value - 9 if value > 9 else value for value in doubled)) % 10 == 0


def _between_letters(text: str, position: int) -> bool:
    around = text[position - 1 : position] + text[position + 1 : position + 2]
    return len(around) == 2 and all(unicodedata.category(character)[0] in "LM" for character in around)
