"""What must hold, always: the names of the invariants that `boxoffice check` holds the database to.

Those with a letter and a number are spec/reliability.md's, Invariants; those named by a word are what the
storage itself must be (spec/reliability.md, The database).
"""

from __future__ import annotations

from enum import StrEnum


class Invariant(StrEnum):
    """What must hold; a breach stops the trust in the books."""

    MOVEMENT_BALANCES = "M1"
    ORDER_TOTAL = "M2"
    PAID_AND_OWED = "M3"
    TILL_IS_PAYMENTS = "M4"
    ONE_CURRENCY = "M5"
    REFUND_WITHIN_METHOD = "M6"
    KEY_ONCE = "M7"
    LISTED_BALANCE = "balance"
    ONE_CLAIM_A_SEAT = "S1"
    SEAT_OF_PERFORMANCE = "S2"
    SOLD_SEAT_NOT_HELD = "S3"
    CLAIMS_WITHIN_SEATS = "S4"
    CLAIMS_WITHIN_LIMIT = "S5"
    TICKET_NUMBERS = "S6"
    CANCELLED_ORDER_EMPTY = "S7"
    SCANNED_IS_LIVE = "S8"
    CLAIM_OF_TICKET = "claims"
    SEAT_BLOCKS = "blocks"
    RESERVATIONS = "reservations"
    ARTICLES = "articles"
    DOCUMENTS = "documents"
    INVOICES = "invoices"
    ONE_REFERENCE = "R1"
    EXCEPTION_ON_REFERENCE = "R2"
    SHIPMENT_OF_DOSSIER = "R3"
    MAIL_ONCE = "E1"
    JOURNAL_GAPLESS = "J1"
    JOURNAL_CHAINED = "J2"
    JOURNAL_UNCHANGED = "J3"
    MOVEMENT_JOURNALLED = "J4"
    CLOSINGS_TILE = "J5"
    PRINTS_COUNTED = "P1"
    OPERATOR_KNOWN = "A1"
    NOTHING_PERSONAL = "G1"
    NO_CARD_NUMBER = "G2"
    MERGED_CONTACT_EMPTY = "merged"
    FOREIGN_KEYS = "foreign_keys"
    INTEGRITY = "integrity"
    GUARDS = "guards"
    DURABILITY = "durability"
    PERMISSIONS = "permissions"


class Remark(StrEnum):
    """What a check says without finding fault."""

    MAIL_MAYBE_TWICE = "mail_maybe_twice"
    SERVER_NOT_DURABLE = "server_not_durable"
    QUICK_CHECK_ONLY = "quick_check_only"


class Thing(StrEnum):
    """What the ids of a breach are ids of; orders and dossiers are told by their numbers."""

    ORDER = "order"
    DOSSIER = "dossier"
    TICKET = "ticket"
    CLAIM = "claim"
    CELL = "cell"
    SEAT_BLOCK = "seat_block"
    PERFORMANCE = "performance"
    MOVEMENT = "movement"
    PAYMENT = "payment"
    SHIFT = "shift"
    SHIPMENT = "shipment"
    DOCUMENT = "document"
    INVOICE = "invoice"
    MAIL = "mail"
    NOTE = "note"
    CONTACT = "contact"
    JOURNAL_LINE = "journal_line"
    CLOSING = "closing"
    ROW = "row"
    GUARD = "guard"
    FILE = "file"
    SETTING = "setting"


class StorageChoice(StrEnum):
    """Why the database is kept as it is (spec/reliability.md, The database)."""

    WAL_IS_SAFE = "wal_is_safe"
    WAL_RACE = "wal_race"
    SERVER = "server"
