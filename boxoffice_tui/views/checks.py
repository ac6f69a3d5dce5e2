"""What `boxoffice check` answers: what was found, and how the database is kept."""

from __future__ import annotations

from dataclasses import dataclass

from boxoffice_tui.rules.invariants import Invariant, Remark, StorageChoice, Thing

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """How many things break an invariant, or call for a remark, with the ids of the first 20 of them."""

    code: Invariant | Remark
    thing: Thing
    count: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Storage:
    """Which engine keeps the database, through which driver, with which settings, and why these."""

    engine: str  # "sqlite" or "postgresql"
    driver: str
    release: str  # the version of the engine
    journal_mode: str  # "wal" or "delete"; "" on PostgreSQL
    synchronous: str  # "full", "extra"…; what synchronous_commit says on PostgreSQL
    reason: StorageChoice


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; nothing was broken when `sound`."""

    breaches: tuple[Finding, ...]
    remarks: tuple[Finding, ...]
    storage: Storage

    @property
    def sound(self) -> bool:
        """Whether every invariant holds."""
        return not self.breaches
