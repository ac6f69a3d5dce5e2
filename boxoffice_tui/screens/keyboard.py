"""Alt with a digit is a key of ours, as terminals send it that do not speak the Kitty protocol."""

from __future__ import annotations

from string import digits
from typing import Any, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS


def let_alt_digits_through() -> None:
    """Hear Alt+3 as Alt+3: Textual reads the sign of a Macintosh keyboard into it, `£`, and types that."""
    sequences = cast("dict[str, Any]", ANSI_SEQUENCES_KEYS)
    for digit in digits:
        sequences.pop(f"\x1b{digit}", None)
