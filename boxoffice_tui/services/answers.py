"""What a command answered before: asked where it chooses by itself, so that a repeat does not choose anew."""

from __future__ import annotations

from typing import TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter

from boxoffice_tui.data.tables.journal import ANSWERS
from boxoffice_tui.rules.access import AccessRefusal
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import reading

A = TypeVar("A")


def first_answer(desk: Desk, key: str, action: str, kind: type[A]) -> A | None:
    """What the use case `action` answered under `key`, None when the key is new.

    Raises `RefusedError` (key_reused) when it was another use case (DESIGN.md, Idempotency).
    """
    query = sa.select(ANSWERS.c.action, ANSWERS.c.answer).where(ANSWERS.c.key == key)
    with reading(desk) as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    if row.action != action:
        raise RefusedError(AccessRefusal.KEY_REUSED, {"key": key})
    return TypeAdapter(kind).validate_json(row.answer)
