"""What the two printer languages put on paper, read back by a reader that knows no other command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.documents.thermal import printable
from boxoffice_tui.documents.ticket_escpos import ticket_escpos
from boxoffice_tui.documents.ticket_fgl import ticket_fgl
from boxoffice_tui.views.documents import TicketFacts
from tests.documents import printed
from tests.documents.examples import BOUGHT, HOSTILE, HOUSE, POSTED, TICKET
from tests.documents.printed import Paper

Printed = Callable[..., Paper]
TRAINING = replace(HOUSE, training=True)


def on_escpos(ticket: TicketFacts, house: object = HOUSE, language: str = "en") -> Paper:
    (paper,) = printed.escpos(ticket_escpos(ticket, house, language, BOUGHT))  # type: ignore[arg-type]
    return paper


def on_fgl(ticket: TicketFacts, house: object = HOUSE, language: str = "en") -> Paper:
    (paper,) = printed.fgl(ticket_fgl(ticket, house, language, BOUGHT))  # type: ignore[arg-type]
    return paper


BOTH = pytest.mark.parametrize("on_paper", [on_escpos, on_fgl])
written_by_people = st.text(st.characters(), max_size=60) | st.text("<>{}^~\x1b\x1d\x10|pQR1\n", max_size=30)


@BOTH
def test_a_ticket_carries_what_the_law_wants_and_its_code_is_the_token(on_paper: Printed) -> None:
    paper = on_paper(TICKET)
    for said in (
        "Orchestre de la Ville", "Casse-Noisette", "Saturday 5 December 2026", "08:00 pm", "Grande salle",
        "Toronto", "Galerie", "Row F", "Seat 12", "Plein tarif", "$35.00", "Ticket no. 1207",
        "Qm9z Y29t LXRp Y2tl dC0x MjM0 NQ", "Issued 14/08/2026 03:20 pm",
    ):  # fmt: skip
        assert said in paper.text, said
    assert paper.code == TICKET.token
    assert "TRAINING" not in paper.text
    assert "DUPLICATE" not in paper.text
    assert paper == on_paper(TICKET)


@BOTH
def test_a_training_paper_a_duplicate_and_a_free_place_say_so(on_paper: Printed) -> None:
    paper = on_paper(replace(POSTED, copy=2), TRAINING)
    for said in ("TRAINING", "Not valid for admission", "DUPLICATE 2", "free", "Unreserved seating"):
        assert said in paper.text, said
    french = on_paper(replace(POSTED, copy=3), TRAINING, "fr").text
    assert "DUPLICATA 3" in french
    assert "ENTRAÎNEMENT" in french or (on_paper is on_fgl and "ENTRAINEMENT" in french)


def test_letters_stay_where_the_code_page_has_them_and_are_written_in_latin_where_not() -> None:
    accented = replace(TICKET, event="Cœur «Été»", holder="Łukasz Щёлоков", venue="Grüße 5\u202f€\u00a0!")
    assert {"Cœur «Été»", "Grüße 5 € !", "Lukasz Shchelokov"} <= set(on_escpos(accented).lines)
    assert {"Coeur ((Ete))", "Grusse 5 EUR !", "Lukasz Shchelokov"} <= set(on_fgl(accented).lines)
    assert printable("e\u0301\u200d山\U0001f600\ue000", "cp1252") == "éShan:grinning:"


@BOTH
def test_what_is_too_long_is_shortened_and_nothing_else_is_pushed_off(on_paper: Printed) -> None:
    paper = on_paper(replace(TICKET, event="Wagner " * 60, venue="x" * 400, holder="Ö" * 300), TRAINING)
    assert "Wagner" in paper.text
    assert "..." in paper.text
    assert {"$35.00", "Ticket", "no.", "1207"} <= set(paper.text.split())
    rows = [int(one[2:].split(",")[0]) for one in paper.commands if one.startswith("RC")]
    assert max(rows, default=0) < 600 - 24


def test_a_page_torn_anywhere_spoils_no_page_behind_it() -> None:
    torn, whole = (ticket_escpos(one, HOUSE, "en", BOUGHT) for one in (TICKET, POSTED))
    for end in (*range(400, 900, 7), *range(900, len(torn), 501), *range(len(torn) - 5, len(torn))):
        assert printed.escpos(torn[:end] + whole)[-1] == on_escpos(POSTED)
    torn, whole = (ticket_fgl(one, HOUSE, "en", BOUGHT) for one in (TICKET, POSTED))
    for end in range(len(torn) - len("<QR8>{x}<p>"), len(torn)):
        assert printed.fgl(torn[:end] + whole) == [on_fgl(POSTED)]


@BOTH
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_words(on_paper: Printed, text: str) -> None:
    paper = on_paper(replace(TICKET, event=text, holder=text, venue=text, section=text, rate=text))
    assert paper.code == TICKET.token


@BOTH
@given(text=written_by_people, other=written_by_people)
def test_no_command_is_printed_that_was_not_ours(on_paper: Printed, text: str, other: str) -> None:
    hostile = replace(
        TICKET, event=text, venue=other, venue_address=text, section=other, row=text, place=other,
        seat_category=text, rate=other, holder=text,
    )  # fmt: skip
    house = replace(HOUSE, name=other)
    paper = on_paper(hostile, house)
    assert paper.code == TICKET.token
    assert "Ticket no. 1207" in paper.lines
