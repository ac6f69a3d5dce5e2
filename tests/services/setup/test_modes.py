"""Shipment modes, channels and media of a setup file: faults by line and key, and the way back into a file."""

from __future__ import annotations

import pytest

from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.mode_setup import mode_sheet
from boxoffice_tui.services.setup.apply import apply_setup
from boxoffice_tui.services.setup.export import export_setup
from boxoffice_tui.views.setup import Change
from tests.services.setup.test_refusals import line_of, problems

LETTER = """
[[modes]]
code = "facture"
name = { fr = "Facture", de = "Rechnung" }
type = "email"
tickets = false
documents = true
delay_days = 366
destination = "foreign"
needs_email = true
price = "0.50"

[[media]]
code = "mobile"
name = "Téléphone"
"""


def test_all_of_a_mode_comes_back_out_of_the_database(desk: Desk, lake: str) -> None:
    text = lake.replace('media = { by_hand = "thermal"', 'media = { mobile = "mobile", by_hand = "thermal"')
    text = text.replace('modes = ["by_hand", "post"]', 'modes = ["facture", "post"]') + LETTER
    assert apply_setup(desk, text).written
    exported = export_setup(desk)
    assert LETTER.partition("\n\n")[0].strip() in exported
    assert 'modes = ["post", "facture"]' in exported
    assert 'media = { by_hand = "thermal", mobile = "mobile", post = "thermal" }' in exported
    again = apply_setup(desk, exported)
    assert {thing.change for thing in again.things} == {Change.UNCHANGED}
    mode = mode_sheet(desk, "facture").mode
    assert mode is not None
    assert (mode.delay_days, mode.channels) == (366, ("counter",))


@pytest.mark.parametrize(
    ("old", "new", "key", "code"),
    [
        ("needs_address = true", "needs_address = false", "needs_address", "mode_needs_address"),
        ("delay_days = 5", "delay_days = 367", "delay_days", "mode_delay_limit"),
        ('name = { fr = "Poste", en = "Post" }', 'name = { en = "Post" }', "name", "mode_name_required"),
        ('type = "post"', 'type = "post"\ntickets = false', "tickets", "mode_carries_nothing"),
        ("delay_days = 5", 'delay_days = 5\nchanel = "x"', "chanel", "setup_key_unknown"),
        ('price = "2.50"\n\n', 'price = "-2.5"\n\n', "price", "setup_amount_wrong"),
        ('price = "2.50"\n\n', 'price = "92233720368547758"\n\n', "price", "setup_amount_too_large"),
    ],
)
def test_a_mode_that_cannot_be_is_told_by_line_and_key(
    untouched: Desk, lake: str, old: str, new: str, key: str, code: str
) -> None:
    text = lake.replace(old, new, 1)
    ((line, told, found, _),) = problems(untouched, text)
    assert (line, told, found) == (line_of(text, new) + new.rstrip().count("\n"), f"modes[2].{key}", code)


def test_what_a_mode_lacks_is_told_where_the_mode_is(untouched: Desk, lake: str) -> None:
    text = lake.replace('type = "post"', 'type = "email"')
    found = [(key, code) for _, key, code, _ in problems(untouched, text)]
    assert found == [("modes[2].tickets", "mode_documents_only"), ("modes[2].needs_email", "mode_needs_email")]
    assert {line for line, *_ in problems(untouched, text)} == {line_of(text, '[[modes]]\ncode = "post"')}
    named = lake.replace('language = "fr"', 'language = "it"', 1)
    assert {(key, code) for _, key, code, _ in problems(untouched, named)} == {
        ("modes[1].name", "mode_name_required"),
        ("modes[2].name", "mode_name_required"),
    }


def test_a_new_code_differs_from_others_by_more_than_its_case(untouched: Desk, lake: str) -> None:
    text = lake + LETTER.replace('"facture"', '"POST"').replace('"mobile"', '"Mobile"') + LETTER.split("\n\n")[1]
    assert [(key, code, facts) for _, key, code, facts in problems(untouched, text)] == [
        ("modes[3]", "setup_code_alike", {"section": "modes", "name": "POST", "other": "post"}),
        ("media[3]", "setup_code_alike", {"section": "media", "name": "mobile", "other": "Mobile"}),
    ]
