"""Whether two contacts are probably one person, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.likeness import Identity, Likeness, likenesses, name_words, phone_key, strength

ELOISE = Identity("Côté-Bélanger", "Éloïse", "eloise@exemple.ca", "+14185550100")
TEXTS = st.text("aéÉœ -'1+@.", max_size=8)
PEOPLE = st.builds(Identity, TEXTS, TEXTS, TEXTS, TEXTS)


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (Identity("Roy", "", " ELOISE@exemple.ca "), (Likeness.SAME_EMAIL,)),
        (Identity("Roy", phone="+1 418 555-0100"), (Likeness.SAME_PHONE,)),
        (Identity("cote  belanger", "ELOISE"), (Likeness.SAME_NAME,)),
        (Identity("Eloise", "Cote Belanger"), (Likeness.NAME_REORDERED,)),
        (Identity("eloise cote-belanger"), (Likeness.NAME_REORDERED,)),
        (Identity("Côté", "Éloïse"), ()),
        (Identity("Côté-Bélanger"), ()),
        (Identity(), ()),
        (
            Identity("Belanger Cote", "Eloise", "eloise@exemple.ca", "+14185550100"),
            (Likeness.SAME_EMAIL, Likeness.SAME_PHONE, Likeness.NAME_REORDERED),
        ),
    ],
)
def test_what_makes_two_contacts_one(other: Identity, reasons: tuple[Likeness, ...]) -> None:
    assert likenesses(ELOISE, other) == reasons


@given(PEOPLE, PEOPLE)
def test_likeness_is_mutual(one: Identity, other: Identity) -> None:
    assert likenesses(one, other) == likenesses(other, one)


@given(PEOPLE)
def test_everybody_is_like_themselves_in_all_that_is_known(person: Identity) -> None:
    known = {
        Likeness.SAME_EMAIL: bool(person.email.strip()),
        Likeness.SAME_PHONE: bool(phone_key(person.phone)),
        Likeness.SAME_NAME: bool(name_words(person)),
    }
    assert likenesses(person, person) == tuple(reason for reason, there in known.items() if there)


@given(PEOPLE)
def test_a_swapped_name_is_noticed_and_a_blank_never_is(person: Identity) -> None:
    swapped = Identity(person.first_name, person.last_name)
    named = {Likeness.SAME_NAME, Likeness.NAME_REORDERED} & set(likenesses(person, swapped))
    assert len(named) == (1 if name_words(person) else 0)
    assert likenesses(person, Identity()) == ()


@given(st.sets(st.sampled_from(Likeness), min_size=1), st.sets(st.sampled_from(Likeness)))
def test_the_strongest_reason_decides(one: set[Likeness], other: set[Likeness]) -> None:
    def places(reasons: set[Likeness]) -> list[int]:
        return sorted(list(Likeness).index(reason) for reason in reasons)

    first = min(places(one))
    if not other or first < min(places(other)):
        assert strength(one) > strength(other)
    assert (strength(one) == strength(other)) == (one == other)


def test_a_filler_is_no_phone_number() -> None:
    assert phone_key("0000") == phone_key("-") == ""
    assert likenesses(Identity(phone="1234"), Identity(phone="1234")) == ()
