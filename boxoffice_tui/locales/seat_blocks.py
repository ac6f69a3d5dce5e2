"""What became of a block of seats, in words: the same from commands and screens."""

from __future__ import annotations

from boxoffice_tui.locales.translate import ngettext
from boxoffice_tui.views.blocked_seats import BlockChange


def changed_words(change: BlockChange) -> str:
    """How many seats are what now."""
    count = change.count
    told = {
        "house": ngettext("{count} seat is the house's now.", "{count} seats are the house's now.", count),
        "killed": ngettext("{count} seat is out of use now.", "{count} seats are out of use now.", count),
        "free": ngettext("{count} seat is free again.", "{count} seats are free again.", count),
    }
    return told[change.kind].format(count=count)


def left_out_words(change: BlockChange) -> str:
    """How many seats were left out and which; nothing where none was."""
    count = change.left_out_count
    if not count:
        return ""
    told = ngettext(
        "{count} seat was left out, somebody has it: {seats}",
        "{count} seats were left out, somebody has them: {seats}",
        count,
    )
    return told.format(count=count, seats=", ".join(change.left_out))
