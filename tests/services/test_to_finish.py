"""What To finish finds by SQL, and what an order lacks by the rule: the same orders (spec/archives.md, 12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

import pytest

from boxoffice_tui.data.search import Criteria, Position, count_orders, find_orders
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.orders import unfinished
from boxoffice_tui.services.transaction import Work, writing
from boxoffice_tui.views.states import OrderState, Origin
from tests.house import NOW, HouseUnderTest

_ALL = tuple(product(OrderState, (-1, 0, 1), (False, True), (False, True)))
_PAGE = 4


@dataclass(frozen=True, slots=True)
class Case:
    """One of all the orders there can be, bought a minute after the one before."""

    position: int
    state: OrderState
    balance: int
    needs_confirmation: bool
    needs_note: bool

    @property
    def number(self) -> str:
        return str(2_000_000 + self.position)

    @property
    def bought_at(self) -> datetime:
        return NOW + timedelta(minutes=self.position)

    @property
    def unfinished(self) -> bool:
        balance = Money(self.balance, "CAD")
        note, confirmation = self.needs_note, self.needs_confirmation
        return bool(unfinished(self.state, balance, needs_confirmation=confirmation, needs_note=note))


CASES = tuple(Case(position, *facts) for position, facts in enumerate(_ALL))
FINISHED = next(case for case in CASES if not case.unfinished)
OPEN = next(case for case in CASES if case.unfinished)
MIDDLE = CASES[len(CASES) // 2].bought_at


class _UndoneError(Exception):
    """Leaves the transaction without its orders, which no ledger knows."""


@contextmanager
def all_orders(house: HouseUnderTest) -> Iterator[tuple[Work, dict[int, Case]]]:
    """A transaction with every order there can be, by id; undone at the end."""
    try:
        with writing(house.desk) as work:
            yield work, {written(work, case): case for case in CASES}
            raise _UndoneError
    except _UndoneError:
        return


def written(work: Work, case: Case) -> int:
    dossier_id = work.insert(DOSSIERS, number=f"{case.position:012}", created_at=work.now)
    return work.insert(
        ORDERS,
        number=case.number,
        dossier_id=dossier_id,
        channel_id=work.desk.channel_id,
        origin=Origin.COUNTER,
        state=case.state,
        version=1,
        bought_at=case.bought_at,
        changed_at=work.now,
        changed_by=work.operator_id,
        balance_minor=case.balance,
        needs_confirmation=case.needs_confirmation,
        needs_note=case.needs_note,
    )


@pytest.mark.parametrize(
    ("criteria", "meant"),
    [
        (Criteria(to_finish=True), lambda _case: True),
        (Criteria(to_finish=True, since=MIDDLE), lambda case: case.bought_at >= MIDDLE),
        (Criteria(to_finish=True, until=MIDDLE), lambda case: case.bought_at < MIDDLE),
        (Criteria(OPEN.number, to_finish=True), lambda case: case is OPEN),
        (Criteria(FINISHED.number, to_finish=True), lambda case: case is FINISHED),
        (Criteria(to_finish=True, words=("nobody",)), lambda _case: False),
        (Criteria(to_finish=True, email="nobody@"), lambda _case: False),
    ],
)
def test_the_database_and_the_rule_agree_on_every_order(
    house: HouseUnderTest, criteria: Criteria, meant: Callable[[Case], bool]
) -> None:
    lacking = [case for case in reversed(CASES) if case.unfinished and meant(case)]
    with all_orders(house) as (work, by_id):
        found = find_orders(work.connection, criteria, len(CASES), None)
        assert [by_id[row.id] for row in found] == lacking
        assert count_orders(work.connection, criteria) == len(lacking)


@pytest.mark.parametrize("backwards", [False, True])
def test_page_by_page_each_is_found_once(house: HouseUnderTest, backwards: bool) -> None:
    lacking = [case for case in reversed(CASES) if case.unfinished]
    seen: list[Case] = []
    with all_orders(house) as (work, by_id):
        place: Position | None = None
        for _turn in CASES:
            page = find_orders(work.connection, Criteria(to_finish=True), _PAGE, place, backwards=backwards)
            if not page:
                break
            cases = [by_id[row.id] for row in page]
            seen = cases + seen if backwards else seen + cases
            last = page[0 if backwards else -1]
            place = Position(last.bought_at, last.id)
    assert seen == lacking
