"""Whether the screens can be opened where the program was started. Loads nothing of Textual."""

from __future__ import annotations

import os
import sys

from boxoffice_tui.locales.translate import N_, _

NO_TERMINAL = N_("The screens need a terminal; give a command instead (boxoffice --help).")
DUMB_TERMINAL = N_(
    "This terminal (TERM={term}) cannot show the screens; give a command instead (boxoffice --help)."
)


def terminal_refusal() -> str | None:
    """The sentence that says why the screens cannot be opened here, None where they can.

    The command line says it and ends with exit code 2 (ANCHORS.md, 8).
    """
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return _(NO_TERMINAL)
    term = os.environ.get("TERM", "")
    if term in {"", "dumb", "unknown"}:
        return _(DUMB_TERMINAL).format(term=term)
    return None
