"""All screens of the program, whatever file they are in: what is asked of each is asked of a new one too."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from boxoffice_tui import screens
from boxoffice_tui.screens.base import ShellScreen


def every_screen(base: type[ShellScreen[Any]] = ShellScreen) -> list[type[ShellScreen[Any]]]:
    """The classes of the program that are a `base`, by name."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        import_module(module.name)
    found = {one for one in _descendants(base) if one.__module__.startswith(f"{screens.__name__}.")}
    return sorted(found, key=lambda one: one.__qualname__)


def _descendants(base: type[Any]) -> Iterator[type[Any]]:
    for one in base.__subclasses__():
        yield one
        yield from _descendants(one)
