"""What a user can do with the documents of an order or a shipment (spec/delivery.md, Dialogs)."""

from __future__ import annotations

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.command import Command

DOCUMENTS = N_("Documents")

ADD = Command(
    "documents.add_document",
    N_("Add a document"),
    ("a", "alt+a"),
    DOCUMENTS,
    lambda screen: screen.adds_to is not None,
    footer=2,
    right=Right.ORDERS_CONFIRM,
    short=N_("Add"),
)
SEND = Command(
    "documents.send_document",
    N_("Generate, send"),
    ("g", "alt+g"),
    DOCUMENTS,
    lambda screen: screen.has_document,
    footer=3,
    hint=N_("settles what it says; then sends it where it travels by e-mail"),
    right=Right.ORDERS_CONFIRM,
)
PRINT = Command(
    "documents.print_document",
    N_("Print documents"),
    ("p", "alt+p"),
    DOCUMENTS,
    lambda screen: screen.has_document,
    footer=4,
    right=Right.ORDERS_CONFIRM,
    short=N_("Print"),
)
DELETE = Command(
    "documents.delete_document",
    N_("Delete a document"),
    ("d", "delete", "alt+x"),
    DOCUMENTS,
    lambda screen: screen.has_document,
    footer=5,
    right=Right.ORDERS_CONFIRM,
    short=N_("Delete"),
)

DOCUMENT_COMMANDS = (ADD, SEND, PRINT, DELETE)
