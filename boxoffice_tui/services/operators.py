"""All operators with what they may and how they come in, for who manages them."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS, OPERATORS, SYSTEM_ACCOUNTS
from boxoffice_tui.data.tables.organisation import TILLS
from boxoffice_tui.rules.rights import ROLES, SYSTEM_OPERATOR, Right, role_of
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.operators import OperatorRow

_OPERATORS = (
    sa.select(OPERATORS, TILLS.c.code.label("till"))
    .join(TILLS, TILLS.c.id == OPERATORS.c.till_id, isouter=True)
    .where(OPERATORS.c.code != SYSTEM_OPERATOR)
    .order_by(OPERATORS.c.code)
)


def operators(desk: Desk) -> tuple[OperatorRow, ...]:
    """Everybody but the program's own operator, by code; the inactive ones too.

    Raises `NotAllowedError` (operators.manage).
    """
    require_held(desk, Right.OPERATORS_MANAGE)
    rights: defaultdict[int, set[str]] = defaultdict(set)
    accounts: defaultdict[int, dict[str, bool]] = defaultdict(dict)
    with reading(desk) as connection:
        rows = connection.execute(_OPERATORS).all()
        for held in connection.execute(sa.select(OPERATOR_RIGHTS)):
            rights[held.operator_id].add(held.right)
        for bound in connection.execute(sa.select(SYSTEM_ACCOUNTS).order_by(SYSTEM_ACCOUNTS.c.account)):
            accounts[bound.operator_id][bound.account] = bound.usual
    found = []
    for row in rows:
        role = role_of(rights[row.id])
        of_role = ROLES[role] if role else frozenset()
        found.append(
            OperatorRow(
                code=row.code,
                name=row.name,
                role=role,
                further_rights=len(rights[row.id] - of_role),
                rights=len(rights[row.id]),
                accounts=tuple(accounts[row.id]),
                usual_of=tuple(account for account, usual in accounts[row.id].items() if usual),
                till=row.till or "",
                active=row.active,
                has_pin=bool(row.pin_hash),
            )
        )
    return tuple(found)
