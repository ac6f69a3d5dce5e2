"""What was typed is not a command, or its file or settings are not: codes, whose words are in `sentences.py`."""

from __future__ import annotations

import errno
from collections.abc import Mapping


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


def file_problem(code: str, place: str, error: OSError, where: str = "") -> UsageProblemError:
    """What the system says of a file: its sign for it, `cause`, is worded, not its own English."""
    cause = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return UsageProblemError(code, where, place=place, cause=cause)


def require_utf8(text: str, place: str) -> None:
    """Raises `UsageProblemError` (file_not_text) where bytes that are no UTF-8 came in, as lone surrogates:
    nothing can store or say them.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        position = len(text[: error.start].encode())
        raise UsageProblemError("file_not_text", place=place, position=position) from error
