"""Making one contact of two: what survives, and which two are never one (issue 3, merge of two contacts).

The kept contact stays itself: its number, and of name, e-mail, phone, address, structure and language what it has.
Of the other it takes those it has not; all that belonged to the other is its own from then on, the other's earlier
names and addresses too. A relay has one contact for each structure (spec/delivery.md, Rules, 5): two of different
structures stay two.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from boxoffice_tui.rules.contacts import ContactRefusal
from boxoffice_tui.rules.objection import Objection


class MergeRefusal(StrEnum):
    """Why two contacts are not made one."""

    MERGE_SAME = "merge_same"
    MERGE_STRUCTURES = "merge_structures"


@dataclass(frozen=True, slots=True)
class Mergeable:
    """What of a contact decides: `has` are the kinds of versions it has one of at present."""

    contact_id: int
    number: int
    erased: bool
    structure_id: int | None
    has: frozenset[str]


def merge_objection(kept: Mergeable, other: Mergeable) -> Objection | None:
    """Why `other` cannot become `kept`: it is it, one of them was erased, they stand for two structures."""
    if kept.contact_id == other.contact_id:
        return Objection(MergeRefusal.MERGE_SAME, {"number": kept.number})
    if kept.erased or other.erased:
        return Objection(ContactRefusal.CONTACT_ERASED)
    structures = {one for one in (kept.structure_id, other.structure_id) if one is not None}
    if len(structures) > 1:
        return Objection(MergeRefusal.MERGE_STRUCTURES, {"number": kept.number, "other": other.number})
    return None


def taken_over(kept: AbstractSet[str], other: AbstractSet[str]) -> frozenset[str]:
    """Of the kinds `other` has those that `kept` has not: they become its present ones."""
    return frozenset(other - kept)
