"""How a command is written: a function of a session; options every command takes, help in the user's language.

    @command(app, "note", N_("Append a note to an order."), writes=True)
    def note(session: Session, key: str, number: Number, text: …) -> None:

A command that writes is given its idempotency key, `--key` or a new one, and ends before a signal ends it.
"""

from __future__ import annotations

import inspect
import secrets
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, TypeVar, cast, get_args, get_type_hints

import typer
from typer._click import Context
from typer.core import TyperCommand, TyperGroup

from boxoffice_tui.cli.session import Options, Said, Session
from boxoffice_tui.cli.signals import ending_first
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.locales.translate import N_, _

Act = TypeVar("Act", bound=Callable[..., int | None])
T = TypeVar("T")
KEY_BYTES = 16

_Key = Annotated[
    str, typer.Option("--key", metavar="KEY", help=N_("Repeat with the same key: nothing is done twice."))
]
_TOLD_ABOVE = frozenset(one.name for one in fields(Options)) - {"json"}
_ALIKE = (
    {"find", "list", "ls", "search", "show"},
    {"add", "create", "init", "new", "sell"},
    {"change", "edit", "modify", "update"},
    {"cancel", "delete", "erase", "remove", "rm"},
    {"dump", "export", "save"},
)
_ARGUMENTS = N_("Arguments")
_OPTIONS = N_("Options")
_COMMANDS = N_("Commands")
_OF_TYPER = (
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)


def noun() -> typer.Typer:
    """An app for the commands of one noun."""
    return typer.Typer(cls=Noun, add_completion=False, rich_markup_mode=None, no_args_is_help=True)


def command(
    app: typer.Typer, name: str, told: str, *, writes: bool = False, dashes: bool = False
) -> Callable[[Act], Act]:
    """Makes a function of a `Session` a command of `app`; of a session and a key where it `writes`.

    With `dashes` an argument may begin with one, as barcodes do, and is no misspelt option.
    """

    def decorate(act: Act) -> Act:
        own = list(inspect.signature(act, eval_str=True).parameters.values())[2 if writes else 1 :]

        def run(ctx: Context, **given: Any) -> int | None:
            session = cast(Session, ctx.obj)
            session.options = gathered(Options, given).over(session.options)
            key = given.pop("key", "") or secrets.token_urlsafe(KEY_BYTES)
            arguments = arguments_of(own, given)
            if not writes:
                return act(session, **arguments)
            with ending_first():
                return act(session, key, **arguments)

        key = [_parameter("key", _Key, "")] if writes else []
        sign(run, [*own, *key, _parameter("options", Options, None)])
        app.command(name, cls=Leaf, help=told, context_settings={"ignore_unknown_options": dashes})(run)
        return act

    return decorate


def sign(run: Callable[..., Any], parameters: Sequence[inspect.Parameter]) -> None:
    """Gives `run` the signature Typer reads: a context, then `parameters`, a dataclass as its fields."""
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Context)
    flat = [one for parameter in parameters for one in _flat(parameter)]
    run.__signature__ = inspect.Signature([context, *flat])  # type: ignore[attr-defined]
    run.__annotations__ = {}


def arguments_of(parameters: Sequence[inspect.Parameter], given: dict[str, Any]) -> dict[str, Any]:
    """What was given, the fields of a dataclass gathered into one argument."""
    return {
        one.name: gathered(cast(type[Any], one.annotation), given)
        if is_dataclass(one.annotation)
        else given.pop(one.name)
        for one in parameters
    }


def gathered(kind: type[T], given: dict[str, Any]) -> T:
    """Options that belong together, taken out of `given`."""
    return kind(**{one.name: given.pop(one.name) for one in fields(kind) if one.name in given})  # type: ignore[arg-type]


def _flat(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    kind = parameter.annotation
    if not is_dataclass(kind):
        return [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)]
    hints = get_type_hints(kind, include_extras=True)
    return [_parameter(one.name, _for_typer(hints[one.name]), one.default) for one in fields(kind)]


def _for_typer(kind: Any) -> Any:
    """What Typer reads of a field that says itself how it is said; others are written for it."""
    said = next((one for one in get_args(kind) if isinstance(one, Said)), None)
    if said is None:
        return kind
    return Annotated[get_args(kind)[0], typer.Option(said.name, metavar=said.metavar, help=said.told)]


def _parameter(name: str, kind: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)


class Leaf(TyperCommand):
    """A command; its help is in the process's language."""

    def get_help(self, ctx: Context) -> str:
        """The whole help."""
        return _help_of(self, ctx, ())

    def get_usage(self, ctx: Context) -> str:
        """The line that says what goes where."""
        return _usage_of(self, ctx)


class Noun(TyperGroup):
    """The commands of one noun."""

    def get_help(self, ctx: Context) -> str:
        """The whole help."""
        return _help_of(self, ctx, [(name, _(str(one.help))) for name, one in sorted(self.commands.items())])

    def get_usage(self, ctx: Context) -> str:
        """The line that says what goes where."""
        return _usage_of(self, ctx)

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:
        """The command that is meant. Raises `UsageProblemError` (command_unknown)."""
        if args[0] not in self.commands and not ctx.resilient_parsing:
            known = tuple(sorted(self.commands))
            raise UsageProblemError("command_unknown", name=args[0], near=_meant(args[0], known), known=known)
        return super().resolve_command(ctx, args)


def _meant(name: str, known: Sequence[str]) -> tuple[str, ...]:
    """The commands that may have been meant: other words for the same, else those written much like it."""
    from difflib import get_close_matches

    alike = [word for words in _ALIKE if name in words for word in sorted(words) if word in known]
    return tuple(alike or get_close_matches(name, known))


def _usage_of(command: TyperCommand | TyperGroup, ctx: Context) -> str:
    return f"{_usage_label()} {ctx.command_path} {_pieces(command, ctx)}"


def _usage_label() -> str:
    """Outside any f-string, in which no msgid is found."""
    return _("Usage:")


def _pieces(command: TyperCommand | TyperGroup, ctx: Context) -> str:
    arguments = [
        f"{one.metavar}…" if one.nargs == -1 else f"{one.metavar}"
        for one in command.get_params(ctx)
        if one.param_type_name == "argument"
    ]
    rest = ["COMMAND …"] if isinstance(command, TyperGroup) else arguments
    return " ".join(["[OPTIONS]", *rest])


def _help_of(command: TyperCommand | TyperGroup, ctx: Context, commands: Any) -> str:
    formatter = ctx.make_formatter()
    formatter.write_usage(ctx.command_path, _pieces(command, ctx), f"{_usage_label()} ")
    if command.help:
        formatter.write_paragraph()
        formatter.write_text(_(command.help))
    told_above = _TOLD_ABOVE if ctx.parent is not None else frozenset()
    parameters = [one for one in command.get_params(ctx) if one.name not in told_above]
    sections = (
        (_ARGUMENTS, [_record(one) for one in parameters if one.param_type_name == "argument"]),
        (_OPTIONS, [_record(one) for one in parameters if one.param_type_name == "option"]),
        (_COMMANDS, list(commands)),
    )
    for title, rows in sections:
        if rows:
            with formatter.section(_(title)):
                formatter.write_dl(rows)
    return formatter.getvalue().rstrip("\n")


def _record(parameter: Any) -> tuple[str, str]:
    """A parameter and what it is for."""
    told = _(parameter.help)
    if parameter.param_type_name == "argument":
        return parameter.display_name_raw.upper(), told
    metavar = "" if parameter.is_flag else f" {parameter.metavar or 'TEXT'}"
    return ", ".join(parameter.opts) + metavar, told
