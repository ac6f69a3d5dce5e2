"""What stands in the basket of the counter, and what it comes to: no widget and no service.

A line is a seat, or a number of places without numbers; each has its rate. Articles stand beside them, by the piece
(issue: Sell).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from boxoffice_tui.rules.articles import MOST_PIECES
from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.views.articles import ArticleOffer
from boxoffice_tui.views.catalogue import PerformanceChoice, PerformanceOffer, RateOffer
from boxoffice_tui.views.requests import ArticleRequest, TicketRequest

Counted = tuple[tuple[int, int], ...]
"""Places without numbers: (category id, how many)."""


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One seat, or `quantity` places of an unnumbered category; `rates` are those its category sells.

    `name` is how people call the place: `F-12`, or the category.
    """

    number: int
    performance: PerformanceChoice
    category_id: int
    name: str
    rates: tuple[RateOffer, ...]
    rate_id: int
    seat_id: int | None = None
    quantity: int = 1

    @property
    def rate(self) -> RateOffer:
        """The rate it is sold at, with its price today."""
        return next(one for one in self.rates if one.rate_id == self.rate_id)

    @property
    def price(self) -> Money:
        """What its tickets cost, fees aside."""
        return self.rate.price * self.quantity


@dataclass(frozen=True, slots=True)
class ArticlesLine:
    """Pieces of an article."""

    offer: ArticleOffer
    quantity: int

    @property
    def price(self) -> Money:
        """What they cost."""
        return self.offer.price * self.quantity


@dataclass(frozen=True, slots=True)
class Basket:
    """The lines, oldest first, and the articles beside them; every change gives another basket."""

    currency: str = ""
    lines: tuple[BasketLine, ...] = ()
    articles: tuple[ArticlesLine, ...] = ()

    # What is in it

    @property
    def filled(self) -> bool:
        """Whether anything is."""
        return bool(self.lines or self.articles)

    @property
    def pieces(self) -> int:
        """How many pieces of articles it has."""
        return sum(line.quantity for line in self.articles)

    @property
    def tickets(self) -> int:
        """How many tickets it makes."""
        return sum(line.quantity for line in self.lines)

    def performances(self) -> tuple[int, ...]:
        """The ids of the performances it holds places of."""
        return tuple(dict.fromkeys(line.performance.performance_id for line in self.lines))

    def seats(self, performance_id: int) -> tuple[int, ...]:
        """The ids of its seats in a performance."""
        return tuple(line.seat_id for line in self._of(performance_id) if line.seat_id is not None)

    def rates(self, performance_id: int) -> dict[int, int]:
        """At which rate each of its seats in a performance is sold."""
        return {line.seat_id: line.rate_id for line in self._of(performance_id) if line.seat_id is not None}

    def counted(self, performance_id: int) -> Counted:
        """Its places without numbers in a performance, by category."""
        found: dict[int, int] = {}
        for line in self._of(performance_id):
            if line.seat_id is None:
                found[line.category_id] = found.get(line.category_id, 0) + line.quantity
        return tuple(found.items())

    # What it comes to

    def prices(self) -> Money:
        """Tickets, fees aside."""
        return self._sum(lambda rate: rate.price)

    def fees(self) -> Money:
        """The fees of its tickets."""
        return self._sum(lambda rate: rate.fees)

    def article_prices(self) -> Money:
        """Articles."""
        return total((line.price for line in self.articles), self.currency)

    def taxes(self) -> Money:
        """What of prices, fees and articles is tax."""
        of_articles = total((line.offer.tax * line.quantity for line in self.articles), self.currency)
        return self._sum(lambda rate: rate.taxes) + of_articles

    def sum(self) -> Money:
        """All there is to pay, a delivery's own fee aside."""
        return self.prices() + self.fees() + self.article_prices()

    # Changing it

    def with_lines(self, lines: Iterable[BasketLine]) -> Basket:
        """With more lines, numbered on."""
        last = self.lines[-1].number if self.lines else 0
        added = tuple(replace(line, number=last + step) for step, line in enumerate(lines, 1))
        return replace(self, lines=(*self.lines, *added))

    def without(self, number: int) -> Basket:
        """Without a line."""
        return replace(self, lines=tuple(line for line in self.lines if line.number != number))

    def with_articles(self, offer: ArticleOffer, pieces: int) -> Basket:
        """With so many pieces more of an article, or fewer where that is below zero; none is no line."""
        there = {line.offer.article_id: line for line in self.articles}
        now = self.pieces_of().get(offer.article_id, 0) + pieces
        there[offer.article_id] = ArticlesLine(offer, min(now, MOST_PIECES))
        return replace(self, articles=tuple(line for line in there.values() if line.quantity > 0))

    def pieces_of(self) -> dict[int, int]:
        """How many pieces it has, by article."""
        return {line.offer.article_id: line.quantity for line in self.articles}

    def with_seats(self, performance_id: int, seat_ids: Sequence[int], added: Iterable[BasketLine]) -> Basket:
        """With `seat_ids` as all its seats of a performance: those it had keep their rate, `added` come last."""
        kept = tuple(
            line
            for line in self.lines
            if line.performance.performance_id != performance_id
            or line.seat_id is None
            or line.seat_id in seat_ids
        )
        return replace(self, lines=kept).with_lines(added)

    def rated(self, number: int, place: int) -> Basket:
        """With the rate at `place` (from 1) of its category for a line; as it was where there is none."""
        return replace(self, lines=tuple(_rated(line, number, place) for line in self.lines))

    def repriced(self, offer: PerformanceOffer) -> Basket:
        """With the prices of now in a performance."""
        return replace(self, lines=tuple(_repriced(line, offer) for line in self.lines))

    def chosen_as(self, other: Basket) -> Basket:
        """With the articles, and the rates that lines have, of another basket which was this one.

        They may be chosen while a seat is being held.
        """
        chosen = {line.number: line.rate_id for line in other.lines}
        return replace(
            self,
            lines=tuple(replace(line, rate_id=chosen.get(line.number, line.rate_id)) for line in self.lines),
            articles=other.articles,
        )

    def articles_repriced(self, offers: Iterable[ArticleOffer]) -> Basket:
        """With the prices of now; what is not on sale any more stays as it is: selling says so."""
        known = {offer.article_id: offer for offer in offers}
        lines = (replace(line, offer=known.get(line.offer.article_id, line.offer)) for line in self.articles)
        return replace(self, articles=tuple(lines))

    # Selling it

    def requests(self) -> tuple[TicketRequest, ...]:
        """What selling asks for, at the prices shown."""
        grouped: dict[tuple[int, int, int, bool], list[BasketLine]] = {}
        for line in self.lines:
            key = (line.performance.performance_id, line.category_id, line.rate_id, line.seat_id is None)
            grouped.setdefault(key, []).append(line)
        return tuple(
            TicketRequest(
                performance_id,
                rate_id,
                seat_ids=tuple(line.seat_id for line in lines if line.seat_id is not None),
                category_id=category_id if counted else None,
                quantity=sum(line.quantity for line in lines) if counted else 0,
                shown=lines[0].rate.price,
            )
            for (performance_id, category_id, rate_id, counted), lines in grouped.items()
        )

    def article_requests(self) -> tuple[ArticleRequest, ...]:
        """As `requests`, of the articles."""
        return tuple(
            ArticleRequest(line.offer.article_id, line.quantity, line.offer.price) for line in self.articles
        )

    def _of(self, performance_id: int) -> list[BasketLine]:
        return [line for line in self.lines if line.performance.performance_id == performance_id]

    def _sum(self, of: Callable[[RateOffer], Money]) -> Money:
        return total((of(line.rate) * line.quantity for line in self.lines), self.currency)


def _rated(line: BasketLine, number: int, place: int) -> BasketLine:
    if line.number != number or not 0 < place <= len(line.rates):
        return line
    return replace(line, rate_id=line.rates[place - 1].rate_id)


def _repriced(line: BasketLine, offer: PerformanceOffer) -> BasketLine:
    if line.performance.performance_id != offer.performance.performance_id:
        return line
    rates = tuple(rate for rate in offer.rates if rate.category_id == line.category_id)
    if all(rate.rate_id != line.rate_id for rate in rates):
        return line  # its rate is sold no more: selling says so
    return replace(line, rates=rates)
