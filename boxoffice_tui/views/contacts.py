"""Contacts as forms and lists have them, and all there is about one for its export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from boxoffice_tui.rules.likeness import Likeness
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.postal import AddressPart, CodeKind


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact found; `name` as lists show it, `structure` "" unless it is a relay."""

    contact_id: int
    number: int
    name: str
    structure: str
    email: str
    phone: str
    postal_code: str
    city: str
    country: str
    language: str


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where post goes; all blank but the country: no address."""

    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return any((self.street, self.postal_code, self.city, self.region))


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact to be, as typed. `structure` is the name of the body it is a relay of, "" for a person alone;
    without a language or country it has those of the house.
    """

    last_name: str
    first_name: str = ""
    structure: str = ""
    email: str = ""
    phone: str = ""
    address: PostalAddress = PostalAddress()
    language: str = ""


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """A contact field by field; `contact_id` is None and `number` 0 for one to be."""

    contact_id: int | None
    number: int
    fields: NewContact


@dataclass(frozen=True, slots=True)
class PostalForm:
    """How an address is typed in a country: its fields in order, and what it calls a postal code."""

    country: str
    parts: tuple[AddressPart, ...]
    code: CodeKind


@dataclass(frozen=True, slots=True)
class Doubts:
    """What of a contact, as typed, may be wrong: parts of its address, its phone number, its e-mail address.

    Nothing is refused.
    """

    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """Two contacts made one: the kept one's id and number, the `other` one's number, how many orders, mails, and
    names, e-mails, phones and addresses went with it, and which of those kinds are the kept one's present now.
    """

    contact_id: int
    number: int
    other: int
    orders: int
    mails: int
    versions: int
    taken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimilarContact:
    """A contact that is probably the one being typed, and why, the strongest reason first."""

    contact: ContactRow
    reasons: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A name, e-mail, phone or address a contact has or had; `until` is None for the present one."""

    kind: str
    values: Mapping[str, str]
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ExportedTicket:
    """A ticket of an exported contact."""

    number: int
    event: str
    starts_at: datetime | None
    seat: str
    price: Money
    state: str


@dataclass(frozen=True, slots=True)
class ExportedOrder:
    """An order of an exported contact with everything on it; `articles` are (name, how many, the price of one)."""

    number: str
    bought_at: datetime
    state: str
    tickets: tuple[ExportedTicket, ...]
    articles: tuple[tuple[str, int, Money], ...]
    payments: tuple[tuple[datetime, str, Money], ...]
    notes: tuple[tuple[datetime, str], ...]


@dataclass(frozen=True, slots=True)
class ContactExport:
    """All the house holds about a contact; `merged` are the numbers it has besides its own, `mails` are (recorded,
    recipient, what kind), `documents` (last changed, what kind, addressee and text).
    """

    number: int
    language: str
    structure: str
    erased_at: datetime | None
    merged: tuple[int, ...]
    versions: tuple[Version, ...]
    orders: tuple[ExportedOrder, ...]
    mails: tuple[tuple[datetime, str, str], ...]
    documents: tuple[tuple[datetime, str, str], ...] = ()
