"""Records of CSV and JSON files."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.data.importers.files import FileReason, Findings, ImportProblem
from boxoffice_tui.data.importers.tables import Column, Limits, Record, records

COLUMNS = (Column("number", filled=True), Column("name", required=True, limit=20, free=True), Column("city"))
LIMITS = Limits(size=1_000_000, rows=100)


def read(content: str | bytes, limits: Limits = LIMITS) -> tuple[list[Record], Findings]:
    findings = Findings()
    raw = content if isinstance(content, bytes) else content.encode()
    return list(records(BytesIO(raw), COLUMNS, limits, findings)), findings


def problems(content: str | bytes, limits: Limits = LIMITS) -> list[tuple[int, str, str]]:
    return [(found.line, found.column, found.code.value) for found in read(content, limits)[1].problems]


EXPECTED = [(2, ("1", "Côté", "Laval")), (4, ("2", "Roy", ""))]


@pytest.mark.parametrize(
    "content",
    [
        "number,name,city\n1,Côté,Laval\n\n2,Roy,\n",
        "number;name;city\r\n1;Côté;Laval\r\n\r\n2;Roy;\r\n",
        "number\tname\tcity\n1\tCôté\tLaval\n\t\t\n2\tRoy\t",
        "\ufeffcity,number,name\nLaval,1,Côté\n\n,2,Roy\n",
        'number;name;city\n"1";" Côté ";"Laval"\n;;\n"2";"Roy";""\n',
    ],
)
def test_separators_line_ends_marks_and_column_order_do_not_matter(content: str) -> None:
    found, findings = read(content)
    assert found == EXPECTED
    assert not findings.failed
    assert findings.warnings == ()


def test_a_record_over_several_lines_is_named_by_its_first() -> None:
    found, findings = read('number,name\n1,"Anne\nMarie"\n2,Roy\n3\n')
    assert found == [(2, ("1", "Anne Marie", "")), (4, ("2", "Roy", ""))]
    assert findings.problems == (ImportProblem(5, "", FileReason.ROW_LENGTH, {"expected": 2, "found": 1}),)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", [(1, "", "file_empty")]),
        (" \r\n\t", [(1, "", "file_empty")]),
        ("city\nLaval\n", [(1, "", "file_column_missing")]),
        ("number,name,number\n1,a,2\n", [(1, "number", "file_column_repeated")]),
        ("number,name\n,Roy\n", [(2, "number", "file_value_missing")]),
        ("number,name\n1," + "x" * 21 + "\n", [(2, "name", "file_text_too_long")]),
        ("number,name\n1,a\n2,b,c\n3\n", [(3, "", "file_row_length"), (4, "", "file_row_length")]),
        ('number,name\n1,"a"b\n', [(2, "", "file_bad_csv")]),
        ('number,name\n1,"open\n', [(2, "", "file_bad_csv")]),
        ("number,name\n1,4111 1111 1111 1111\n", [(2, "name", "file_card_number")]),
        pytest.param("number,name\n" + "1,a\n" * 101, [(102, "", "file_too_many_rows")], id="rows"),
        ("number,name\n1,a\0\n", [(2, "", "file_nul")]),
        ("number,name\n1,a\r2,b\r", [(2, "", "file_bad_csv")]),
        (b"number,name\n1,a\n2,\xe9\n", [(3, "", "file_not_utf8")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    content: str | bytes, expected: list[tuple[int, str, str]]
) -> None:
    assert problems(content) == expected


def test_more_bytes_than_allowed() -> None:
    assert problems("number,name\n" + "1,a\n" * 20, Limits(50, 100)) == [(0, "", "file_too_large")]


def test_ten_megabytes_in_one_field() -> None:
    content = b"number,name\n1," + b"x" * 10_000_000 + b"\n"
    assert problems(content, Limits(20_000_000, 100)) == [(2, "", "file_line_too_long")]


def test_columns_nobody_asked_for_are_warned_about() -> None:
    found, findings = read("number,name,shoe size\n1,a,44\n")
    assert found == [(2, ("1", "a", ""))]
    assert findings.warnings == (ImportProblem(1, "shoe size", FileReason.COLUMN_UNKNOWN, {}),)


@pytest.mark.parametrize(
    "content",
    [
        '[\n{"number": 1, "name": "Côté", "city": "Laval"},\n\n{"number": "2", "name": "Roy", "city": null}]',
        '\n{"number": "1", "name": " Côté ", "city": "Laval"}\n\n{"number": 2, "name": "Roy"}\n',
    ],
)
def test_json_in_an_array_or_line_by_line(content: str) -> None:
    found, findings = read(content)
    assert found == EXPECTED
    assert findings.problems == ()


def test_json_numbers_keep_their_digits() -> None:
    text = '[{"number": 1.005, "name": 1e9}, {"number": 9223372036854775808, "name": NaN}]'
    assert [fields[:2] for _, fields in read(text)[0]] == [("1.005", "1e9"), ("9223372036854775808", "NaN")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('[{"number": 1, "name": true}]', [(1, "name", "file_not_a_text")]),
        ('[{"number": 1, "name": ["a"]}]', [(1, "name", "file_not_a_text")]),
        ("[1,\n2]", [(1, "", "file_not_a_record"), (2, "", "file_not_a_record")]),
        ('[{"number": 1, "name": "a"}', [(1, "", "file_bad_json")]),
        ('[{"number": 1, "name": "a"} {"number": 2, "name": "b"}]', [(1, "", "file_bad_json")]),
        ('[{"number": 1, "name": "a"}] x', [(1, "", "file_bad_json")]),
        ('[\n\n{"number": 1, "name": }]', [(3, "", "file_bad_json")]),
        pytest.param("[" * 100_000, [(1, "", "file_too_deep")], id="deep lists"),
        pytest.param('{"a":' * 100_000, [(1, "", "file_too_deep")], id="deep objects"),
    ],
)
def test_json_that_cannot_be_read(content: str, expected: list[tuple[int, str, str]]) -> None:
    assert problems(content) == expected


cells = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Mn"]), max_size=20
)


@given(st.lists(st.tuples(st.integers(1, 999), cells), max_size=20))
def test_csv_and_json_tell_the_same(rows: list[tuple[int, str]]) -> None:
    quoted = "\n".join(f'"{number}";"{name.replace(chr(34), chr(34) * 2)}"' for number, name in rows)
    from_csv, _ = read(f"number;name\n{quoted}")
    from_json, _ = read(json.dumps([{"number": number, "name": name} for number, name in rows]))
    assert [fields for _, fields in from_csv] == [fields for _, fields in from_json]
