"""How an internal note begins: when and by whom, so that it is understood alone (spec/archives.md, 11)."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

_DOT = " · "
_STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}")


def beginning(at: datetime, zone: str, operator: str) -> str:
    """`2026-11-21 14:07 · ANNE`: the wall clock of `zone` at an aware instant, and the operator's code."""
    return joined(f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}", operator)


def joined(*parts: str) -> str:
    """The parts of a note, those that are there, in one line."""
    return _DOT.join(part for part in parts if part)


def told(text: str, at: datetime, zone: str, operator: str) -> str:
    """A note as it is shown: one that does not say itself when and by whom it was written is told so."""
    if _says_itself(text, operator):
        return text
    return joined(beginning(at, zone, operator), text)


def _says_itself(text: str, operator: str) -> bool:
    stamp, *named = text.split(_DOT, 2)[:2]
    return _STAMP.fullmatch(stamp) is not None and named == [operator]
