"""Why a text is not TOML, as `tomllib` says it: where, apart from its English."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DETAIL_LIMIT = 200
_PLACE = re.compile(r" ?\(at (?:line (?P<line>\d+), column (?P<position>\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class TomlFault:
    """A fault in a line, at a position counted from 1 (each 0 where it is not known), and why, in English."""

    line: int
    position: int
    detail: str


def toml_fault(error: Exception, text: str) -> TomlFault:
    """What `error`, raised by `tomllib` on `text`, says."""
    said = str(error)
    place = _PLACE.search(said)
    if place is None:
        return TomlFault(0, 0, said[:_DETAIL_LIMIT])
    detail = said[: place.start()][:_DETAIL_LIMIT]
    if place["line"] is None:  # at the end
        lines = text.split("\n")
        return TomlFault(len(lines), len(lines[-1]) + 1, detail)
    return TomlFault(int(place["line"]), int(place["position"]), detail)
