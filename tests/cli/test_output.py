"""What is printed: JSON with one form for each thing, and pages without what a terminal would obey."""

from __future__ import annotations

import contextlib
import io
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxoffice_tui.cli.output import Column, Sheet, plain, show_json
from boxoffice_tui.rules.money import Money

MONTREAL = timezone(timedelta(hours=-5))


class State(StrEnum):
    """A state."""

    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer."""

    state: State
    price: Money
    at: datetime


def test_each_thing_has_one_form() -> None:
    line = Line(State.LIVE, Money(-3200, "CAD"), datetime(2026, 11, 21, 14, 7, tzinfo=MONTREAL))
    assert plain((line,)) == [
        {"state": "live", "price": {"minor": -3200, "currency": "CAD"}, "at": "2026-11-21T19:07:00Z"}
    ]
    assert plain({State.LIVE: date(2026, 8, 14), "rate": Decimal("9.975")}) == {
        "live": "2026-08-14", "rate": "9.975"
    }  # fmt: skip
    assert plain(frozenset({"b", "a"})) == ["a", "b"]
    assert plain(Path("/srv")) == "/srv"
    assert plain([None, True, 1, 2.5]) == [None, True, 1, 2.5]


@pytest.mark.parametrize("value", [datetime(2026, 11, 21, 14, 7), object(), b"bytes"])  # noqa: DTZ001
def test_what_has_no_form_is_a_fault(value: object) -> None:
    with pytest.raises(TypeError):
        plain(value)


@settings(max_examples=30)
@given(st.dictionaries(st.text(), st.text() | st.integers() | st.datetimes(timezones=st.just(UTC))))
def test_any_answer_can_be_read_back_and_is_harmless(answer: dict[str, object]) -> None:
    text = json.dumps(plain(answer), ensure_ascii=False)
    assert json.loads(text) == plain(answer)
    assert {unicodedata.category(letter) for letter in text} & {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} == set()


@settings(max_examples=30)
@given(cells=st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_page_is_as_many_lines_as_it_has_rows(cells: list[list[str]]) -> None:
    page = Sheet()
    page.table((Column("Name"), Column("Amount", right=True)), cells)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        page.show()
    lines = printed.getvalue().split("\n")
    assert len(lines) == len(cells) + 2
    assert "\x1b" not in printed.getvalue()


def test_columns_are_aligned_by_the_cells_they_take(capsys: pytest.CaptureFixture[str]) -> None:
    page = Sheet()
    page.table(
        (Column("Name"), Column("Price", right=True), Column("")), [("東京", "9", "x"), ("a", "10", "")]
    )
    page.line("[bold]as it is[/bold]", strong=True)
    page.text("two\nlines")
    page.show()
    assert capsys.readouterr().out == (
        "Name  Price\n東京      9  x\na        10\n[bold]as it is[/bold]\ntwo\nlines\n"
    )


def test_markup_is_text_on_a_terminal_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "200")
    page = Sheet()
    page.table((Column("Name"),), [("[red]x[/red] [@click=app.quit]y",)])
    page.line("[/]")
    page.show()
    out = capsys.readouterr().out
    assert "[red]x[/red] [@click=app.quit]y" in out
    assert "[/]" in out


def test_json_keeps_letters(capsys: pytest.CaptureFixture[str]) -> None:
    show_json({"buyer": "Côté\u202e\x1b[2J"})
    assert capsys.readouterr().out == '{\n  "buyer": "Côté[2J"\n}\n'


WIDE = (
    Column("Number", whole=True),
    Column("Name"),
    Column("E-mail", spare=2),
    Column("Events", spare=1),
    Column("Price", right=True),
)
ROW = ("1000001", "Éloïse Côté-Bélanger", "eloise.cote-belanger@exemple.ca", "La Mouette", "1 032,00 $")


def shown(width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    page = Sheet()
    page.table(WIDE, [ROW])
    page.show()
    lines = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()
    assert max(len(line.rstrip()) for line in lines if not line.startswith("Not shown")) <= width
    return lines


def test_a_table_fits_the_terminal_and_says_what_it_leaves_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(120, monkeypatch, capsys)[1].split()[-3:] == ["1", "032,00", "$"]
    broken = shown(64, monkeypatch, capsys)
    assert "E-mail" in broken[0]
    assert len(broken) > 2
    narrow = shown(50, monkeypatch, capsys)
    assert "E-mail" not in narrow[0]
    assert "La Mouette" in narrow[1]
    assert narrow[-1] == "Not shown, the terminal is too narrow: E-mail"
    assert shown(36, monkeypatch, capsys)[-1] == "Not shown, the terminal is too narrow: E-mail, Events"


def test_nothing_is_left_out_of_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    page = Sheet()
    page.table(WIDE, [ROW])
    page.show()
    assert capsys.readouterr().out.splitlines()[1] == "  ".join(ROW)
