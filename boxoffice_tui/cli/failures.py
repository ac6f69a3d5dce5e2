"""What went wrong: a sentence in the user's language, or JSON, and the exit code of DESIGN.md, Errors."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from boxoffice_tui.cli.output import plain
from boxoffice_tui.cli.sentences import at, sentence
from boxoffice_tui.cli.signals import StoppedError
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.configuration import ConfigurationError
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.text import safe

FAULT, USAGE, NOT_ALLOWED = 1, 2, 5
SIGNALLED = 128
_LONGEST = 100_000
_STEPS = {
    "added": N_("tickets"),
    "paid": N_("payment"),
    "confirmed": N_("confirmation"),
    "noted": N_("note"),
    "cancelled": N_("cancelled tickets"),
    "exchanged": N_("exchanged tickets"),
}
_WHO_MAY_SIT_HERE = frozenset(
    {
        "account_unknown",
        "account_may_not_act",
        "operator_inactive",
        "wrong_pin",
        "pin_locked",
        "pin_needed",
    }
)
_WHAT_IS_NO_ADDRESS = frozenset({"address_malformed", "parameter_unknown", "parameter_malformed"})


class PartlyDoneError(Exception):
    """A command of several steps came to an end after some were saved: `done` is step → its answer."""

    def __init__(self, cause: Exception, done: Mapping[str, object]) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.done = done


@dataclass(frozen=True, slots=True)
class Failure:
    """What is told of an error; `hint` is a line more for people."""

    exit_code: int
    kind: str = ""
    code: str = ""
    message: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    hint: str = ""


def tell(error: BaseException, *, as_json: bool, locale: str, zone: str = "UTC") -> int:
    """Say on standard error what went wrong, in one form or the other; the exit code."""
    failure = failure_of(error, locale, zone)
    if not failure.message:
        return failure.exit_code
    if as_json:
        told = {name: getattr(failure, name) for name in ("kind", "code", "message", "facts")}
        sys.stderr.write(json.dumps({"error": plain(told)}, ensure_ascii=False) + "\n")
    else:
        lines = "\n".join(filter(None, (failure.message, failure.hint)))
        sys.stderr.write(safe(lines, _LONGEST, lines=True) + "\n")
    return failure.exit_code


def failure_of(error: BaseException, locale: str, zone: str) -> Failure:
    """What is told of `error`; a fault is logged first."""
    if isinstance(error, PartlyDoneError):
        return _partly(error, locale, zone)
    silent = _silent(error)
    if silent is not None:
        return silent
    if isinstance(error, UsageProblemError):
        return _usage(error, locale, zone)
    if isinstance(error, ConfigurationError):
        return Failure(USAGE, "malformed", error.code, sentence(error.code, error.facts, locale), error.facts)
    return _of_services(error, locale, zone)


def _silent(error: BaseException) -> Failure | None:
    """Whoever ended the program, or stopped listening, knows it: nothing is said."""
    if isinstance(error, StoppedError):
        return Failure(SIGNALLED + error.number)
    if isinstance(error, KeyboardInterrupt):
        return Failure(SIGNALLED + signal.SIGINT)
    return Failure(0) if isinstance(error, BrokenPipeError) else None


def _usage(problem: UsageProblemError, locale: str, zone: str) -> Failure:
    from boxoffice_tui.locales import words

    told = problem.told or sentence(problem.code, problem.facts, locale, zone)
    told = told or words.refusal(problem.code, problem.facts, locale, zone)
    message = at(problem.where, told)
    facts = {"where": problem.where, **problem.facts} if problem.where else problem.facts
    return Failure(USAGE, "usage", problem.code, message, facts, problem.usage)


def _of_services(error: BaseException, locale: str, zone: str) -> Failure:
    # these bring the services' errors and Babel: an error of the command line alone needs neither
    from boxoffice_tui.locales import words
    from boxoffice_tui.locales.formats import MalformedError
    from boxoffice_tui.services.errors import ServiceError

    if isinstance(error, MalformedError):
        message = words.refusal(error.code, error.facts, locale, zone)
        return Failure(USAGE, "malformed", error.code, message, error.facts)
    if isinstance(error, ServiceError):
        message = sentence(error.code, error.facts, locale, zone)
        message = message or words.refusal(error.code, error.facts, locale, zone)
        if error.code in _WHO_MAY_SIT_HERE:
            return Failure(NOT_ALLOWED, "not_allowed", error.code, message, error.facts)
        if error.code in _WHAT_IS_NO_ADDRESS:
            return Failure(USAGE, "usage", error.code, message, error.facts)
        return Failure(error.exit_code, error.kind, error.code, message, error.facts)
    return _fault(error, locale)


def _fault(error: BaseException, locale: str) -> Failure:
    from boxoffice_tui.cli import log
    from boxoffice_tui.locales import words

    log.keep()
    fault = log.record_fault(error)
    facts = {"id": fault, "log": str(log.log_file())}
    return Failure(FAULT, "fault", "fault", words.refusal("fault", facts, locale), facts)


def _partly(error: PartlyDoneError, locale: str, zone: str) -> Failure:
    failure = failure_of(error.cause, locale, zone)
    done = ", ".join(_(_STEPS[step]) for step in error.done)
    message = _("{message} Saved before: {done}. Repeat with the same key to go on.").format(
        message=failure.message, done=done
    )
    return Failure(
        failure.exit_code, failure.kind, failure.code, message, {**failure.facts, "done": error.done}
    )
