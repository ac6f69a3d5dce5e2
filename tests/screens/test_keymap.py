"""The keys of the settings: known ids and keys only, and none that two commands of one screen would share."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.__main__ import keys_of
from boxoffice_tui.configuration import ConfigurationError
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.keymap import every_set, require_keys

ADD = Command("order.add", "Add", ("a", "alt+a"))
NOTE = Command("order.note", "Note", ("n", "alt+n"))
FIND = Command("search.number", "Number", ("n", "alt+n"))
QUIT = Command("shell.quit", "Quit", ("ctrl+q",))
TOGETHER = ((ADD, NOTE, QUIT), (FIND, QUIT))


def refused(keys: dict[str, str], together: object = TOGETHER) -> tuple[str, dict[str, object]]:
    with pytest.raises(ConfigurationError) as error:
        require_keys(keys, "config.toml", together)  # type: ignore[arg-type]
    facts = dict(error.value.facts)
    assert facts.pop("place") == "config.toml"
    return error.value.code, facts


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("f6", "f6"),
        ("F6", "f6"),
        ("Alt+K", "alt+k"),
        ("ctrl+x, Ctrl+Y", "ctrl+x,ctrl+y"),
        ("z", "z"),
        ("Z", "Z"),
        ("pageup", "pageup"),
        ("shift+F3", "shift+f3"),
    ],
)
def test_a_key_is_taken_as_people_write_it(told: str, written: str) -> None:
    assert require_keys({"order.add": told}, "config.toml", TOGETHER) == {"order.add": written}


@pytest.mark.parametrize("told", ["", "f66", "hyper+a", "é", "/", "a+b", "alt+", "f6,,f7"])
def test_a_key_nobody_has_is_refused(told: str) -> None:
    code, facts = refused({"order.add": told})
    assert (code, facts["key"]) == ("configuration_key_malformed", "order.add")


@pytest.mark.parametrize(
    ("way", "near"),
    [
        ("order.ad", ("order.add",)),
        ("ordr.note", ("order.note",)),
        ("order.add.3", ("order.add.2",)),
        ("q7", ()),
    ],
)
def test_an_unknown_command_is_refused_and_the_nearest_named(way: str, near: tuple[str, ...]) -> None:
    assert refused({way: "f6"}) == ("configuration_command_unknown", {"key": way, "near": near})


@pytest.mark.parametrize(
    ("keys", "key", "value", "other"),
    [
        ({"order.add": "ctrl+q"}, "order.add", "ctrl+q", "shell.quit"),
        ({"order.add": "n"}, "order.add", "n", "order.note"),
        ({"order.add.2": "f6,Alt+N"}, "order.add.2", "alt+n", "order.note"),
        ({"order.add": "f6", "order.note": "f6"}, "order.add", "f6", "order.note"),
        ({"shell.quit": "n"}, "shell.quit", "n", "order.note"),
    ],
)
def test_a_key_of_another_command_of_the_same_screen_is_refused(
    keys: dict[str, str], key: str, value: str, other: str
) -> None:
    assert refused(keys) == ("configuration_key_taken", {"key": key, "value": value, "other": other})


@pytest.mark.parametrize(
    "keys",
    [
        {"order.add": "n", "order.note": "a"},
        {"order.add": "n", "order.note": "f6"},
        {"order.add": "a"},
        {"order.add": "f6", "search.number": "f6"},
    ],
)
def test_keys_may_be_swapped_freed_kept_and_shared_by_screens(keys: dict[str, str]) -> None:
    assert require_keys(keys, "config.toml", TOGETHER) == keys


ways = st.sampled_from(["order.add", "order.add.2", "order.note", "search.number", "shell.quit"])


@given(st.dictionaries(ways, st.sampled_from(["a", "n", "alt+a", "alt+n", "f6", "ctrl+q"]), max_size=4))
def test_what_is_taken_leaves_each_key_one_command_a_screen(keys: dict[str, str]) -> None:
    taken: dict[str, str] = {}
    with suppress(ConfigurationError):
        taken = require_keys(keys, "config.toml", TOGETHER)
    for commands in TOGETHER:
        pairs = [(taken.get(way, key), one.id) for one in commands for way, key in one.ways]
        assert len({key for key, _id in pairs}) == len({*pairs})


def test_the_programs_own_commands_are_known_and_its_keys_kept() -> None:
    sets = list(every_set())
    ids = {command.id for commands in sets for command in commands}
    assert {"order.add", "search.to_finish", "add_ticket.save", "payment.record", "shell.help"} <= ids
    own = {way: key for commands in sets for command in commands for way, key in command.ways}
    chosen = {way: own[way] for way in ("order.add", "search.number", "shell.palette")}
    assert require_keys(chosen, "") == chosen
    assert refused({"order.add": "ctrl+q"}, None) == (
        "configuration_key_taken",
        {"key": "order.add", "value": "ctrl+q", "other": "shell.quit"},
    )


def test_the_program_names_the_file_that_says_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = str(tmp_path / "settings.toml")
    monkeypatch.setenv("BOXOFFICE_CONFIG", place)
    assert keys_of({"order.add": "F6"}) == {"order.add": "f6"}
    with pytest.raises(ConfigurationError) as error:
        keys_of({"order.ad": "f6"})
    assert (error.value.code, error.value.facts["place"]) == ("configuration_command_unknown", place)
