"""What customers of the demo bought, order by order: drawn with a seed, to be imported as from another system."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import accumulate
from random import Random

from boxoffice_tui.demo.customers import Customer
from boxoffice_tui.demo.declaration import Declaration
from boxoffice_tui.demo.halls import Hall
from boxoffice_tui.rules.orders import PerformanceState
from boxoffice_tui.views.states import Origin, PaymentMethod

FULL = "plein"
OPEN_SEATING = "libre"
FIRST_NUMBER = 480_000
_COLUMNS = (
    *("number", "dossier", "contact", "bought_at", "origin"),
    *("event", "starts_at", "seat", "count", "rate", "price", "paid", "method"),
)
_ORIGINS = {
    Origin.COUNTER: 25,
    Origin.PHONE: 20,
    Origin.AGENCY: 3,
    Origin.SITE: 26,
    Origin.WIDGET: 14,
    Origin.CART: 7,
    Origin.FACEBOOK: 5,
}
_ONLINE = (Origin.SITE, Origin.WIDGET, Origin.CART, Origin.FACEBOOK)
_METHODS = {
    Origin.COUNTER: (PaymentMethod.CASH, PaymentMethod.DEBIT_TERMINAL, PaymentMethod.CREDIT_TERMINAL),
    Origin.PHONE: (PaymentMethod.CREDIT_TERMINAL, PaymentMethod.CHEQUE),
    Origin.AGENCY: (PaymentMethod.TRANSFER, PaymentMethod.CHEQUE),
}
_STAFF_HOURS, _ONLINE_HOURS = (10, 19), (7, 23)
_PARTIES = {1: 15, 2: 50, 3: 11, 4: 16, 5: 4, 6: 4}
_GROUPS = (8, 9, 10, 11)
_CATEGORIES = {"parterre": 70, "balcon": 22, "loges": 8}
_RATES = {FULL: 68, "aine": 16, "etudiant": 16}
_GROUP_RATES = {"ecole": ("scolaire", "balcon")}
_USUAL_GROUP = ("groupe", "parterre")
_FAMILY = frozenset({"nils", "contes"})
_STILL_SOLD = timedelta(hours=3)
_TONIGHT = 5
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Sitting:
    """Tickets of one performance at one rate: seats by guid, or a `count` of places without numbers."""

    event: str
    starts_at: datetime
    rate: str
    price: int
    seats: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order as another system sold it; `contact` is None where nobody left a name, amounts in minor units."""

    number: int
    contact: int | None
    bought_at: datetime
    origin: Origin
    sittings: tuple[Sitting, ...]
    paid: int
    method: PaymentMethod


@dataclass(frozen=True, slots=True)
class _Show:
    """A performance that is sold, and how much people want to see it."""

    event: str
    starts_at: datetime
    hall: Hall
    wanted: float


class Buying:
    """Draws purchases; the halls fill while it does."""

    def __init__(
        self, dice: Random, declaration: Declaration, halls: dict[str, Hall], people: Sequence[Customer]
    ) -> None:
        self._dice = dice
        self._declaration = declaration
        self._relays = [one for one in people if one.structure]
        self._people = [one for one in people if not one.structure]
        self._faithful = list(accumulate(min(8.0, dice.paretovariate(1.6)) for _ in self._people))
        self._shows = list(self._on_sale(halls))

    def purchases(self, count: int) -> list[Purchase]:
        """About `count` purchases from the opening of the season until today, the oldest first.

        The last few are made online in the night before today's opening hours.
        """
        drawn = [(self._moment(origin), origin) for origin in self._origins(count - _TONIGHT)]
        night = self._declaration.at(self._declaration.today, "00:05")
        drawn += [(night + timedelta(minutes=8 * one), self._dice.choice(_ONLINE)) for one in range(_TONIGHT)]
        number = FIRST_NUMBER
        found = []
        for at, origin in sorted(drawn):
            number += self._dice.choice((1, 1, 1, 2, 3))
            purchase = self._purchase(number, at, origin)
            if purchase is not None:
                found.append(purchase)
        return found

    def _origins(self, count: int) -> list[Origin]:
        return self._dice.choices(list(_ORIGINS), list(_ORIGINS.values()), k=count)

    def _moment(self, origin: Origin) -> datetime:
        """Within the house's hours, or those of people at home; more of late than at the opening."""
        first, last = _ONLINE_HOURS if origin in _ONLINE else _STAFF_HOURS
        opening = self._declaration.opening
        days = (self._declaration.today - opening).days
        day = opening + timedelta(days=int(days * self._dice.random() ** 0.7))
        hour = time(self._dice.randrange(first, last), self._dice.randrange(60), self._dice.randrange(60))
        return datetime.combine(day, hour, self._declaration.zone)

    def _purchase(self, number: int, at: datetime, origin: Origin) -> Purchase | None:
        buyer = self._buyer(origin)
        if buyer is not None and buyer.structure:
            sittings = self._group(buyer, at)
        else:
            sittings = [one for show in self._chosen(at) for one in self._party(show, at)]
        if not sittings:
            return None
        total = sum(one.price * (len(one.seats) or one.count) for one in sittings)
        method = self._dice.choice(_METHODS.get(origin, (PaymentMethod.ONLINE,)))
        contact = buyer.number if buyer is not None else None
        return Purchase(number, contact, at, origin, tuple(sittings), self._paid(total, origin), method)

    def _buyer(self, origin: Origin) -> Customer | None:
        if origin is Origin.AGENCY:
            return self._dice.choice(self._relays)
        if origin is Origin.COUNTER and self._dice.random() < 0.3:
            return None
        return self._dice.choices(self._people, cum_weights=self._faithful)[0]

    def _chosen(self, at: datetime) -> list[_Show]:
        """What is to be seen: the next dates draw most; one in nine buys for two events at once."""
        coming = self._coming(at)
        if not coming:
            return []
        weights = [show.wanted / (2 + (show.starts_at - at).days / _WEEK) for show in coming]
        chosen = self._dice.choices(coming, weights, k=2 if self._dice.random() < 0.11 else 1)
        return list({show.event: show for show in chosen}.values())

    def _coming(self, at: datetime) -> list[_Show]:
        return [show for show in self._shows if show.starts_at > at + _STILL_SOLD]

    def _party(self, show: _Show, at: datetime) -> list[Sitting]:
        people = self._dice.choices(list(_PARTIES), list(_PARTIES.values()))[0]
        category = self._dice.choices(list(_CATEGORIES), list(_CATEGORIES.values()))[0]
        if not show.hall.numbered(category):
            category = OPEN_SEATING
        rates = self._dice.choices(list(_RATES), list(_RATES.values()), k=people)
        if show.event in _FAMILY and people > 1:
            rates[people // 2 :] = ["enfant"] * (people - people // 2)
        sold = [rate if self._price(show, category, rate, at) is not None else FULL for rate in rates]
        return self._seated(show, category, sold, at)

    def _group(self, buyer: Customer, at: datetime) -> list[Sitting]:
        """Many seats of one row, where there is a price for groups."""
        rate, category = _GROUP_RATES.get(buyer.community_type, _USUAL_GROUP)
        sold = [show for show in self._coming(at) if self._price(show, category, rate, at) is not None]
        if not sold:
            return []
        return self._seated(self._dice.choice(sold), category, [rate] * self._dice.choice(_GROUPS), at)

    def _seated(self, show: _Show, category: str, rates: Sequence[str], at: datetime) -> list[Sitting]:
        """The tickets of a party, side by side; none where there is no room."""
        numbered = show.hall.numbered(category)
        seats = show.hall.take(self._dice, category, len(rates)) if numbered else ()
        if not (seats or (not numbered and show.hall.take_places(category, len(rates)))):
            return []
        found = []
        for rate, count in Counter(rates).items():
            price = self._price(show, category, rate, at) or 0
            found.append(
                Sitting(show.event, show.starts_at, rate, price, seats[:count], 0 if numbered else count)
            )
            seats = seats[count:]
        return found

    def _price(self, show: _Show, category: str, rate: str, at: datetime) -> int | None:
        return self._declaration.price(show.event, category, rate, at.date())

    def _paid(self, total: int, origin: Origin) -> int:
        """All of it, but for a few who promised; online nothing is promised."""
        if origin in _ONLINE:
            return total
        return self._dice.choices((total, total // 200 * 100, 0), (965, 20, 15))[0]

    def _on_sale(self, halls: dict[str, Hall]) -> Iterator[_Show]:
        liked: dict[str, float] = {}
        for performance in self._declaration.setup.performances:
            starts_at = self._declaration.starts_at(performance)
            wanted = liked.setdefault(performance.event, self._dice.uniform(0.6, 1.8))
            if starts_at is not None and performance.state is PerformanceState.OPEN and performance.plan:
                hall = halls[f"{performance.event}/{performance.code}"]
                size = 1.0 if hall.numbered("parterre") else 0.3
                yield _Show(performance.event, starts_at, hall, wanted * size)


def as_csv(purchases: Sequence[Purchase]) -> bytes:
    """Orders as a file to import: a record a seat, or a count of places."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for purchase in purchases:
        writer.writerows(_records(purchase))
    return text.getvalue().encode()


def _records(purchase: Purchase) -> Iterator[tuple[object, ...]]:
    heading = (purchase.number, "", purchase.contact or "", purchase.bought_at.isoformat(), purchase.origin)
    paid = (_amount(purchase.paid), purchase.method) if purchase.paid else ("", "")
    for sitting in purchase.sittings:
        starts_at = sitting.starts_at.replace(tzinfo=None).isoformat()
        for seat in sitting.seats or ("",):
            place = (sitting.event, starts_at, seat, "" if seat else sitting.count)
            yield (*heading, *place, sitting.rate, _amount(sitting.price), *paid)
            paid = ("", "")


def _amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02}"
