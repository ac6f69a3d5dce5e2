"""Which two contacts are made one, and what the kept one takes over."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.contacts import ContactRefusal
from boxoffice_tui.rules.merging import Mergeable, MergeRefusal, merge_objection, taken_over
from boxoffice_tui.rules.objection import Objection

KINDS = st.sets(st.sampled_from(("name", "email", "phone", "address"))).map(frozenset)
CONTACTS = st.builds(
    Mergeable,
    st.integers(1, 3),
    st.integers(1, 999),
    st.booleans(),
    st.none() | st.integers(1, 2),
    KINDS,
)


@given(CONTACTS, CONTACTS)
def test_two_contacts_are_one_whichever_is_kept_or_never(one: Mergeable, other: Mergeable) -> None:
    there, back = merge_objection(one, other), merge_objection(other, one)
    assert (there.code if there else None) == (back.code if back else None)
    sound = not (one.erased or other.erased) and one.contact_id != other.contact_id
    of_one_structure = one.structure_id is None or other.structure_id in (None, one.structure_id)
    assert (there is None) == (sound and of_one_structure)


def test_the_reason_is_said_with_its_facts() -> None:
    one = Mergeable(1, 5, False, 1, frozenset())
    assert merge_objection(one, one) == Objection(MergeRefusal.MERGE_SAME, {"number": 5})
    other = Mergeable(2, 6, False, 2, frozenset())
    facts = {"number": 5, "other": 6}
    assert merge_objection(one, other) == Objection(MergeRefusal.MERGE_STRUCTURES, facts)
    erased = replace(other, erased=True)
    assert merge_objection(one, erased) == Objection(ContactRefusal.CONTACT_ERASED)


@given(KINDS, KINDS)
def test_what_the_kept_one_has_stays_and_nothing_known_is_lost(kept: frozenset[str], other: frozenset[str]) -> None:
    taken = taken_over(kept, other)
    assert taken.isdisjoint(kept)
    assert kept | taken == kept | other
