"""What a user can do with the shipments of a dossier (spec/delivery.md, Dialogs).

Letters act outside fields, Alt+letter everywhere. What concerns documents has `a`, `g`, `d` and `p`
(screens/documents/commands.py).
"""

from __future__ import annotations

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.command import GENERAL, Command

SHIPMENTS = N_("Shipments")
EXCEPTION = N_("Allow reference shipment to be used even when mode is not available")

EDIT = Command(
    "shipments.edit",
    N_("Edit shipment"),
    ("e", "alt+e"),
    SHIPMENTS,
    lambda screen: screen.chosen is not None,
    footer=1,
)
SENT = Command(
    "shipments.sent",
    N_("Mark as sent"),
    ("s", "alt+s"),
    SHIPMENTS,
    lambda screen: screen.sendable,
    footer=3,
    right=Right.SHIPMENTS_CHANGE,
)
RETURNED = Command(
    "shipments.returned",
    N_("Mark as returned"),
    ("r", "alt+r"),
    SHIPMENTS,
    lambda screen: screen.returnable,
    footer=4,
    right=Right.SHIPMENTS_CHANGE,
)
CARRIER = Command(
    "shipments.carrier",
    N_("Modify ref nr"),
    ("m", "alt+m"),
    SHIPMENTS,
    lambda screen: screen.carried,
    footer=3,
    hint=N_("the carrier's number of the shipment under the cursor"),
    right=Right.SHIPMENTS_CHANGE,
)
WHY = Command(
    "shipments.why",
    N_("Why not?"),
    ("w", "alt+w"),
    SHIPMENTS,
    lambda screen: screen.found is not None,
    footer=2,
    hint=N_("what each sales channel offers this dossier, and why not the rest"),
)
HISTORY = Command(
    "shipments.history",
    N_("History"),
    ("h", "alt+i"),
    SHIPMENTS,
    lambda screen: screen.chosen is not None,
    footer=6,
    hint=N_("of the order of the shipment under the cursor"),
)

SHIPMENT_COMMANDS = (EDIT, WHY, SENT, CARRIER, RETURNED, HISTORY)

OK = Command(
    "shipment.ok",
    N_("OK"),
    ("alt+s",),
    GENERAL,
    lambda screen: not screen.locked,
    footer=1,
    right=Right.SHIPMENTS_CHANGE,
)
ADD_CONTACT = Command(
    "shipment.add_contact",
    N_("Add"),
    ("alt+a",),
    GENERAL,
    lambda screen: not screen.read_only,
    footer=3,
    hint=N_("another delivery contact, found or new"),
)
MODIFY_CONTACT = Command(
    "shipment.modify_contact",
    N_("Modify"),
    ("alt+m",),
    GENERAL,
    lambda screen: not screen.read_only and screen.page.contact is not None,
    footer=3,
    hint=N_("address and e-mail of the delivery contact"),
    right=Right.CONTACTS_EDIT,
)
PREVIEW = Command(
    "shipment.preview",
    N_("Preview"),
    ("v", "alt+v"),
    GENERAL,
    lambda screen: screen.is_reference,
    footer=2,
    hint=N_("what the exception would change on each sales channel"),
)
WHY_HERE = Command("shipment.why", N_("Why not?"), ("alt+w", "w"), GENERAL, footer=2)
