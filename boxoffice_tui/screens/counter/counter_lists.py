"""The two lists of the counter: the performances ahead with what is left, and the basket."""

from __future__ import annotations

from collections.abc import Hashable

from rich.text import Text

from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.counter.basket import ArticlesLine, BasketLine
from boxoffice_tui.views.catalogue import CategoryChoice, EveningRow, PerformanceChoice
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable

FEW = 10
"""From so few places left on, the number is marked: it is about to be sold out."""


class EveningList(PagedTable):
    """The performances, tonight's first; digits say how many tickets, Enter adds them to the basket."""

    HELP_WORDS = N_(
        "The performances from today on, with what is left of each category. Type how many tickets, then Enter: "
        "the best seats side by side join the basket. › marks the category they are taken from."
    )

    def __init__(self) -> None:
        super().__init__(evening_columns(), id="evening")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All of the table's actions but Enter, which is the screen's."""
        return action not in {"choose", "tick"} and super().check_action(action, parameters)

    def retranslate(self) -> None:
        """Titles again."""
        self.set_columns(evening_columns())


class BasketList(PagedTable):
    """What is to be sold; a digit gives the line under the cursor another rate."""

    HELP_WORDS = N_(
        "The basket. A digit gives the line its rate, or an article its number of pieces; Del takes it out."
    )

    def __init__(self) -> None:
        super().__init__(basket_columns(), id="basket")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """As the list above."""
        return action not in {"choose", "tick"} and super().check_action(action, parameters)

    def retranslate(self) -> None:
        """Titles again."""
        self.set_columns(basket_columns())


def evening_columns() -> tuple[Column, ...]:
    """At 80 columns who came in, the venue and what is reserved give way."""
    return (
        Column(pgettext("column", "Performance"), 18),
        Column(pgettext("column", "Event"), 18, 1, flexible=True),
        Column(pgettext("column", "Venue"), 12, 6, flexible=True),
        Column(pgettext("column", "Left"), 40, 1, flexible=True),
        Column(pgettext("column", "Sold"), 5, 4, align="right"),
        Column(pgettext("column", "Reserved"), 8, 5, align="right"),
        Column(pgettext("column", "Inside"), 6, 5, align="right"),
    )


def basket_columns() -> tuple[Column, ...]:
    """All of them fit in 80 columns."""
    return (
        Column(pgettext("column", "Event"), 16, 2, flexible=True),
        Column(pgettext("column", "Performance"), 18, 3),
        Column(pgettext("column", "Place"), 12, 1, flexible=True),
        Column(pgettext("column", "Rate"), 12, 1, flexible=True),
        Column(pgettext("column", "Tkts"), 4, 1, align="right"),
        Column(pgettext("column", "Price"), 11, 1, align="right"),
    )


def evening_row(row: EveningRow, category: CategoryChoice | None, locale: str) -> Row:
    """A performance as a line; of what cannot be sold the reason stands where the places left would."""
    performance = row.performance
    closed = performance.objection is not None
    left = Text(_("not on sale"), "dim") if closed else _left(row, category)
    return Row(
        row.cursor,
        (
            when(row.performance, locale),
            Text(safe(performance.title), "dim" if closed else ""),
            safe(performance.venue),
            left,
            str(row.sold),
            str(row.reserved) if row.reserved else "",
            str(row.checked_in) if row.checked_in else "",
        ),
    )


def basket_row(line: BasketLine, locale: str) -> Row:
    """A line of the basket."""
    from boxoffice_tui.locales import formats

    return Row(
        row_key(line),
        (
            safe(line.performance.title),
            when(line.performance, locale),
            safe(line.name),
            safe(line.rate.name),
            str(line.quantity),
            formats.money(line.price, locale),
        ),
    )


def article_row(line: ArticlesLine, locale: str) -> Row:
    """Pieces of an article as a line of the basket."""
    from boxoffice_tui.locales import formats

    price = formats.money(line.price, locale)
    return Row(row_key(line), (safe(line.offer.name), "", "", "", str(line.quantity), price))


def row_key(line: BasketLine | ArticlesLine) -> Hashable:
    """What finds the line of the list again."""
    return line.number if isinstance(line, BasketLine) else ("article", line.offer.article_id)


def when(performance: PerformanceChoice, locale: str) -> str:
    """`Sat 05/12 20:00` at the venue, "" for what has no date."""
    from boxoffice_tui.locales import formats

    if performance.starts_at is None:
        return ""
    return formats.day_and_time(performance.starts_at, performance.zone, locale)


def _left(row: EveningRow, chosen: CategoryChoice | None) -> Text:
    """`›Parterre 182 · Balcon 3`: words and numbers first, a colour besides."""
    text = Text()
    several = len(row.categories) > 1
    for one in row.categories:
        text.append(" · " if text else "")
        here = several and chosen is not None and one.category_id == chosen.category_id
        text.append("›" if here else "", "bold")
        text.append(f"{safe(one.name)} ", "bold" if here else "")
        sold_out = _("sold out")
        text.append(str(one.left) if one.left else sold_out, "red" if one.left == 0 else _few(one.left))
    return text


def _few(left: int) -> str:
    return "bold yellow" if left <= FEW else ""
