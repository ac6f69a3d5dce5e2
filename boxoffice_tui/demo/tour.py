"""The tour: the main job by the commands a reader could type, each shown with what it printed.

It plays on a copy of the demo as it was built, so that it can be played again.
"""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from boxoffice_tui.cli.demo import demo_environment
from boxoffice_tui.cli.program import NAME, run
from boxoffice_tui.configuration import FILE_VARIABLE
from boxoffice_tui.demo.build import DATABASE, PRISTINE, TOUR, write_settings
from boxoffice_tui.demo.declaration import house_language, package_data
from boxoffice_tui.demo.scenes import TOUR_CUSTOMER, TOUR_PERFORMANCE, TOUR_SEATS
from boxoffice_tui.locales import translate
from boxoffice_tui.locales.translate import _
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import fold

_TYPED_LETTERS = 4
_METHOD = "credit_terminal"
_FIRST_SEAT = TOUR_SEATS[0].split("-", 1)[1]


class CommandFailedError(Exception):
    """A command of the tour did not end with 0; `exit_code` is what it ended with."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


def play(folder: Path, language: str) -> int:
    """Plays the main job on the demo in `folder`, in `language` ("" for the house's); the exit code.

    What it did can be looked at afterwards: everything is kept beside the demo until the next tour.
    """
    stage = folder / TOUR
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(mode=0o700)
    shutil.copy(folder / PRISTINE, stage / DATABASE)
    settings = write_settings(stage)
    spoken = language or house_language()
    with _variables(demo_environment(os.environ, settings, spoken)):
        translate.use(spoken)
        _say(_("The main job, by commands. To type them yourself, first:"))
        sys.stdout.write(f"\n$ export {FILE_VARIABLE}={shlex.quote(str(settings))}\n")
        if shutil.which(NAME) is None:
            sys.stdout.write(f'$ export PATH={shlex.quote(str(Path(sys.executable).parent))}:"$PATH"\n')
        try:
            _play()
        except CommandFailedError as failed:
            return failed.exit_code
    return 0


def _play() -> None:
    _say(_("A customer calls. Part of the name is enough, without accents, in any order."))
    name = _typed_name()
    _do("orders", "search", name)
    number = _order_of(name)
    _say(_("This is the order: two seats, paid."))
    _do("orders", "show", number)
    _say(_("One more friend comes along. Which seats are beside theirs?"))
    _do("seats", "propose", TOUR_PERFORMANCE, "--order", number, "--limit", "3")
    _say(_("The first one is added, at today's price; the two others keep theirs."))
    _do("orders", "add-ticket", number, "--beside", "--rate", "plein")
    _say(_("It is delivered like the others. These modes would do as well, and here is why some would not:"))
    _do("shipments", "offered", number, "--explain")
    _say(_("The difference is paid by card over the phone. Recording it takes no money by itself."))
    balance = _balance(number)
    _do("orders", "pay", number, _METHOD, balance)
    _say(_("The confirmation goes out with all three tickets. In training a mail is a file."))
    _do("orders", "confirm", number)
    _do("outbox", "send")
    _do("outbox", "list", "--order", number, "--limit", "1")
    _say(_("This is what the customer reads; the tickets and the calendar entry are attached."))
    _do("outbox", "show", str(_answer("outbox", "list", "--order", number)["mails"][0]["mail_id"]))
    _say(_("A note says why, for colleagues only."))
    _do("orders", "note", number, _("A friend joins them; paid by card over the phone."))
    _say(_("The history tells who did what, and when."))
    _do("orders", "history", number)
    _say(_("Nothing is left to finish, and the books are sound."))
    _do("orders", "show", number)
    _do("check")
    _say(
        _("The same by keyboard: open the demo in a terminal with {command}.").format(command=f"{NAME} demo")
    )


def _typed_name() -> str:
    """What a clerk types of the customer's name: the beginnings of its words, the last one first."""
    customer = package_data("people.toml")["known"][TOUR_CUSTOMER - 1]
    words = fold(f"{customer['last']} {customer['first']}").split()
    return " ".join(word[:_TYPED_LETTERS] for word in words)


def _order_of(name: str) -> str:
    """The number of the customer's order for the performance of the tour."""
    for found in _answer("orders", "search", name)["orders"]:
        page = _answer("orders", "show", found["number"])
        if len(page["tickets"]) == len(TOUR_SEATS) and page["tickets"][0]["seat"] == _FIRST_SEAT:
            return str(page["number"])
    raise CommandFailedError(1)


def _balance(number: str) -> str:
    """What is owed, as the language types amounts."""
    from boxoffice_tui.locales import formats

    owed = _answer("orders", "show", number)["balance"]
    return formats.amount(Money(owed["minor"], owed["currency"]), translate.current())


def _say(text: str) -> None:
    sys.stdout.write(f"\n# {text}\n")


def _do(*arguments: str) -> None:
    """Shows a command and runs it. Raises `CommandFailedError`."""
    sys.stdout.write(f"\n$ {NAME} {shlex.join(arguments)}\n")
    with redirect_stderr(sys.stdout):
        _run(arguments)


def _answer(*arguments: str) -> Any:
    """What a command answers as JSON, not shown."""
    with redirect_stdout(io.StringIO()) as printed:
        _run((*arguments, "--json"))
    return json.loads(printed.getvalue())


def _run(arguments: tuple[str, ...]) -> None:
    try:
        run(arguments, _no_screens)
    except SystemExit as end:
        if end.code:
            raise CommandFailedError(int(end.code)) from end


def _no_screens(_session: object) -> int:
    raise RuntimeError("a tour opens no screen")


@contextmanager
def _variables(environment: dict[str, str]) -> Iterator[None]:
    """The process's variables are these meanwhile: commands read theirs as from a shell."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
