"""What the dialog of a contact asks of the services: each function runs in a thread, with a desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boxoffice_tui.views.contacts import (
    ContactDetails,
    ContactRow,
    Doubts,
    Merged,
    NewContact,
    PostalForm,
    SimilarContact,
)

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

MOST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """A contact as it is now, as lists show it unless it is one to be, and how its address is typed."""

    details: ContactDetails
    row: ContactRow | None
    form: PostalForm


@dataclass(frozen=True, slots=True)
class Look:
    """What is known about a contact as far as it is typed."""

    typed: NewContact
    similar: tuple[SimilarContact, ...]
    relays: tuple[ContactRow, ...]
    doubts: Doubts


def open_contact(desk: Desk, contact_id: int | None) -> Opened:
    """A contact, or one to be."""
    from boxoffice_tui.services import contact_form, contacts

    details = contacts.contact_details(desk, contact_id)
    row = contacts.show_contact(desk, contact_id) if contact_id is not None else None
    return Opened(details, row, contact_form.postal_form(details.fields.address.country))


def look(desk: Desk, typed: NewContact, contact_id: int | None) -> Look:
    """Who is alike besides the contact itself; who else stands for the structure; what may be wrong."""
    from boxoffice_tui.services import contact_form, similar_contacts

    similar = similar_contacts.similar_contacts(desk, typed, contact_id, MOST_ALIKE)
    relays = contact_form.relays_of(desk, typed.structure, contact_id)
    return Look(typed, similar, relays, contact_form.doubts(desk, typed))


@dataclass(frozen=True, slots=True)
class Preview:
    """The contact that would stay and the one that would go, as they are now, and what would move."""

    kept: ContactRow
    other: ContactRow
    moves: Merged


def preview(desk: Desk, kept: ContactRow, other: ContactRow) -> Preview:
    """What would move if `other` became `kept`."""
    from boxoffice_tui.services import contact_merge, contacts

    stays, goes = (contacts.show_contact(desk, one.contact_id) for one in (kept, other))
    return Preview(stays, goes, contact_merge.preview_merge(desk, kept.contact_id, other.contact_id))


def merge(desk: Desk, key: str, kept: ContactRow, other: ContactRow) -> ContactRow:
    """Makes two contacts one unless one is not what was seen any more; the kept one as it is then."""
    from boxoffice_tui.services import contact_merge, contacts

    merged = contact_merge.merge_contacts(desk, key, kept.contact_id, other.contact_id, (kept, other))
    return contacts.show_contact(desk, merged.contact_id)


def save(
    desk: Desk, key: str, contact_id: int | None, typed: NewContact, seen: NewContact | None
) -> ContactRow:
    """Adds a contact, or makes one what is typed unless it is not what was seen any more."""
    from boxoffice_tui.services import contacts

    if contact_id is None:
        saved = contacts.add_contact(desk, key, typed)
    else:
        saved = contacts.change_contact(desk, key, contact_id, typed, seen)
    return contacts.show_contact(desk, saved)
