"""Every key of the program is one that a terminal without the Kitty protocol can send (tmux, xterm, PuTTY)."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.binding import Binding

from benchmarks.start import SHELL, output_until, spawn
from boxoffice_tui.screens.base import ShellScreen
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.keyboard import let_alt_digits_through
from boxoffice_tui.screens.shell import SHELL_COMMANDS
from tests.screens.every import every_screen


@pytest.fixture(autouse=True)
def as_the_program_hears() -> None:
    let_alt_digits_through()


def heard(sent: str) -> list[str]:
    """The keys that are heard when a terminal sends `sent` and then nothing."""
    parser = XTermParser()
    found = [*parser.feed(sent), *parser.feed("")]
    return [one.key for one in found if isinstance(one, events.Key)]


def sent_by(key: str) -> str:
    """What a terminal of old sends for `key`, nothing where no letter or digit is in it."""
    modifier, _plus, last = key.rpartition("+")
    if len(last) != 1 or not last.isalnum():
        return ""
    return {"alt": f"\x1b{last}", "ctrl": chr(ord(last) & 31), "": last}[modifier]


def commands_of(screen: type[ShellScreen[Any]]) -> tuple[Command, ...]:
    return screen._merged_commands


@pytest.mark.parametrize("screen", every_screen(), ids=lambda screen: screen.__qualname__)
def test_the_keys_of_a_screen_arrive_as_they_are(screen: type[ShellScreen[Any]]) -> None:
    keys = {key for command in commands_of(screen) for key in command.keys}
    keys |= {
        key
        for binding in screen.BINDINGS
        for key in (binding.key if isinstance(binding, Binding) else binding[0]).split(",")
    }
    assert {key: heard(sent) for key in keys if (sent := sent_by(key)) and heard(sent) != [key]} == {}


@pytest.mark.parametrize("command", SHELL_COMMANDS, ids=lambda command: command.id)
def test_the_keys_of_every_screen_arrive_as_they_are(command: Command) -> None:
    assert [heard(sent_by(key)) for key in command.keys if sent_by(key)] == [
        [key] for key in command.keys if sent_by(key)
    ]


@pytest.mark.parametrize(("sent", "key"), [("\x1bf", "ctrl+right"), ("\x1bb", "ctrl+left")])
def test_the_words_of_a_field_are_still_walked_by_what_some_terminals_send(sent: str, key: str) -> None:
    assert heard(sent) == [key]


def test_alt_and_a_digit_goes_to_a_workplace_in_a_terminal_of_old() -> None:
    two = SHELL.replace('{"archives": Empty}', '{"archives": Empty, "reports": Second}').replace(
        "class Closed:", 'class Second(Page):\n    PLACE = "The second place"\nclass Closed:'
    )
    child, terminal = spawn(two)
    output_until(re.compile(rb"ANNE"), terminal)
    os.write(terminal, b"\x1b8")
    output_until(re.compile(rb"The second place"), terminal)
    os.write(terminal, b"\x11")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.close(terminal)
