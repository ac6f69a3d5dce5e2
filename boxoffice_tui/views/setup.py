"""What setup and imports report: what was or would be done, thing by thing, and every problem with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do, in the same unit."""


class Change(StrEnum):
    """What became, or would become, of a thing."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong or worth knowing, where: `line` from 1, 0 where none is known; `key` a key, column or "".

    `code` and `facts` are worded by locales. `of` names another file than the one given: "mapping".
    """

    line: int
    key: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    of: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of a section, by its code; `keys` names what changed."""

    section: str
    code: str
    change: Change
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Things of a section that are in the database and not in the file: nothing was done to them."""

    section: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetupReport:
    """What a setup file did; where there are problems, or in a dry run, nothing was written."""

    dry_run: bool
    things: tuple[Thing, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def written(self) -> bool:
        """Whether the database now is as the file says."""
        return not (self.dry_run or self.problems)

    def count(self, change: Change) -> int:
        """How many things have that `change`."""
        return sum(thing.change is change for thing in self.things)


@dataclass(frozen=True, slots=True)
class ToBeAnnounced:
    """A performance without a time, not on sale: `event` is its title, `day` its local day where known."""

    line: int
    event: str
    day: date | None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; where there are problems, or in a dry run, nothing was written.

    The counts are of the file's own things: seats and categories of a plan, performances, contacts, orders.
    `besides` are the venues, seasons, activities and events that were not there for them.
    """

    dry_run: bool
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    to_be_announced: tuple[ToBeAnnounced, ...] = ()
    besides: tuple[Thing, ...] = ()

    @property
    def written(self) -> bool:
        """Whether the database now holds what the file says."""
        return not (self.dry_run or self.problems)
