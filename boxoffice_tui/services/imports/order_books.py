"""The ledger of imported orders: movements with their two entries and payments, written in bulk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.ledger import ENTRIES, MOVEMENTS, PAYMENTS
from boxoffice_tui.services.imports.batches import take_ids, write_rows
from boxoffice_tui.services.ledger import two_sides
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.states import PaymentMethod


class OrderBooks:
    """Movements, their two entries and payments, noted and then written together."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._movements: list[dict[str, Any]] = []
        self._entries: list[list[dict[str, object]]] = []
        self._payments: list[tuple[int, dict[str, object]]] = []

    def move(
        self, order_id: int, kind: MovementKind, sides: tuple[Account, Account], amount: int, key: str
    ) -> int:
        """Notes `amount` onto the first side and off the second; the movement's place in the notes."""
        movement = {"order_id": order_id, "kind": kind, "at": self._work.now, "key": f"{key}:{kind}"}
        self._movements.append({**movement, "operator_id": self._work.operator_id})
        place = len(self._movements) - 1
        self._entries.append(two_sides(order_id, *sides, amount, self._work.house.currency))
        return place

    def pay(self, order_id: int, place: int, method: PaymentMethod, amount: int, at: datetime) -> None:
        """Notes the payment of a movement."""
        payment = {
            "order_id": order_id,
            "method": method,
            "amount_minor": amount,
            "reference": "",
            "last_four": "",
            "at": at,
            "operator_id": self._work.operator_id,
        }
        self._payments.append((place, payment))

    def write(self) -> None:
        """Writes what was noted."""
        ids = take_ids(self._work, MOVEMENTS, len(self._movements))
        movements = [{**row, "id": one} for row, one in zip(self._movements, ids, strict=True)]
        write_rows(self._work, MOVEMENTS, movements)
        for row in movements:
            self._work.moved(row["order_id"], row["id"])
        entries = [
            {**side, "movement_id": one}
            for one, sides in zip(ids, self._entries, strict=True)
            for side in sides
        ]
        write_rows(self._work, ENTRIES, entries)
        payments = [{**row, "movement_id": ids[place]} for place, row in self._payments]
        write_rows(self._work, PAYMENTS, payments)
