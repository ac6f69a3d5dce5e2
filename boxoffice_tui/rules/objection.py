"""What a rule answers instead of a yes: a code and its facts; services raise it, locales word it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Objection:
    """Why not: the `code` of a rule's enum (`…Refusal`, `…Reason`) and the `facts` its guard documents.

    Facts are plain values: numbers, texts, booleans, dates, aware instants, `Money`, members of enums.
    """

    code: StrEnum
    facts: Mapping[str, object] = field(default_factory=dict)
