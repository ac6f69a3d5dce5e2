"""The words of a check: what each invariant demands, what is remarked, and of what the ids are."""

from __future__ import annotations

from boxoffice_tui.locales.translate import NP_

CHECK_LABELS: dict[str, dict[str, tuple[str, str]]] = {
    "Invariant": {
        "M1": NP_("invariant", "Each movement of money has two entries that sum to zero"),
        "M2": NP_("invariant", "An order's total is its valid tickets, its articles and its fees"),
        "M3": NP_("invariant", "Paid and owed are an order's total"),
        "M4": NP_("invariant", "Each move in a till is a payment or a cash movement, and a closed till adds up"),
        "M5": NP_("invariant", "An order has one currency, the house's"),
        "M6": NP_("invariant", "No more is refunded by a method than was received by it"),
        "M7": NP_("invariant", "A key made one movement"),
        "balance": NP_("invariant", "The balance in lists is the ledger's"),
        "S1": NP_("invariant", "A seat has one claim at a performance"),
        "S2": NP_("invariant", "A ticket's seat belongs to its performance and category"),
        "S3": NP_("invariant", "A sold seat is held for nobody else"),
        "S4": NP_("invariant", "There are no more claims than seats"),
        "S5": NP_("invariant", "No more places are taken than the limit allowed"),
        "S6": NP_("invariant", "Tickets are numbered without gap and replaced once"),
        "S7": NP_("invariant", "A cancelled order has no valid ticket"),
        "S8": NP_("invariant", "A scanned ticket is valid"),
        "claims": NP_("invariant", "Each valid ticket has its place, each sold place its ticket"),
        "blocks": NP_("invariant", "A blocked seat is its block's, of one performance and kind, and nobody's"),
        "reservations": NP_(
            "invariant", "A reserved order has a contact and reserved places, any other has none reserved"
        ),
        "articles": NP_(
            "invariant", "No more of an article comes back than was sold, and a cancelled order has none left"
        ),
        "documents": NP_(
            "invariant", "A document is in a shipment of its order, and says what it says once it is generated"
        ),
        "invoices": NP_("invariant", "Invoices are numbered without gap and add up"),
        "R1": NP_("invariant", "A dossier has one reference shipment once it had a reservation, never two"),
        "R2": NP_("invariant", "Only a reference shipment is an exception"),
        "R3": NP_("invariant", "A ticket is in one shipment, of its own dossier"),
        "E1": NP_("invariant", "A mail is recorded once, and marked when it left"),
        "J1": NP_("invariant", "No line of the journal is missing"),
        "J2": NP_("invariant", "Each line of the journal holds the hash of the one before"),
        "J3": NP_("invariant", "No line of the journal was changed"),
        "J4": NP_("invariant", "Each movement of money is in the journal once"),
        "J5": NP_("invariant", "The closings take each line of the journal once, and add up to what was sold"),
        "P1": NP_("invariant", "Prints of a ticket are counted: one original, then duplicates"),
        "A1": NP_("invariant", "Each act is by an operator who exists"),
        "G1": NP_("invariant", "Erased contacts and the journal hold nothing personal"),
        "G2": NP_("invariant", "No card number is kept"),
        "merged": NP_("invariant", "A merged contact has nothing left, and leads to one that is not merged"),
        "foreign_keys": NP_("invariant", "What a row refers to exists"),
        "integrity": NP_("invariant", "The file is not damaged"),
        "guards": NP_("invariant", "The database's own guards are in place"),
        "durability": NP_("invariant", "The settings lose no sale in a power cut"),
        "permissions": NP_("invariant", "The file is its owner's alone"),
    },
    "Remark": {
        "mail_maybe_twice": NP_("remark", "These mails may have left twice"),
        "server_not_durable": NP_(
            "remark", "The server may lose sales in a power cut: these settings are off"
        ),
        "quick_check_only": NP_("remark", "The file is large: its indexes were not compared row by row"),
    },
    "Thing": {
        "order": NP_("thing", "order"),
        "dossier": NP_("thing", "dossier"),
        "ticket": NP_("thing", "ticket"),
        "claim": NP_("thing", "claim"),
        "cell": NP_("thing", "gauge"),
        "seat_block": NP_("thing", "block of seats"),
        "performance": NP_("thing", "performance"),
        "movement": NP_("thing", "movement"),
        "payment": NP_("thing", "payment"),
        "shift": NP_("thing", "shift"),
        "shipment": NP_("thing", "shipment"),
        "document": NP_("thing", "document"),
        "invoice": NP_("thing", "invoice"),
        "mail": NP_("thing", "mail"),
        "note": NP_("thing", "note"),
        "contact": NP_("thing", "contact"),
        "journal_line": NP_("thing", "journal line"),
        "closing": NP_("thing", "closing"),
        "row": NP_("thing", "row"),
        "guard": NP_("thing", "guard"),
        "file": NP_("thing", "file"),
        "setting": NP_("thing", "setting"),
    },
    "StorageChoice": {
        "wal_is_safe": NP_(
            "storage", "Write-ahead log: this SQLite is free of its fault with several writers"
        ),
        "wal_race": NP_(
            "storage",
            "No write-ahead log: this SQLite may damage the file with several writers; 3.51.3 does not",
        ),
        "server": NP_("storage", "The server keeps it"),
    },
}
