"""How an internal note begins, and that the beginning is known again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.notes import beginning, joined, told

AT = datetime(2026, 11, 21, 19, 7, tzinfo=UTC)
TORONTO = "America/Toronto"
CODES = st.from_regex(r"\w[\w.-]{0,9}", fullmatch=True)
INSTANTS = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def test_a_note_begins_with_the_wall_clock_and_the_operator() -> None:
    assert beginning(AT, TORONTO, "ANNE") == "2026-11-21 14:07 · ANNE"
    assert joined(beginning(AT, TORONTO, "ANNE"), "", "reason: x") == "2026-11-21 14:07 · ANNE · reason: x"


@given(INSTANTS, CODES, st.text(), st.integers(0, 90))
def test_what_begins_so_is_shown_as_it_is_whenever_it_was_saved(
    begun: datetime, operator: str, text: str, minutes: int
) -> None:
    note = joined(beginning(begun, TORONTO, operator), text)
    assert told(note, begun + timedelta(minutes=minutes), TORONTO, operator) == note


@pytest.mark.parametrize(
    "text",
    [
        "called",
        "2026-11-21",
        "2026-11-21 the customer called",
        "2026-11-21 14:07",
        "2026-11-21 14:07 · BRUNO · called",
        "2026-11-21 14:07 · ANNETTE · called",
        "called · ANNE",
        "",
    ],
)
def test_any_other_note_is_told_when_and_by_whom(text: str) -> None:
    expected = f"2026-11-21 14:07 · ANNE · {text}" if text else "2026-11-21 14:07 · ANNE"
    assert told(text, AT, TORONTO, "ANNE") == expected
