"""A setup file read: the declaration, or every problem of it with line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from boxoffice_tui.data.importers.files import DETAIL_LIMIT, FileReason, excerpt
from boxoffice_tui.rules.currencies import digits_of
from boxoffice_tui.rules.toml_fault import toml_fault
from boxoffice_tui.services.desk import House
from boxoffice_tui.services.setup.file import Setup
from boxoffice_tui.services.setup.lines import Lines, Path
from boxoffice_tui.services.setup.reasons import SetupReason
from boxoffice_tui.views.setup import Problem

SIZE_LIMIT = 10_000_000
_CHOICE = re.compile(r"'([^']*)'")
_CODES = {
    "extra_forbidden": SetupReason.KEY_UNKNOWN,
    "missing": SetupReason.KEY_MISSING,
    "amount": SetupReason.AMOUNT_WRONG,
    "amount_too_large": SetupReason.AMOUNT_TOO_LARGE,
    "zone": SetupReason.ZONE_UNKNOWN,
    "email": SetupReason.EMAIL_WRONG,
    "printer_address": SetupReason.PRINTER_ADDRESS_WRONG,
}
_EXPECTED = {"datetime_type": "2026-12-05T20:00:00", "date_type": "2026-12-05", "string_type": '"…"'}


@dataclass(frozen=True, slots=True)
class Declared:
    """A setup file without problems of form: what it declares, and where."""

    setup: Setup
    lines: Lines


def parse_setup(text: str, house: House) -> Declared | tuple[Problem, ...]:
    """What `text` declares, names and amounts in the language and currency of the house it describes."""
    if len(text) > SIZE_LIMIT:
        return (Problem(0, "", FileReason.TOO_LARGE, {"limit": SIZE_LIMIT}),)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        fault = toml_fault(error, text)
        facts = {"position": fault.position or None, "detail": excerpt(fault.detail, DETAIL_LIMIT)}
        return (Problem(fault.line, "", SetupReason.BAD_TOML, facts),)
    lines = Lines(text)
    try:
        return Declared(Setup.model_validate(data, context=context_of(data, house)), lines)
    except ValidationError as error:
        return _problems(error, lines)


def context_of(data: Mapping[str, Any], house: House) -> dict[str, object]:
    """What single names and amounts of a file mean: the language, and the decimals of the currency."""
    said = data.get("organisation")
    said = said if isinstance(said, dict) else {}
    language, currency = said.get("language", house.language), said.get("currency", house.currency)
    return {"language": language, "digits": digits_of(str(currency))}


def key_of(path: Path) -> str:
    """A path as people read it: events[0].title, lists counted from 1 as in the file."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{excerpt(part)}" for part in path)
    return "".join(parts).removeprefix(".")


def _problems(error: ValidationError, lines: Lines) -> tuple[Problem, ...]:
    """One problem a key: of several forms a value may have, the first says what was expected."""
    found: dict[Path, Problem] = {}
    for one in error.errors(include_url=False):
        code = _CODES.get(one["type"], SetupReason.VALUE_WRONG)
        path = one["loc"] if code is SetupReason.KEY_MISSING else lines.known(one["loc"])
        found.setdefault(path, Problem(lines.of(path), key_of(path), code, _facts(code, one)))
    return tuple(sorted(found.values(), key=lambda problem: problem.line))


def _facts(code: SetupReason, error: Any) -> dict[str, object]:
    if code in {SetupReason.KEY_UNKNOWN, SetupReason.KEY_MISSING}:
        return {}
    facts: dict[str, object] = {"value": excerpt(error["input"])}
    if code is SetupReason.AMOUNT_WRONG:
        facts["digits"] = error["ctx"]["digits"]
    elif code is SetupReason.VALUE_WRONG:
        facts |= _expected(error)
    return facts


def _expected(error: Any) -> dict[str, object]:
    """The choices there are; else an example of the form, or the bound, "" where neither is known."""
    said = error.get("ctx", {})
    if "expected" in said:
        return {"choices": tuple(_CHOICE.findall(str(said["expected"])))}
    limits = {"ge": "≥ {}", "le": "≤ {}", "max_length": "≤ {}", "min_length": "≥ {}"}
    bound = next((text.format(said[name]) for name, text in limits.items() if name in said), "")
    return {"expected": _EXPECTED.get(error["type"], bound)}
