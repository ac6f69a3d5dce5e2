"""What a shipment holds, as the list of a dossier's shipments says it (spec/delivery.md, Dialogs)."""

from __future__ import annotations

from boxoffice_tui.locales.translate import ngettext


def content(tickets: int, documents: int) -> str:
    """`2 tickets`, `1 document`; nothing of what holds nothing, as a reference."""
    parts = (
        ngettext("{count} ticket", "{count} tickets", tickets).format(count=tickets) if tickets else "",
        ngettext("{count} document", "{count} documents", documents).format(count=documents) if documents else "",
    )
    return ", ".join(part for part in parts if part)
