from __future__ import annotations

import pytest

from boxoffice_tui.locales import translate
from boxoffice_tui.views.states import OrderState, Origin, TicketState
from boxoffice_tui.widgets.badges import origin_badge, state_badge


@pytest.mark.parametrize("states", [OrderState, TicketState])
def test_every_state_has_a_mark_and_a_word_of_its_own(states: type[OrderState | TicketState]) -> None:
    said = [state_badge(state).plain for state in states]
    assert len({text[0] for text in said}) == len(said)
    assert all(text[1] == " " and len(text) > 4 for text in said)


def test_an_origin_says_whether_our_staff_made_it() -> None:
    assert {origin.value: origin_badge(origin).plain[0] for origin in Origin} == {
        "counter": "■", "phone": "■", "agency": "■", "site": "◇", "widget": "◇", "cart": "◇", "facebook": "◇"
    }  # fmt: skip
    assert origin_badge("[b]kiosk\x1b").plain == "? [b]kiosk"


def test_badges_speak_the_language_of_now() -> None:
    translate.use("fr")
    assert origin_badge("counter").plain == "■ Guichet"
