"""Typer's own errors are English and speak of its insides; each becomes one of ours."""

from __future__ import annotations

import re
from difflib import get_close_matches

from typer._click import exceptions as click
from typer.exceptions import TyperException

from boxoffice_tui.cli.usage import UsageProblemError

_FLAG = "does not take a value"
_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((?P<text>.*)\)", re.DOTALL)


def problem_of(error: TyperException) -> UsageProblemError:
    """Typer's error as one of ours."""
    if isinstance(error, click.NoArgsIsHelpError) or not isinstance(error, click.UsageError):
        return UsageProblemError("usage", told=error.format_message())
    usage = error.ctx.get_usage() if error.ctx is not None else ""
    return _of_parameter(error, usage) or _of_the_rest(error, usage)


def _of_parameter(error: click.UsageError, usage: str) -> UsageProblemError | None:
    if isinstance(error, click.NoSuchOption):
        return UsageProblemError("option_unknown", usage=usage, name=error.option_name, near=_near(error))
    if isinstance(error, click.MissingParameter):
        return UsageProblemError("argument_missing", usage=usage, name=_name_of(error))
    if isinstance(error, click.BadParameter):
        return UsageProblemError("usage", _name_of(error), usage=usage, told=error.message)
    if isinstance(error, click.BadOptionUsage):
        code = "option_flag" if _FLAG in error.message else "option_usage"
        return UsageProblemError(code, usage=usage, name=error.option_name)
    return None


def _near(error: click.NoSuchOption) -> tuple[str, ...]:
    """The options that may have been meant; the dashes all have in common make none of them nearer."""
    known = {one.lstrip("-"): one for one in error.possibilities or ()}
    return tuple(known[name] for name in get_close_matches(error.option_name.lstrip("-"), known))


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
