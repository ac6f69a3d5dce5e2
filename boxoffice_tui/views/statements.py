"""The statement of a day, as it is shown and printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from boxoffice_tui.rules.money import Money


@dataclass(frozen=True, slots=True)
class StatementLine:
    """Tickets of a performance, category and price that were sold on the day, and those cancelled on it.

    `first` and `last` are the lowest and the highest number sold that day, None where none was; `takings` is what
    was sold less what was cancelled. A price is what the customer paid for the ticket, taxes in, fees aside.
    """

    event: str
    performance: str
    starts_at: datetime | None
    zone: str
    category: str
    price: Money
    sold: int
    first: int | None
    last: int | None
    cancelled: int
    takings: Money


@dataclass(frozen=True, slots=True)
class ArticleTakings:
    """Pieces of an article sold at a price on the day, and those given back on it; `takings` is the difference."""

    code: str
    name: str
    price: Money
    sold: int
    returned: int
    takings: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """A day's tickets and articles. `total` is what sales came to in the ledger, `takings` what of it are tickets,
    `article_takings` what articles, `fees` the rest: fees, and what was kept of cancelled prices.
    """

    day: date
    lines: tuple[StatementLine, ...]
    articles: tuple[ArticleTakings, ...]
    takings: Money
    article_takings: Money
    fees: Money
    total: Money
