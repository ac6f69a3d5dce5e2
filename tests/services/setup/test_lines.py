"""Where keys are written: every value `tomllib` finds has its line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from boxoffice_tui.services.setup.lines import Lines, Path
from boxoffice_tui.services.setup.toml_text import text_of

TEXT = '''# comment = "no key"
title = "a # b"  # [no.table]

[organisation]
"quoted key" = 'x = 1'
long = """
fake = 1
[fake]
"""
dotted.inner = 2026-12-05 20:00:00

[[events]]
code = "a"
cells = [
    { category = "x", gauge = 1 },  # first

    { category = "y" },
]

[[events]]
code = "b"
[events.media]
post = 1.5
[[events.rows]]
x = [1, 2,
     3]
[[events.rows]]
'''


def test_keys_are_found_where_they_are_written() -> None:
    lines = Lines(TEXT)
    for path, line in (
        (("title",), 2),
        (("organisation",), 4),
        (("organisation", "quoted key"), 5),
        (("organisation", "long"), 6),
        (("organisation", "dotted", "inner"), 10),
        (("events", 0), 12),
        (("events", 0, "cells", 0, "gauge"), 15),
        (("events", 0, "cells", 1), 17),
        (("events", 1), 20),
        (("events", 1, "media", "post"), 23),
        (("events", 1, "rows", 0, "x", 2), 26),
        (("events", 1, "rows", 1), 27),
        (("events", 0, "cells", 1, "missing"), 17),
        (("nothing",), 1),
    ):
        assert (path, lines.of(path)) == (path, line)
    assert lines.known(("events", 1, "rows", 0, "x", "constrained-int")) == ("events", 1, "rows", 0, "x")


def test_nothing_written_inside_a_text_is_a_key() -> None:
    assert Lines(TEXT).known(("fake",)) == ()
    assert Lines(TEXT).known(("organisation", "fake")) == ("organisation",)


_names = st.text("abcé \"'#=[].", min_size=1, max_size=6)
_numbers = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
_scalars = st.one_of(_numbers, st.booleans(), st.text(max_size=8))
_values = st.recursive(
    _scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_names, inner, max_size=3)),
    max_leaves=8,
)
_tables = st.dictionaries(st.sampled_from(["code", "name", "rows", "cells"]), _values, max_size=3)
_sections = st.one_of(_tables, st.lists(_tables, min_size=1, max_size=3))
_files = st.dictionaries(st.sampled_from(["organisation", "events", "prices"]), _sections)


@settings(max_examples=50)
@given(_files)
def test_what_is_written_is_read_again_and_every_value_has_a_line(file: dict[str, object]) -> None:
    text = text_of(file)
    assert tomllib.loads(text) == file
    lines = Lines(text)
    for path in _paths(file):
        if all('"' not in part and "\\" not in part for part in path if isinstance(part, str)):
            assert lines.known(path) == path


def _paths(value: object, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _paths(item, (*path, name))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _paths(item, (*path, place))
