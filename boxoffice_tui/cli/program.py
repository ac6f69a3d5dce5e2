"""The program's command line: options for every command, and the nouns, each imported when it is called."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer._click import Context
from typer.exceptions import TyperException

from boxoffice_tui.cli.command import Noun, arguments_of, sign
from boxoffice_tui.cli.outcome import exit_code_of
from boxoffice_tui.cli.session import COMPLETION, OpenProgram, Options, Session
from boxoffice_tui.cli.typer_problems import problem_of
from boxoffice_tui.cli.usage import require_utf8
from boxoffice_tui.locales.translate import N_

NAME = "boxoffice"
_WHAT_IT_IS = N_(
    "The box office: find, sell, change and settle orders. Without a command the screens open; every "
    "command says more with --help."
)
_Version = Annotated[bool, typer.Option("--version", help=N_("Print the version and exit."))]

NOUNS: dict[str, tuple[str, str]] = {
    "backup": ("boxoffice_tui.cli.backup", N_("Copy the whole database to a new file, while others work.")),
    "check": (
        "boxoffice_tui.cli.check",
        N_("Check that money, seats, tickets, mails and the journal agree; exit 4 where they do not."),
    ),
    "closing": ("boxoffice_tui.cli.closings", N_("Close the books: run, verify, archive, list.")),
    "contacts": ("boxoffice_tui.cli.contacts", N_("Who buys: find, add, change, merge, erase, hand over.")),
    "db": ("boxoffice_tui.cli.db", N_("The database: its version, and how it is kept.")),
    "demo": ("boxoffice_tui.cli.demo", N_("Try everything on a small house of its own.")),
    "documents": (
        "boxoffice_tui.cli.documents",
        N_("Invoices, confirmations and letters: add, generate, send, print."),
    ),
    "articles": ("boxoffice_tui.cli.articles", N_("What is sold beside tickets.")),
    "events": ("boxoffice_tui.cli.events", N_("What is played.")),
    "import": (
        "boxoffice_tui.cli.imports",
        N_("Files of other systems: plans, programmes, contacts, orders."),
    ),
    "init": (
        "boxoffice_tui.cli.init",
        N_("Make a database and its organisation; you become its administrator."),
    ),
    "operators": ("boxoffice_tui.cli.operators", N_("Who may act, with which rights, and their PINs.")),
    "orders": ("boxoffice_tui.cli.orders.commands", N_("Find, sell, change and settle orders.")),
    "outbox": ("boxoffice_tui.cli.outbox", N_("Mails that wait, were sent, or came back.")),
    "performances": ("boxoffice_tui.cli.performances", N_("When it is played, and what is left.")),
    "reservations": (
        "boxoffice_tui.cli.reservations",
        N_("Places kept for a contact: reserve, take up, extend, release."),
    ),
    "restore": (
        "boxoffice_tui.cli.restore",
        N_("Put a backup in the place of the database; it is verified first."),
    ),
    "run-due": ("boxoffice_tui.cli.run_due", N_("End what is over, send what waits; for cron.")),
    "seats": ("boxoffice_tui.cli.seats.commands", N_("The seats of a performance.")),
    "setup": ("boxoffice_tui.cli.setup", N_("The organisation as one file.")),
    "shipments": ("boxoffice_tui.cli.shipments.commands", N_("How tickets reach the customer.")),
    "tickets": ("boxoffice_tui.cli.tickets", N_("Tickets at the door.")),
    "tills": ("boxoffice_tui.cli.tills", N_("Tills: open, cash in and out, close, report.")),
}
"""Noun → the module with its `app`, and what it is for."""


class Program(Noun):
    """The whole command line; only the noun that is called is imported."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {name: Noun(name=name, help=told) for name, (_module, told) in NOUNS.items()}

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:
        """The noun that is meant, imported now."""
        name = args[0]
        if name in NOUNS:
            self.commands[name] = _loaded(name)
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, *typers: Any, **extra: Any) -> Any:
        """Do what `args` say and leave the process with the exit code of DESIGN.md; Typer's own options go."""
        del typers
        arguments = list(sys.argv[1:] if args is None else args)
        session = Session(extra.pop("open_program", _no_program), os.environ)
        if os.environ.get(COMPLETION):
            session.speak()
            super().main(arguments, NAME, obj=session)
        session.options = said_ahead(arguments)
        session.speak()
        sys.exit(exit_code_of(lambda: self._done(arguments, session), session))

    def _done(self, arguments: list[str], session: Session) -> int:
        """Raises `UsageProblemError` where the arguments are no command."""
        for argument in arguments:
            require_utf8(argument, argument)
        try:
            with self.make_context(NAME, arguments, obj=session) as ctx:
                answer = self.invoke(ctx)
        except typer.Exit as end:
            return end.exit_code
        except TyperException as error:
            raise problem_of(error) from error
        return answer if isinstance(answer, int) else 0


def said_ahead(arguments: Sequence[str]) -> Options:
    """The language and the form of errors, wherever they stand: known before anything is parsed."""
    before = list(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    language = ""
    for position, argument in enumerate(before):
        if argument.startswith("--language="):
            language = argument.partition("=")[2]
        elif argument == "--language" and position + 1 < len(before):
            language = before[position + 1]
    return Options(language=language, json="--json" in before)


def _loaded(name: str) -> Any:
    app: typer.Typer = import_module(NOUNS[name][0]).app
    one = len(app.registered_commands) == 1 and app.registered_commands[0].name == name
    loaded = typer.main.get_command(app) if one else typer.main.get_group(app)
    loaded.name, loaded.help = name, NOUNS[name][1]
    return loaded


def _no_program(_session: Session) -> int:
    raise RuntimeError("nobody said how to open the screens")


def start(ctx: Context, options: Options, version: _Version = False) -> int | None:
    """The options of the program, and the screens when there is no command."""
    session: Session = ctx.obj
    session.options = options.over(session.options)
    if version:
        from importlib.metadata import version as version_of

        sys.stdout.write(f"{NAME} {version_of('boxoffice-tui')}\n")
        raise typer.Exit
    return None if ctx.invoked_subcommand is not None else session.open_program(session)


def _app() -> typer.Typer:
    parameters = list(inspect.signature(start, eval_str=True).parameters.values())[1:]

    def begin(ctx: Context, **given: Any) -> int | None:
        return start(ctx, **arguments_of(parameters, given))

    sign(begin, parameters)
    made = typer.Typer(cls=Program, rich_markup_mode=None)
    made.callback(invoke_without_command=True, help=_WHAT_IT_IS)(begin)
    return made


app = _app()


def run(arguments: Sequence[str] | None, open_program: OpenProgram) -> None:
    """Do what the command line says; ends the process. `open_program` opens the screens."""
    typer.main.get_command(app).main(arguments, open_program=open_program)
