"""Operators as the screens list them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OperatorChoice:
    """An operator who may sit down here; `needs_pin` where one of their own is set."""

    code: str
    name: str
    needs_pin: bool
