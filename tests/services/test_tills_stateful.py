"""A till over any evening: whatever is done in whatever order, the books say what a clerk's own sums say."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from boxoffice_tui.data.tables.programme import PRICES
from boxoffice_tui.services import shift_reports, tills
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.states import PaymentMethod
from tests.house import HouseUnderTest, build, copy_of
from tests.invariants import assert_sound
from tests.services.tills import CASH, cad, give_back, key, sell, with_tills

AMOUNTS = st.integers(1, 20_000)
PLACES = 20
ODD, COINS = 1503, 1505
"""What a place costs, and what that is in coins."""


def refused(code: str) -> pytest.RaisesExc[RefusedError]:
    return pytest.raises(RefusedError, match=code)


class Evening(RuleBasedStateMachine):
    """One till and its clerk, and beside them a sheet of paper."""

    built: HouseUnderTest
    sold = Bundle("sold")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="evening-"))
        address = self.folder / "house.db"
        shutil.copyfile(self.built.address, address)
        address.chmod(0o600)
        self.house = copy_of(self.built, str(address))
        self.anne, self.bruno = with_tills(self.house)
        self.open = False
        self.shifts = self.places = self.cash = self.payments = self.refunds = 0

    @rule(float_minor=st.integers(0, 20_000))
    def open_till(self, float_minor: int) -> None:
        """Opens the till, once."""
        if self.open:
            with refused("till_open"):
                tills.open_till(self.bruno, key(), "1", cad(float_minor))
            return
        opened = tills.open_till(self.anne, key(), None, cad(float_minor))
        self.shifts += 1
        assert (opened.number, opened.expected) == (self.shifts, cad(float_minor))
        self.open, self.cash, self.payments, self.refunds = True, float_minor, 0, 0

    @rule(amount=AMOUNTS)
    def put_in(self, amount: int) -> None:
        """Puts cash in."""
        if not self.open:
            with refused("till_not_open"):
                tills.cash_in(self.anne, key(), None, cad(amount), "monnaie")
            return
        self.cash += amount
        assert tills.cash_in(self.anne, key(), None, cad(amount), "monnaie").expected == cad(self.cash)

    @precondition(lambda self: self.open)
    @rule(amount=AMOUNTS)
    def take_out(self, amount: int) -> None:
        """Takes cash out, where there is so much."""
        if amount > self.cash:
            with refused("cash_out_too_high"):
                tills.cash_out(self.anne, key(), None, cad(amount), "dépôt")
            return
        self.cash -= amount
        assert tills.cash_out(self.anne, key(), None, cad(amount), "dépôt").expected == cad(self.cash)

    @precondition(lambda self: self.places < PLACES)
    @rule(target=sold, method=st.sampled_from([CASH, PaymentMethod.DEBIT_TERMINAL, PaymentMethod.VOUCHER]))
    def sell_one(self, method: PaymentMethod) -> tuple[OrderChange, PaymentMethod]:
        """Sells a place; in no shift where the till is closed."""
        change = sell(self.house, self.anne, 1, (method, ODD))
        self.places += 1
        if self.open:
            self.cash += COINS if method is CASH else 0
            self.payments += 1
        return change, method

    @rule(order=consumes(sold))
    def refund_one(self, order: tuple[OrderChange, PaymentMethod]) -> None:
        """Gives the money back, the way it came."""
        change, method = order
        give_back(self.anne, change, price=ODD)
        self.places -= 1
        if self.open:
            self.cash -= COINS if method is CASH else 0
            self.refunds += 1

    @precondition(lambda self: self.open)
    @rule(missing=st.integers(-50, 50))
    def close_till(self, missing: int) -> None:
        """Closes the till; what was counted differs by a little."""
        counted = max(0, self.cash + missing)
        closed = tills.close_till(self.anne, key(), None, cad(counted))
        assert (closed.expected, closed.counted) == (cad(self.cash), cad(counted))
        assert closed.difference == cad(counted - self.cash)
        self.open = False
        self.says_its_report(closed=True)

    @invariant()
    def the_till_says_the_same(self) -> None:
        """What should be there is what the clerk has added up."""
        state = shift_reports.state_of(self.anne)
        expected = (self.shifts, cad(self.cash)) if self.open else (None, None)
        assert (state.number, state.expected) == expected
        if self.open:
            self.says_its_report(closed=False)

    def says_its_report(self, *, closed: bool) -> None:
        """The report of the last shift is the clerk's sheet."""
        report = shift_reports.shift_report(self.anne, self.shifts)
        assert (report.expected, report.closed_at is not None) == (cad(self.cash), closed)
        assert sum(line.payments for line in report.methods) == self.payments
        assert sum(line.refunds for line in report.methods) == self.refunds

    def teardown(self) -> None:
        """Whatever was done, the house is sound."""
        assert_sound(self.anne)
        for desk in (self.anne, self.bruno, self.house.desk):
            desk.database.close()
        shutil.rmtree(self.folder)


def test_any_evening(tmp_path: Path) -> None:
    Evening.built = build(str(tmp_path / "house.db"))
    with writing(Evening.built.desk) as work:
        work.connection.execute(sa.update(PRICES).values(amount_minor=ODD))
    Evening.built.desk.database.close()
    run_state_machine_as_test(Evening, settings=settings(max_examples=8, stateful_step_count=25))
