"""What a service answers instead of doing what was asked; faces turn each into words and an exit code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import unquote, urlsplit

from boxoffice_tui.rules.objection import Objection


class ServiceError(Exception):
    """The root of what services raise on purpose. `kind` is its name in `--json` errors."""

    kind = "error"
    exit_code = 1

    @property
    def code(self) -> str:
        """The machine's word for it."""
        return self.kind

    @property
    def facts(self) -> Mapping[str, object]:
        """The plain values its sentence needs."""
        return {}


class NotFoundError(ServiceError):
    """There is no such thing: `what` is the field's word ("order"), `name` what was asked for."""

    kind = "not_found"
    exit_code = 3

    def __init__(self, what: str, name: object) -> None:
        super().__init__(f"{what} {name}")
        self.what = what
        self.name = str(name)

    @property
    def code(self) -> str:
        """`order_not_found` and the like."""
        return f"{self.what}_not_found"

    @property
    def facts(self) -> Mapping[str, object]:
        """what, name."""
        return {"what": self.what, "name": self.name}


class RefusedError(ServiceError):
    """A rule said no; code and facts are the rule's."""

    kind = "refused"
    exit_code = 4

    def __init__(self, code: str, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(str(code))
        self._code = str(code)
        self._facts = dict(facts or {})

    @property
    def code(self) -> str:
        """The rule's refusal code."""
        return self._code

    @property
    def facts(self) -> Mapping[str, object]:
        """The rule's facts."""
        return self._facts


class NotAllowedError(ServiceError):
    """The operator lacks a right."""

    kind = "not_allowed"
    exit_code = 5

    def __init__(self, right: str, more: Mapping[str, object] | None = None) -> None:
        super().__init__(right)
        self.right = right
        self._more = dict(more or {})

    @property
    def facts(self) -> Mapping[str, object]:
        """right, and what was done before it was lost."""
        return {"right": self.right, **self._more}


class ConflictError(ServiceError):
    """Somebody was first: `who` changed it at `when` (aware UTC)."""

    kind = "conflict"
    exit_code = 6

    def __init__(self, who: str, when: datetime) -> None:
        super().__init__(f"{who} at {when.isoformat()}")
        self.who = who
        self.when = when

    @property
    def facts(self) -> Mapping[str, object]:
        """who, when."""
        return {"who": self.who, "when": self.when}


class UnavailableError(ServiceError):
    """The database, or something outside, cannot be used now; `reason` is a code of data/errors.py."""

    kind = "unavailable"

    def __init__(self, reason: str, place: str, parameter: str = "") -> None:
        super().__init__(f"{reason}: {place}")
        self.reason = reason
        self.place = place
        self.parameter = parameter

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """75 when trying again later may help, else 1."""
        return 75 if self.reason in {"locked", "unreachable", "commit_unknown", "disk_full"} else 1

    @property
    def code(self) -> str:
        """The reason."""
        return self.reason

    @property
    def facts(self) -> Mapping[str, object]:
        """reason, place; parameter where one of the address is meant; name of the database a server has not."""
        facts = {"reason": self.reason, "place": self.place}
        if self.reason == "no_such_database":
            facts["name"] = unquote(urlsplit(self.place).path.removeprefix("/"))
        return {**facts, "parameter": self.parameter} if self.parameter else facts


class NotPrintedError(ServiceError):
    """A ticket printer did not print, or not for certain; code and facts are those of rules/printers.py."""

    kind = "unavailable"
    exit_code = 75

    def __init__(self, code: str, facts: Mapping[str, object]) -> None:
        super().__init__(str(code))
        self._code = str(code)
        self._facts = dict(facts)

    @property
    def code(self) -> str:
        """printer_failed or print_uncertain."""
        return self._code

    @property
    def facts(self) -> Mapping[str, object]:
        """trouble, and the numbers of the tickets printed, not printed, uncertain."""
        return self._facts


def insist(objection: Objection | None, **more: object) -> None:
    """Raises `RefusedError` with the rule's objection, with `more` facts only the service knows."""
    if objection is not None:
        raise RefusedError(objection.code, {**objection.facts, **more})
