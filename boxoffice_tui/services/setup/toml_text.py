"""A declaration as TOML text, in the order of the sections, lists of things one to a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_DELETE = "\x7f"


def text_of(sections: Mapping[str, Any]) -> str:
    """The text of `sections`: a mapping is a table, a sequence of mappings an array of tables."""
    lines: list[str] = []
    for name, value in sections.items():
        if isinstance(value, Mapping):
            lines += [f"[{name}]", *_table(value), ""]
        else:
            for item in value:
                lines += [f"[[{name}]]", *_table(item), ""]
    return "\n".join(lines)


def _table(items: Mapping[str, Any]) -> Iterator[str]:
    for name, value in items.items():
        if _is_list_of_things(value):
            yield f"{name} = ["
            yield from (f"    {_value(item)}," for item in value)
            yield "]"
        else:
            yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(str(value), ensure_ascii=False).replace(_DELETE, "\\u007F")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(name)} = {_value(item)}" for name, item in value.items())
        return f"{{ {pairs} }}"
    if isinstance(value, Sequence):
        return f"[{', '.join(_value(item) for item in value)}]"
    return repr(value)


def _key(name: str) -> str:
    return str(name) if _BARE.fullmatch(name) else _value(str(name))


def _is_list_of_things(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)
