"""Who else than who bought gets electronic tickets with a confirmation (spec/archives.md, 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxoffice_tui.locales.translate import _, ngettext
from boxoffice_tui.rules.text import safe

if TYPE_CHECKING:
    from boxoffice_tui.views.orders import TicketRecipient


def also_to(recipient: TicketRecipient) -> str:
    """`Also to Roy, Anne, anne@exemple.ca: 2 e-tickets`."""
    said = _("Also to {name}, {email}: {tickets}")
    return said.format(name=safe(recipient.name), email=safe(recipient.email), tickets=_tickets(recipient))


def not_to(recipient: TicketRecipient) -> str:
    """That there is no address to send them to."""
    said = _("No mail to {name}, who has no e-mail address: {tickets}")
    return said.format(name=safe(recipient.name), tickets=_tickets(recipient))


def _tickets(recipient: TicketRecipient) -> str:
    counted = ngettext("{count} e-ticket", "{count} e-tickets", recipient.tickets)
    return counted.format(count=recipient.tickets)
