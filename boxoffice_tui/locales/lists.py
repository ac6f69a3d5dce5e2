"""Several things in a sentence, joined as the language joins them; no error waits for Babel."""

from __future__ import annotations

from collections.abc import Sequence

from boxoffice_tui.locales.translate import N_, catalogue, supported


def any_of(choices: Sequence[str], locale: str) -> str:
    """`clerk, supervisor or door`: one of these."""
    return _joined(choices, N_("{others} or {last}"), locale)


def all_of(things: Sequence[str], locale: str) -> str:
    """`Ticketshop, Phone and Box office`: all of these."""
    return _joined(things, N_("{others} and {last}"), locale)


def _joined(things: Sequence[str], form: str, locale: str) -> str:
    if len(things) < 2:
        return "".join(things)
    told = catalogue(supported(locale)).gettext(form)
    return told.format(others=", ".join(things[:-1]), last=things[-1])
