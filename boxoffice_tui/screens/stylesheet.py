"""The styles of the screens, parsed once: Textual parses all of them again for each screen that is opened first."""

from __future__ import annotations

from typing import Any

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

_parsed: dict[frozenset[tuple[str, str]], dict[Any, Any]] = {}


class KeptStylesheet(Stylesheet):
    """Textual's own, whose rules are kept for each set of colours as long as the program runs.

    The sources are files and classes of the program: they do not change, and hold no errors.
    """

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._keep()

    def set_variables(self, variables: dict[str, str]) -> None:
        """Other colours, where they are others."""
        if variables != self._variables:
            self._parse_cache = LRUCache(1)  # the base class clears it: nobody else's
            super().set_variables(variables)
            self._keep()

    def reparse(self) -> None:
        """The rules of all sources; those that were parsed before are not parsed again."""
        self.parse()

    def _keep(self) -> None:
        kept: Any = _parsed.setdefault(frozenset(self._variables.items()), {})
        self._parse_cache = kept
