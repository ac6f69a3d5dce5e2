"""Commands as data: keys, ways, names, and the faults the test of each workplace asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.binding import Binding

from boxoffice_tui.locales import translate
from boxoffice_tui.screens.base import Standing
from boxoffice_tui.screens.command import Command, allowed, bindings, command_for, key_name
from boxoffice_tui.screens.header import Hint, clipped, fitting, header_line
from boxoffice_tui.screens.palette import Offer, matching
from boxoffice_tui.screens.shell import SHELL_COMMANDS, commands_for
from tests.screens.command_faults import command_faults
from tests.screens.stage import Stage

ADD = Command("order.add_ticket", "Add a ticket", ("a", "alt+a"), "Order", footer=1)


def test_the_first_way_is_remapped_by_the_commands_id() -> None:
    assert ADD.ways == (("order.add_ticket", "a"), ("order.add_ticket.2", "alt+a"))
    made = [binding for binding in bindings([ADD]) if isinstance(binding, Binding)]
    assert [(one.key, one.id, one.action) for one in made] == [
        ("a", "order.add_ticket", "add_ticket"),
        ("alt+a", "order.add_ticket.2", "add_ticket"),
    ]


def test_a_command_is_found_by_action_and_parameters() -> None:
    french = next(command for command in SHELL_COMMANDS if command.id == "shell.language.fr")
    assert command_for(SHELL_COMMANDS, "language", ("fr",)) is french
    assert command_for(SHELL_COMMANDS, "language", ("nl",)) is None


def test_a_missing_right_disables_and_a_rule_forbids() -> None:
    refund = Command("order.refund", "Refund", ("r", "alt+r"), right="orders.refund")
    assert allowed(refund, None, frozenset()) is None
    assert allowed(refund, None, frozenset({"orders.refund"})) is True
    never = Command(
        "order.never", "Never", ("r", "alt+r"), applies=lambda _screen: False, right="orders.refund"
    )
    assert allowed(never, None, frozenset()) is False


@pytest.mark.parametrize(
    ("key", "name"),
    [("a", "a"), ("alt+a", "Alt+A"), ("ctrl+p", "Ctrl+P"), ("escape", "Esc"), ("f3", "F3"), ("enter", "Enter"),
     ("up", "↑"), ("shift+tab", "Shift+Tab"), ("alt+3", "Alt+3"), ("f12", "F12")],
)  # fmt: skip
def test_keys_read_as_people_say_them(key: str, name: str) -> None:
    assert key_name(key) == name


def test_the_stages_commands_and_the_shells_have_no_fault_together() -> None:
    assert command_faults((*Stage._merged_commands, *SHELL_COMMANDS)) == []


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        (("ctrl+h", "alt+b"), "order.other: ctrl+h is not on every keyboard or terminal"),
        (("/", "alt+b"), "order.other: / is not on every keyboard or terminal"),
        (("A", "alt+b"), "order.other: A is order.add_ticket"),
        (("b",), "order.other: no second way beside b"),
        (("f1", "alt+b"), "order.other: f1 is shell.help"),
    ],
)
def test_faults_of_keys(keys: tuple[str, ...], fault: str) -> None:
    other = Command("order.other", "Other", keys)
    assert fault in command_faults((*SHELL_COMMANDS, ADD, other))


def test_an_id_twice_and_a_footer_without_a_key_are_faults() -> None:
    silent = Command("order.add_ticket", "Other", (), footer=3)
    assert command_faults((ADD, silent)) == [
        "order.add_ticket: twice",
        "order.add_ticket: in the footer without a key",
    ]


def test_workplaces_that_are_not_built_have_no_command() -> None:
    ids = {command.id for command in commands_for({"archives": Stage})}
    assert "shell.archives" in ids
    assert "shell.counter" not in ids
    assert {"shell.help", "shell.palette", "shell.quit", "shell.language.it", "shell.look.ansi"} <= ids


footers = st.lists(
    st.builds(
        lambda number, footer, label: Hint(Command(f"c.{number}", label, ("a",), footer=footer), "a", label),
        st.integers(0, 10**6),
        st.integers(1, 9),
        st.text("aé語 ", max_size=20),
    ),
    max_size=14,
)


@given(footers, st.integers(0, 130))
def test_the_footer_holds_at_most_eight_in_order_and_drops_the_rarest_first(
    hints: list[Hint], width: int
) -> None:
    kept = fitting(hints, width)
    assert len(kept) <= 8
    assert sum(hint.cells for hint in kept) <= width
    positions = [next(n for n, one in enumerate(hints) if one is hint) for hint in kept]
    assert positions == sorted(positions)
    dropped = [hint for hint in hints if not any(hint is one for one in kept)]
    if kept and dropped:
        assert min(hint.command.footer for hint in dropped) >= max(hint.command.footer for hint in kept) or (
            len(hints) > len(kept)
            and min(hint.command.footer for hint in dropped) == max(hint.command.footer for hint in kept)
        )


names = st.text(max_size=60)


@given(names, names, names, names, st.booleans(), st.integers(80, 140))
def test_the_header_is_one_line_and_never_cuts_training(
    place: str, workplace: str, operator: str, till: str, training: bool, width: int
) -> None:
    line = header_line(Standing(place, operator, till, training), workplace, width)
    assert "\n" not in line.plain
    assert cell_len(line.plain) <= width
    assert (" TRAINING " in line.plain) >= training


def test_the_header_names_place_workplace_operator_and_till() -> None:
    line = header_line(Standing("Théâtre du Lac", "ANNE", "Caisse 2", True), "Archives", 60)
    assert line.plain == " Théâtre du Lac │ Archives      ANNE · Caisse 2   TRAINING  "


def test_the_houses_name_gives_way_first() -> None:
    line = header_line(
        Standing("A very long name of a very long house", "ANNE", "Till", True), "Archives", 50
    )
    assert line.plain.startswith(" A very long… │ Archives  ")
    assert line.plain.endswith("ANNE · Till   TRAINING  ")
    assert cell_len(line.plain) == 50


def test_clipping_counts_cells() -> None:
    from textual.content import Content

    assert cell_len(clipped(Content("語語語語"), 5).plain) <= 5


def test_the_palette_finds_by_words_without_accents_beginnings_first() -> None:
    found = [
        Offer(Command(f"c.{n}", name, ("a",)), name, "")
        for n, name in enumerate(["Déplacer un billet", "Ajouter un billet", "Billet à part", "Réimprimer"])
    ]
    assert [offer.name for offer in matching(found, "bil")] == [
        "Déplacer un billet",
        "Ajouter un billet",
        "Billet à part",
    ]
    assert [offer.name for offer in matching(found, "BILLET a")] == [
        "Ajouter un billet",
        "Billet à part",
        "Déplacer un billet",
    ]
    assert [offer.name for offer in matching(found, "imprimer")] == ["Réimprimer"]
    assert [offer.name for offer in matching(found, "eplacer")] == ["Déplacer un billet"]
    assert matching(found, "zzz") == []
    assert matching(found, "") == found


def test_key_names_follow_the_language() -> None:
    translate.use("xx")
    assert key_name("escape") == translate.pseudo("Esc")
