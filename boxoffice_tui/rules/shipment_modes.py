"""What a shipment mode may be: the one rule of the setup file and of the screens (spec/delivery.md, Objects)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.rules.money import MOST_AMOUNT
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.text import CODE_LIMIT, CODE_PATTERN

MOST_DELAY_DAYS = 366
NEED_ADDRESS = frozenset({ShipmentType.POST, ShipmentType.REGISTERED_POST})
NEED_EMAIL = frozenset({ShipmentType.PRINT_AT_HOME, ShipmentType.EMAIL})
TICKET_TYPES = tuple(kind for kind in ShipmentType if kind is not ShipmentType.EMAIL)
"""The types that may carry tickets, and so need a ticket medium."""


class ModeRefusal(StrEnum):
    """Why a shipment mode is not set up so; the comment names the facts."""

    MODE_CODE_MALFORMED = "mode_code_malformed"  # most: characters
    MODE_CODE_TAKEN = "mode_code_taken"  # mode: the code that is there, whatever its case
    MODE_NAME_REQUIRED = "mode_name_required"
    MODE_TYPE_KEPT = "mode_type_kept"  # mode: its code, type: the one it keeps
    MODE_DOCUMENTS_ONLY = "mode_documents_only"
    MODE_CARRIES_NOTHING = "mode_carries_nothing"
    MODE_DELAY_LIMIT = "mode_delay_limit"  # most: days
    MODE_NEEDS_ADDRESS = "mode_needs_address"  # type
    MODE_NEEDS_EMAIL = "mode_needs_email"  # type
    MODE_PRICE_NEGATIVE = "mode_price_negative"
    MODE_PRICE_TOO_LARGE = "mode_price_too_large"


class ModePart(StrEnum):
    """What of a mode a fault is about, as a setup file calls it."""

    CODE = "code"
    NAME = "name"
    TYPE = "type"
    TICKETS = "tickets"
    DELAY_DAYS = "delay_days"
    NEEDS_ADDRESS = "needs_address"
    NEEDS_EMAIL = "needs_email"
    PRICE = "price"


PART_OF: dict[ModeRefusal, ModePart] = {
    ModeRefusal.MODE_CODE_MALFORMED: ModePart.CODE,
    ModeRefusal.MODE_CODE_TAKEN: ModePart.CODE,
    ModeRefusal.MODE_NAME_REQUIRED: ModePart.NAME,
    ModeRefusal.MODE_TYPE_KEPT: ModePart.TYPE,
    ModeRefusal.MODE_DOCUMENTS_ONLY: ModePart.TICKETS,
    ModeRefusal.MODE_CARRIES_NOTHING: ModePart.TICKETS,
    ModeRefusal.MODE_DELAY_LIMIT: ModePart.DELAY_DAYS,
    ModeRefusal.MODE_NEEDS_ADDRESS: ModePart.NEEDS_ADDRESS,
    ModeRefusal.MODE_NEEDS_EMAIL: ModePart.NEEDS_EMAIL,
    ModeRefusal.MODE_PRICE_NEGATIVE: ModePart.PRICE,
    ModeRefusal.MODE_PRICE_TOO_LARGE: ModePart.PRICE,
}
"""Where a refusal is told: at the key of the file, under the field of the form."""


@dataclass(frozen=True, slots=True)
class ModeTerms:
    """A mode as it is asked for: `names` per language, `delay_days` in calendar days, None: any time will do."""

    names: Mapping[str, str]
    type: ShipmentType
    tickets: bool
    documents: bool
    delay_days: int | None
    needs_address: bool
    needs_email: bool
    price_minor: int


def mode_objections(mode: ModeTerms, language: str) -> tuple[Objection, ...]:
    """Everything a mode may not be, in the order of the form; `language` is the house's, which it is named in.

    What a type cannot do without is needed: a letter its address, a print@home ticket and a mail their e-mail
    address. A mail carries documents only.
    """
    return tuple(_objections(mode, language))


def _objections(mode: ModeTerms, language: str) -> Iterator[Objection]:
    if not mode.names.get(language, "").strip():
        yield Objection(ModeRefusal.MODE_NAME_REQUIRED)
    if mode.tickets and mode.type not in TICKET_TYPES:
        yield Objection(ModeRefusal.MODE_DOCUMENTS_ONLY)
    elif not (mode.tickets or mode.documents):
        yield Objection(ModeRefusal.MODE_CARRIES_NOTHING)
    if mode.delay_days is not None and not 0 <= mode.delay_days <= MOST_DELAY_DAYS:
        yield Objection(ModeRefusal.MODE_DELAY_LIMIT, {"most": MOST_DELAY_DAYS})
    if mode.type in NEED_ADDRESS and not mode.needs_address:
        yield Objection(ModeRefusal.MODE_NEEDS_ADDRESS, {"type": mode.type})
    if mode.type in NEED_EMAIL and not mode.needs_email:
        yield Objection(ModeRefusal.MODE_NEEDS_EMAIL, {"type": mode.type})
    if mode.price_minor < 0:
        yield Objection(ModeRefusal.MODE_PRICE_NEGATIVE)
    if mode.price_minor > MOST_AMOUNT:
        yield Objection(ModeRefusal.MODE_PRICE_TOO_LARGE)


def code_objection(code: str) -> Objection | None:
    """A code begins with a letter, a digit or `_`, goes on with these, `.` and `-`."""
    if re.fullmatch(CODE_PATTERN, code):
        return None
    return Objection(ModeRefusal.MODE_CODE_MALFORMED, {"most": CODE_LIMIT})


def type_objection(code: str, old: ShipmentType, new: ShipmentType, *, in_use: bool) -> Objection | None:
    """Whether a mode may be of another type: not once a shipment goes by it."""
    if not in_use or old is new:
        return None
    return Objection(ModeRefusal.MODE_TYPE_KEPT, {"mode": code, "type": old})
