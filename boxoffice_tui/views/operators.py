"""Operators as the screens and commands list them."""

from __future__ import annotations

from dataclasses import dataclass

from boxoffice_tui.rules.rights import Role


@dataclass(frozen=True, slots=True)
class OperatorChoice:
    """An operator who may sit down here; `needs_pin` where one of their own is set."""

    code: str
    name: str
    needs_pin: bool


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """An operator as who manages them sees one: the widest role held whole, and how many rights beyond it.

    `accounts` may act as the operator; of `usual_of` it is the usual one. `till` is "" where there is none.
    """

    code: str
    name: str
    role: Role | None
    further_rights: int
    rights: int
    accounts: tuple[str, ...]
    usual_of: tuple[str, ...]
    till: str
    active: bool
    has_pin: bool
