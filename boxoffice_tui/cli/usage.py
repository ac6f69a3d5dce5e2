"""What was typed is not a command, or its file or settings are not: codes, and their sentences.

Typer's own errors are English and speak of its insides; each becomes one of these codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

from typer._click import exceptions as click
from typer.exceptions import TyperException

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.text import safe

_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((?P<text>.*)\)", re.DOTALL)
_SENTENCES: dict[str, tuple[str, ...]] = {
    "argument_missing": (N_("{name} is missing."),),
    "argument_unexpected": (N_("“{text}” is one argument too many."),),
    "option_unknown": (
        N_("There is no option {name}. Did you mean {near}?"),
        N_("There is no option {name}."),
    ),
    "option_usage": (N_("The option {name} takes a value."),),
    "command_unknown": (
        N_("There is no command “{name}”. Did you mean {near}?"),
        N_("There is no command “{name}”."),
    ),
    "command_missing": (N_("A command is missing."),),
    "choice_unknown": (N_("“{text}” is none of: {choices}."),),
    "value_malformed": (N_("“{text}” is not what is wanted here. Type it like {example}."),),
    "instant_malformed": (N_("“{text}” is not an instant with its zone. Type it like {example}."),),
    "options_exclude": (N_("{one} and {other} exclude each other. Give one of them."),),
    "option_needed": (N_("{name} is needed here."),),
    "ticket_name_ambiguous": (
        N_("Several tickets of this order are called {name}. Name one of them: id={ids}"),
    ),
    "seats_not_together": (
        N_("There are no {count} seats together. Ask for fewer, or accept others with --split."),
    ),
    "nothing_to_read": (N_("Nothing came from the standard input."),),
    "pins_differ": (N_("The two PINs differ. Type them again."),),
    "file_too_large": (N_("{place} is too large: {most} bytes at most."),),
    "file_not_text": (N_("{place} is not a text in UTF-8 (byte {position})."),),
    "file_unreadable": (N_("{place} cannot be read: {told}"),),
    "file_unwritable": (N_("{place} cannot be written: {told}"),),
    "file_exists": (N_("{place} is there already and is not overwritten."),),
    "configuration_unreadable": (N_("The settings in {place} cannot be read."),),
    "configuration_malformed": (N_("The settings in {place} are not TOML: {told}"),),
    "configuration_key_unknown": (N_("There is no setting “{key}” ({place}). Correct it, or take it out."),),
    "configuration_value": (N_("The setting “{key}” cannot be “{value}” ({place})."),),
}


class UsageProblemError(Exception):
    """A command that cannot be meant; `where` names the option or argument, "" for the whole.

    `usage` is the line that says what goes where, "" where it does not help; `told` is the sentence where
    the code alone does not make one.
    """

    def __init__(
        self,
        code: str,
        where: str = "",
        *,
        usage: str = "",
        told: str = "",
        facts: Mapping[str, object] | None = None,
        **more: object,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.where = where
        self.usage = usage
        self.told = told
        self.facts: Mapping[str, object] = {**(facts or {}), **more}


def require_utf8(text: str, place: str) -> None:
    """Raises `UsageProblemError` (file_not_text) where bytes that are no UTF-8 came in, as lone surrogates:
    nothing can store or say them.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        position = len(text[: error.start].encode())
        raise UsageProblemError("file_not_text", place=place, position=position) from error


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """The sentence of a code of this module, in the process's language; "" for any other code."""
    shown = {name: safe(_listed(value)) for name, value in facts.items() if value not in (None, "", ())}
    for msgid in _SENTENCES.get(code, ()):
        if {name for _text, name, _spec, _conversion in Formatter().parse(msgid) if name} <= shown.keys():
            return _(msgid).format_map(shown)
    return ""


def problem_of(error: TyperException) -> UsageProblemError:
    """Typer's error as one of ours."""
    if isinstance(error, click.NoArgsIsHelpError) or not isinstance(error, click.UsageError):
        return UsageProblemError("usage", told=error.format_message())
    usage = error.ctx.get_usage() if error.ctx is not None else ""
    return _of_parameter(error, usage) or _of_the_rest(error, usage)


def _of_parameter(error: click.UsageError, usage: str) -> UsageProblemError | None:
    if isinstance(error, click.NoSuchOption):
        near = tuple(sorted(error.possibilities or ()))
        return UsageProblemError("option_unknown", usage=usage, name=error.option_name, near=near)
    if isinstance(error, click.MissingParameter):
        return UsageProblemError("argument_missing", usage=usage, name=_name_of(error))
    if isinstance(error, click.BadParameter):
        return UsageProblemError("usage", _name_of(error), usage=usage, told=error.message)
    if isinstance(error, click.BadOptionUsage):
        return UsageProblemError("option_usage", usage=usage, name=error.option_name)
    return None


def _of_the_rest(error: click.UsageError, usage: str) -> UsageProblemError:
    extra = _EXTRA.fullmatch(error.message)
    if extra is not None:
        return UsageProblemError("argument_unexpected", usage=usage, text=extra["text"])
    return UsageProblemError("usage", told=error.message)


def _name_of(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return ""
    return parameter.opts[0] if parameter.param_type_name == "option" else parameter.display_name_raw.upper()


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)
