"""The mapping file of a programme: which column is which field, which venue has which zone and plan.

[columns]
event = "works_first_three"
starts_at = "starts_at_local"
venue = "venue"

[defaults]
season = "2025-26"
zone = "America/New_York"

[venues."David Geffen Hall"]
code = "geffen"
zone = "America/New_York"
plan = "teatro-grande"
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from boxoffice_tui.data.importers.files import (
    DETAIL_LIMIT,
    Findings,
    Parsed,
    UnreadableFileError,
    excerpt,
    text_of,
)
from boxoffice_tui.data.importers.times import is_zone
from boxoffice_tui.rules.text import CODE_LIMIT, FIELD_LIMIT, safe
from boxoffice_tui.rules.toml_fault import toml_fault

SIZE_LIMIT = 1_000_000


class MappingReason(StrEnum):
    """Why a mapping file is refused; the comment names the facts. The column is the key's path."""

    BAD_TOML = "mapping_bad_toml"  # position in the line, from 1; detail, in English
    KEY_UNKNOWN = "mapping_key_unknown"  # known, joined by commas
    KEY_MISSING = "mapping_key_missing"
    VALUE_WRONG = "mapping_value_wrong"  # value
    ZONE_UNKNOWN = "mapping_zone_unknown"  # value
    STARTS_UNMAPPED = "mapping_starts_unmapped"  # neither starts_at nor date is given


_CODES = {
    "extra_forbidden": MappingReason.KEY_UNKNOWN,
    "missing": MappingReason.KEY_MISSING,
    "zone": MappingReason.ZONE_UNKNOWN,
    "starts": MappingReason.STARTS_UNMAPPED,
}


def _zone(name: str) -> str:
    if name and not is_zone(name):
        raise PydanticCustomError("zone", "not a zone")
    return name


def _harmless(text: str) -> str:
    return safe(text).strip()


Text = Annotated[str, Field(max_length=FIELD_LIMIT), AfterValidator(_harmless)]
Code = Annotated[str, Field(max_length=CODE_LIMIT, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Zone = Annotated[str, Field(max_length=60), AfterValidator(_zone)]
Country = Annotated[str, Field(pattern=r"^([A-Z]{2})?$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Columns(_Strict):
    """The column each field is in; "" where the file has none. Calendars need none."""

    event: Text = ""
    event_code: Text = ""
    season: Text = ""
    activity: Text = ""
    starts_at: Text = ""
    date: Text = ""
    time: Text = ""
    venue: Text = ""
    reference: Text = ""


class Defaults(_Strict):
    """What holds where a row says nothing."""

    season: Text = ""
    activity: Text = ""
    venue: Text = ""
    zone: Zone = ""


class VenueMapping(_Strict):
    """A venue as the file names it: its code and zone here, the code of its plan, and its address."""

    code: Code
    zone: Zone = ""
    plan: Code | None = None
    name: Text = ""
    country: Country = ""
    address: Text = ""


class ProgrammeMapping(_Strict):
    """The whole mapping file."""

    columns: Columns = Columns()
    defaults: Defaults = Defaults()
    venues: dict[str, VenueMapping] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _starts(self) -> ProgrammeMapping:
        columns = self.columns
        if columns != Columns() and not (columns.starts_at or columns.date):
            raise PydanticCustomError("starts", "neither starts_at nor date")
        return self


_TABLES: dict[str | int, type[BaseModel]] = {
    "columns": Columns,
    "defaults": Defaults,
    "venues": VenueMapping,
}


def parse_mapping(content: bytes) -> Parsed[ProgrammeMapping]:
    """The mapping file: one row, or its problems with line or key."""
    findings = Findings()
    text = ""
    try:
        text = text_of(content, SIZE_LIMIT)
        return findings.parsed([ProgrammeMapping.model_validate(tomllib.loads(text))])
    except UnreadableFileError as error:
        findings.problem(error.line, "", error.code, **error.facts)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_context=False):
            path = ".".join(excerpt(part) for part in found["loc"])
            code = _CODES.get(found["type"], MappingReason.VALUE_WRONG)
            findings.problem(0, path, code, **_facts(code, found["loc"], found["input"]))
    except (ValueError, RecursionError) as error:
        fault = toml_fault(error, text)
        facts = {"position": fault.position or None, "detail": excerpt(fault.detail, DETAIL_LIMIT)}
        findings.problem(fault.line, "", MappingReason.BAD_TOML, **facts)
    return findings.parsed([])


def _facts(code: MappingReason, path: Sequence[str | int], value: object) -> dict[str, object]:
    if code is MappingReason.KEY_UNKNOWN:
        table = _TABLES[path[0]] if len(path) > 1 else ProgrammeMapping
        return {"known": ", ".join(table.model_fields)}
    named = code in {MappingReason.VALUE_WRONG, MappingReason.ZONE_UNKNOWN}
    return {"value": excerpt(value)} if named else {}
