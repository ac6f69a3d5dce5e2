"""What breaking a house on purpose is: how it is done, and which invariants must say so, and no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from boxoffice_tui.rules.invariants import Invariant as Must


@dataclass(frozen=True, slots=True)
class Corruption:
    """SQL statements or a function of the connection; what SQLite's own check adds stands in `on_sqlite`."""

    name: str
    plant: tuple[str, ...] | Callable[[Connection], None]
    found: frozenset[Must]
    on_sqlite: frozenset[Must] = frozenset()
    on_postgresql: frozenset[Must] = frozenset()


def broken(
    name: str,
    *statements: str,
    found: set[Must],
    sqlite: set[Must] | None = None,
    postgresql: set[Must] | None = None,
) -> Corruption:
    """A corruption by SQL."""
    extra = (frozenset(sqlite or ()), frozenset(postgresql or ()))
    return Corruption(name, statements, frozenset(found), *extra)
