"""Several things in a sentence, joined as the language joins them; no error waits for Babel."""

from __future__ import annotations

from collections.abc import Sequence

from boxoffice_tui.locales.translate import N_, catalogue, supported


def any_of(choices: Sequence[str], locale: str) -> str:
    """`clerk, supervisor or door`: one of these."""
    if len(choices) < 2:
        return "".join(choices)
    told = catalogue(supported(locale)).gettext(N_("{others} or {last}"))
    return told.format(others=", ".join(choices[:-1]), last=choices[-1])


def all_of(things: Sequence[str], locale: str) -> str:
    """`Ticketshop, Phone and Agency`: each of these."""
    if len(things) < 2:
        return "".join(things)
    told = catalogue(supported(locale)).gettext(N_("{others} and {last}"))
    return told.format(others=", ".join(things[:-1]), last=things[-1])
