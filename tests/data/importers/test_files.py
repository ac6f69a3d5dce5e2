"""Reading files: encodings, sizes, harmless text, problems with their line."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.data.importers.files import (
    FileReason,
    Findings,
    ImportProblem,
    UnreadableFileError,
    checked,
    clean,
    contents,
    text_lines,
    text_of,
)
from boxoffice_tui.rules.text import safe


def refusal(
    content: bytes, limit: int = 1_000, line_limit: int = 100
) -> tuple[int, FileReason, dict[str, object]]:
    with pytest.raises(UnreadableFileError) as caught:
        list(text_lines(BytesIO(content), limit, line_limit))
    return caught.value.line, FileReason(caught.value.code), caught.value.facts


def test_lines_keep_their_ends_and_lose_the_byte_order_mark() -> None:
    content = "\ufeffnuméro;nom\r\n1;Éloïse\n\n2;x\u2028y\rz".encode()
    assert list(text_lines(BytesIO(content), 1_000, 16)) == [
        "numéro;nom\r\n",
        "1;Éloïse\n",
        "\n",
        "2;x\u2028y\rz",
    ]


def test_a_cp1252_file_is_refused_with_line_byte_and_position() -> None:
    content = "number;name\n1;Eloise\n2;Côté\n".encode("cp1252")
    assert refusal(content) == (3, FileReason.NOT_UTF8, {"byte": "0xF4", "position": 4})


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_unicode_encodings_are_refused_in_line_1(encoding: str) -> None:
    assert refusal("a;b\n".encode(encoding))[:2] == (1, FileReason.NOT_UTF8)


def test_nul_is_refused_with_its_line() -> None:
    assert refusal(b"a;b\n1;2\n3;\x00\n") == (3, FileReason.NUL, {})


def test_a_field_of_ten_megabytes_is_refused_with_its_line() -> None:
    content = b"a;b\n1;" + b"x" * 10_000_000 + b"\n"
    assert refusal(content, limit=20_000_000, line_limit=65_536) == (
        2,
        FileReason.LINE_TOO_LONG,
        {"limit": 65_536},
    )


def test_a_file_over_the_limit_is_refused_without_reading_on() -> None:
    assert refusal(b"a\n" * 501) == (0, FileReason.TOO_LARGE, {"limit": 1_000})


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8")), st.integers(1, 20))
def test_the_lines_are_the_text_whatever_the_block(text: str, block: int) -> None:
    longest = max(len(line.encode()) for line in text.split("\n"))
    read = text_lines(BytesIO(text.encode()), 10_000_000, max(block, longest))
    assert "".join(read) == text.removeprefix("\ufeff")


def test_contents_reads_no_more_than_shows_that_it_is_too_much(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"x" * 100)
    assert len(contents(path, 10)) == 11
    assert len(contents(path, 100)) == 100
    with pytest.raises(UnreadableFileError):
        text_of(contents(path, 10), 10)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  Éloïse \u202eCôté\x1b[31m ", "Éloïse Côté[31m"),
        ("=1+1", "=1+1"),  # data; what writes spreadsheets puts the ' before it …
        ("'=1+1", "=1+1"),  # … and what reads them takes it off again
        ("'+33 6 12", "+33 6 12"),
        ("'t Hooft", "'t Hooft"),
        ("'", "'"),
        ("[red]x[/red]", "[red]x[/red]"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_field_is_made_harmless_and_otherwise_kept(given_text: str, kept: str) -> None:
    assert clean(given_text) == kept


@given(st.text())
def test_the_quick_way_through_clean_changes_nothing(text: str) -> None:
    cleaned = clean(text, 200)
    assert cleaned == safe(cleaned, 200)
    assert cleaned in {safe(text, 200).strip(), safe(text, 200).strip()[1:]}


def test_a_long_field_is_a_problem_not_cut() -> None:
    findings = Findings()
    assert checked("x" * 201, 7, "name", findings) == ""
    assert findings.problems == (ImportProblem(7, "name", FileReason.TEXT_TOO_LONG, {"limit": 200}),)


def test_findings_are_listed_up_to_a_limit_then_counted() -> None:
    findings = Findings()
    for line in range(1, 204):
        findings.problem(line, "", FileReason.NUL)
        findings.warn(line, "", FileReason.COLUMN_UNKNOWN)
    assert len(findings.problems) == len(findings.warnings) == 201
    assert findings.problems[-1] == ImportProblem(0, "", FileReason.MORE, {"count": 3})
    assert (findings.failed, findings.full, findings.count) == (True, True, 203)


def test_all_or_nothing() -> None:
    findings = Findings()
    assert findings.parsed(["row"]).rows == ("row",)
    findings.warn(1, "", FileReason.COLUMN_UNKNOWN)
    assert findings.parsed(["row"]).rows == ("row",)
    findings.problem(1, "", FileReason.NUL)
    assert findings.parsed(["row"]).rows == ()
