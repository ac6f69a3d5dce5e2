from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from boxoffice_tui.widgets.paged_columns import Column, cell_segments, fit_columns

COLUMNS = (
    Column("number", 7),
    Column("name", 16, flexible=True),
    Column("origin", 8, priority=3),
    Column("event", 12, priority=2, flexible=True),
    Column("balance", 9, align="right"),
)


def titles(room: int) -> list[str]:
    return [str(fitted.column.title) for fitted in fit_columns(COLUMNS, room)]


def test_the_least_important_columns_go_first() -> None:
    assert titles(56) == ["number", "name", "origin", "event", "balance"]
    assert titles(55) == ["number", "name", "event", "balance"]
    assert titles(46) == ["number", "name", "balance"] == titles(35)


def test_flexible_columns_share_what_is_left() -> None:
    assert [fitted.width for fitted in fit_columns(COLUMNS, 61)] == [7, 19, 8, 14, 9]


@given(st.integers(1, 200))
def test_columns_never_need_more_than_the_room(room: int) -> None:
    fitted = fit_columns(COLUMNS, room)
    assert fitted
    assert sum(column.width for column in fitted) + len(fitted) - 1 <= room


@given(
    st.text(max_size=30),
    st.integers(1, 20),
    st.sampled_from(("left", "right")),
    st.booleans(),
    st.booleans(),
)
def test_any_text_takes_exactly_its_cells_and_stays_text(
    text: str, width: int, align: str, styled: bool, ends: bool
) -> None:
    cell = Text(text, style="yellow") if styled else text
    segments = cell_segments(cell, width, align, Style(), Console(width=80), ends=ends)  # type: ignore[arg-type]
    shown = "".join(segment.text for segment in segments)
    assert cell_len(shown) == width
    assert not any(character in shown for character in "\x1b\n\r\t\x07")


def test_styles_markup_and_alignment() -> None:
    console = Console(width=80)
    marked = cell_segments("[red]x[/red]", 14, "right", Style(bold=True), console)
    assert [(segment.text, segment.style) for segment in marked] == [("  [red]x[/red]", Style(bold=True))]
    yellow = cell_segments(Text("35,00\u00a0$", style="yellow"), 9, "right", Style(bold=True), console)
    assert [(segment.text, segment.style) for segment in yellow] == [
        ("  ", Style(bold=True)),
        ("35,00\u00a0$", Style(bold=True, color="yellow")),
    ]
    assert "".join(segment.text for segment in cell_segments("Éloïse", 4, "left", Style(), console)) == "Élo…"


def test_a_flexible_column_takes_no_more_than_it_can_use() -> None:
    columns = (Column("a", 5, flexible=True, most=6), Column("b", 5), Column("c", 5, flexible=True, most=20))
    assert [one.width for one in fit_columns(columns, 30)] == [6, 5, 17]
    assert [one.width for one in fit_columns(columns, 40)] == [6, 5, 20]
    assert [one.width for one in fit_columns(columns, 18)] == [6, 5, 5]


def test_of_a_seat_the_section_is_cut_never_the_number() -> None:
    console = Console(width=80)
    for width, shown in ((8, "…re L-12"), (13, "Parterre L-12"), (15, "Parterre L-12  ")):
        (segment,) = cell_segments("Parterre L-12", width, "left", Style(), console, ends=True)
        assert segment.text == shown
