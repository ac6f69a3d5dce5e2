"""The question the search asks, and its answer made ready to show: all of it runs in the thread that asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from boxoffice_tui.rules.deadlines import Period, Preset, local_date, period_between, preset_period
from boxoffice_tui.screens.archives.order_list import row_of
from boxoffice_tui.views.archives import OrderCursor, OrderQuery, OrderRows
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import Toward

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk
    from boxoffice_tui.views.orders import OrderPage

FIRST_PAGE = 50

Season = tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Question:
    """The search as it stands: texts as typed; the period by `preset` or, where that is None, by two days.

    `season` is the one that runs, once it is known.
    """

    number: str = ""
    text: str = ""
    preset: Preset | None = Preset.SEASON
    first: date | None = None
    last: date | None = None
    to_finish: bool = False
    season: Season = None


@dataclass(frozen=True, slots=True)
class Found:
    """The first page found for a question, or as many rows as were held before; `period` is what was searched."""

    question: Question
    period: Period
    season: Season
    page: OrderRows
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FurtherPage:
    """A page beyond the row `key`."""

    question: Question
    toward: Toward
    key: OrderCursor | None
    rows: tuple[Row, ...]
    more: bool


def find(desk: Desk, question: Question, limit: int = FIRST_PAGE) -> Found:
    """The newest orders that answer `question`. Raises as `archives.search` does, before any query."""
    from boxoffice_tui.services import archives

    season = question.season
    if season is None and question.preset is Preset.SEASON:
        season = archives.season_of(desk)
    period = _period(desk, question, season)
    page = archives.search(desk, _query(question, period), limit=limit)
    return Found(question, period, season, page, rows_of(desk, page))


def find_further(
    desk: Desk, question: Question, period: Period, toward: Toward, key: OrderCursor | None
) -> FurtherPage:
    """The page of `question` after or before the row `key`, or its last page."""
    from boxoffice_tui.services import archives

    backwards = toward is not Toward.AFTER
    page = archives.search(desk, _query(question, period), key, backwards=backwards)
    more = page.before if backwards else page.after
    return FurtherPage(question, toward, key, rows_of(desk, page), more is not None)


def count(desk: Desk, question: Question, period: Period) -> tuple[Question, int]:
    """How many orders answer `question`."""
    from boxoffice_tui.services import archives

    return question, archives.count(desk, _query(question, period))


def find_again(desk: Desk, number: str) -> Row | None:
    """The row of one order as it is now, whatever the search asks."""
    from boxoffice_tui.services import archives

    rows = rows_of(desk, archives.search(desk, OrderQuery(number=number)))
    return rows[0] if rows else None


def look(desk: Desk, order_id: int) -> OrderPage:
    """The order under the cursor."""
    from boxoffice_tui.services import order_page

    return order_page.show(desk, order_id)


def rows_of(desk: Desk, page: OrderRows) -> tuple[Row, ...]:
    """The rows as the list shows them, in the desk's language."""
    from boxoffice_tui.locales import formats

    locale = formats.locale_of(desk.language, desk.house.country)
    return tuple(row_of(row, str(desk.house.zone), locale) for row in page.rows)


def _period(desk: Desk, question: Question, season: Season) -> Period:
    if question.preset is None:
        return period_between(question.first, question.last)
    return preset_period(question.preset, local_date(desk.clock.now(), str(desk.house.zone)), season)


def _query(question: Question, period: Period) -> OrderQuery:
    return OrderQuery(question.number, question.text, period.first, period.last, question.to_finish)
