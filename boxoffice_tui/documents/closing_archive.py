"""A closing's archive: each record as a line of JSON, and its money as CSV; the same in every language.

Codes, ids and amounts only, so no cell is a formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from boxoffice_tui.rules.currencies import digits_of

COLUMNS = ("movement", "at", "kind", "order", "operator", "account", "till", "method", "amount", "currency")


def json_line(record: Mapping[str, object]) -> bytes:
    """A record as a line: keys in order, instants in UTC."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return f"{text}\n".encode()


def csv_head() -> bytes:
    """The line with the columns' names."""
    return _csv([COLUMNS])


def csv_lines(record: Mapping[str, Any]) -> bytes:
    """A line for each entry of a movement; nothing of other records."""
    if record["record"] != "movement":
        return b""
    about = (record["id"], _plain(record["at"]), record["kind"], record["order"] or "", record["operator"])
    method = record["payment"]["method"] if record["payment"] else ""
    return _csv(
        (*about, entry["account"], entry["till"] or "", method, _amount(entry), entry["currency"])
        for entry in record["entries"]
    )


def _amount(entry: Mapping[str, Any]) -> str:
    return f"{Decimal(entry['amount_minor']).scaleb(-digits_of(entry['currency'])):f}"


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in an archive")
