"""What a shipment mode may be."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.rules.money import MOST_AMOUNT
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.shipment_modes import (
    MOST_DELAY_DAYS,
    NEED_ADDRESS,
    NEED_EMAIL,
    PART_OF,
    TICKET_TYPES,
    ModeRefusal,
    ModeTerms,
    code_objection,
    mode_objections,
    type_objection,
)

types = st.sampled_from(ShipmentType)
names = st.dictionaries(st.sampled_from(["fr", "en"]), st.sampled_from(["", "  ", "Poste"]))
modes = st.builds(
    ModeTerms,
    names=names,
    type=types,
    tickets=st.booleans(),
    documents=st.booleans(),
    delay_days=st.none() | st.integers(-3, MOST_DELAY_DAYS + 3),
    needs_address=st.booleans(),
    needs_email=st.booleans(),
    price_minor=st.integers(-5, 5) | st.integers(MOST_AMOUNT - 5, MOST_AMOUNT + 5),
)


@given(modes)
def test_each_fault_is_told_once_where_it_is_and_nothing_else(mode: ModeTerms) -> None:
    carries_tickets_it_cannot = mode.type is ShipmentType.EMAIL and mode.tickets
    expected = {
        ModeRefusal.MODE_NAME_REQUIRED: not mode.names.get("fr", "").strip(),
        ModeRefusal.MODE_DOCUMENTS_ONLY: carries_tickets_it_cannot,
        ModeRefusal.MODE_CARRIES_NOTHING: not mode.tickets and not mode.documents,
        ModeRefusal.MODE_DELAY_LIMIT: mode.delay_days is not None and mode.delay_days not in range(367),
        ModeRefusal.MODE_NEEDS_ADDRESS: mode.type.value.endswith("post") and not mode.needs_address,
        ModeRefusal.MODE_NEEDS_EMAIL: mode.type.value in {"print_at_home", "email"} and not mode.needs_email,
        ModeRefusal.MODE_PRICE_NEGATIVE: mode.price_minor < 0,
        ModeRefusal.MODE_PRICE_TOO_LARGE: mode.price_minor > 10**12,
    }
    assert [one.code for one in mode_objections(mode, "fr")] == [code for code, wrong in expected.items() if wrong]


@given(types, st.none() | st.integers(0, MOST_DELAY_DAYS), st.integers(0, MOST_AMOUNT))
def test_every_type_can_be_set_up(kind: ShipmentType, delay: int | None, price: int) -> None:
    mode = ModeTerms(
        {"fr": "Mode"},
        kind,
        kind in TICKET_TYPES,
        kind not in TICKET_TYPES,
        delay,
        kind in NEED_ADDRESS,
        kind in NEED_EMAIL,
        price,
    )
    assert mode_objections(mode, "fr") == ()
    assert [one.code for one in mode_objections(mode, "en")] == [ModeRefusal.MODE_NAME_REQUIRED]


@given(types, types, st.booleans())
def test_a_mode_in_use_keeps_its_type(old: ShipmentType, new: ShipmentType, in_use: bool) -> None:
    kept = type_objection("poste", old, new, in_use=in_use)
    assert (kept is not None) is (in_use and old is not new)
    if kept is not None:
        assert kept == Objection(ModeRefusal.MODE_TYPE_KEPT, {"mode": "poste", "type": old})


@given(st.text(max_size=5) | st.from_regex(r"[a-zé0-9_][a-z.\-]{0,80}", fullmatch=True))
def test_a_code_is_what_a_setup_file_takes(code: str) -> None:
    good = 0 < len(code) <= 60 and bool(re.fullmatch(r"[\w.\-]+", code)) and code[0] not in ".-"
    assert (code_objection(code) is None) is good


@pytest.mark.parametrize("code", ModeRefusal)
def test_every_refusal_is_told_somewhere(code: ModeRefusal) -> None:
    assert PART_OF[code]
