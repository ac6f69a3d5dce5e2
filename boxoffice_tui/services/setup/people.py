"""Operators with their rights and system accounts, and the community types of structures."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.contacts import COMMUNITY_TYPES
from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS, OPERATORS, SYSTEM_ACCOUNTS
from boxoffice_tui.data.tables.organisation import TILLS
from boxoffice_tui.rules.rights import ALL_RIGHTS, ROLES, SYSTEM_OPERATOR, Right, role_of
from boxoffice_tui.services.errors import NotAllowedError
from boxoffice_tui.services.setup.build import Build, Key, Links, Section, listed
from boxoffice_tui.services.setup.delivery import named
from boxoffice_tui.services.setup.file import Operator, Setup
from boxoffice_tui.services.setup.house import TILL
from boxoffice_tui.services.setup.lines import Path
from boxoffice_tui.services.setup.reasons import SetupReason
from boxoffice_tui.views.setup import Change

OPERATOR = Section(
    "operators",
    OPERATORS,
    journals_values=False,
    links=(
        Links("rights", OPERATOR_RIGHTS, "operator_id", ("right",)),
        Links("accounts", SYSTEM_ACCOUNTS, "operator_id", ("account", "usual")),
    ),
)
COMMUNITY = Section("communities", COMMUNITY_TYPES)


def apply(build: Build, setup: Setup) -> None:
    """Applies the sections of this file; a change of operators takes the right to manage them."""
    build.put(COMMUNITY, listed(COMMUNITY, setup.communities, lambda one, _: {"names": one.name}))
    if setup.operators:
        _operators(build, setup.operators)


def export(connection: Connection) -> dict[str, Any]:
    """These sections as the database has them, without the system's own operator and without PINs."""
    rights: defaultdict[int, set[str]] = defaultdict(set)
    for row in connection.execute(sa.select(OPERATOR_RIGHTS)):
        rights[row.operator_id].add(row.right)
    accounts: defaultdict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(sa.select(SYSTEM_ACCOUNTS).order_by(SYSTEM_ACCOUNTS.c.account)):
        accounts[row.operator_id].append(row)
    query = (
        sa.select(OPERATORS, TILLS.c.code.label("till"))
        .join(TILLS, TILLS.c.id == OPERATORS.c.till_id, isouter=True)
        .where(OPERATORS.c.code != SYSTEM_OPERATOR)
        .order_by(OPERATORS.c.id)
    )
    return {
        "communities": named(connection, COMMUNITY_TYPES),
        "operators": [_exported(row, rights[row.id], accounts[row.id]) for row in connection.execute(query)],
    }


def _operators(build: Build, operators: tuple[Operator, ...]) -> None:
    may_manage = build.work.may(Right.OPERATORS_MANAGE)  # before the file could give it
    usual = _usual(build, operators)
    values = partial(_values, build, {})
    kept = build.put(OPERATOR, listed(OPERATOR, operators, values, partial(_links, build, usual)))
    for operator in operators:
        _one_usual(build, operator)
    if any(one.change is not Change.UNCHANGED for one in kept):
        if not may_manage:
            raise NotAllowedError(Right.OPERATORS_MANAGE)
        _keep_an_administrator(build)


def _values(
    build: Build, seen: dict[str, tuple[str, Path]], operator: Operator, path: Path
) -> dict[str, object] | None:
    """Codes of operators are typed at the counter: they differ by more than case."""
    if operator.code.upper() == SYSTEM_OPERATOR:
        build.problem((*path, "code"), SetupReason.OPERATOR_RESERVED, name=operator.code)
        return None
    code, first = seen.setdefault(operator.code.upper(), (operator.code, path))
    if code != operator.code:
        facts = {"section": OPERATOR.name, "name": operator.code, "first": build.line_of(first)}
        build.problem((*path, "code"), SetupReason.CODE_REPEATED, **facts)
    return {
        "name": operator.name,
        "language": operator.language or "",
        "till_id": build.id_of(TILL, operator.till, (*path, "till")) if operator.till else None,
        "active": operator.active,
    }


def _links(build: Build, usual: dict[str, str], operator: Operator, path: Path) -> dict[str, frozenset[Key]]:
    for place, right in enumerate(operator.rights):
        if right not in ALL_RIGHTS:
            unknown = SetupReason.CODE_UNKNOWN
            build.problem((*path, "rights", place), unknown, section="rights", name=right)
    role = ROLES[operator.role] if operator.role else frozenset()
    accounts = {*operator.accounts, *operator.usual_of}
    return {
        "rights": frozenset((str(right),) for right in role | frozenset(operator.rights)),
        "accounts": frozenset((account, usual[account] == operator.code) for account in accounts),
    }


def _usual(build: Build, operators: tuple[Operator, ...]) -> dict[str, str]:
    """The usual operator of each account: who says so, else who is it already, else the first of the file."""
    query = (
        sa.select(SYSTEM_ACCOUNTS.c.account, OPERATORS.c.code)
        .join(OPERATORS, OPERATORS.c.id == SYSTEM_ACCOUNTS.c.operator_id)
        .where(SYSTEM_ACCOUNTS.c.usual)
    )
    there = {row.account: row.code for row in build.work.connection.execute(query)}
    first = {account: one.code for one in reversed(operators) for account in one.accounts}
    said = {account: one.code for one in operators for account in one.usual_of}
    return {**first, **there, **said}


def _one_usual(build: Build, operator: Operator) -> None:
    """No other operator, in the file or not, is the usual one of its accounts any more."""
    if not operator.usual_of:
        return
    others = sa.select(OPERATORS.c.id).where(OPERATORS.c.code != operator.code)
    build.work.connection.execute(
        sa.update(SYSTEM_ACCOUNTS)
        .where(SYSTEM_ACCOUNTS.c.account.in_(operator.usual_of), SYSTEM_ACCOUNTS.c.usual)
        .where(SYSTEM_ACCOUNTS.c.operator_id.in_(others))
        .values(usual=False)
    )


def _keep_an_administrator(build: Build) -> None:
    """Somebody can still change the setup and the operators afterwards."""
    able = sa.select(OPERATORS.c.id).where(OPERATORS.c.active)
    for right in (Right.SETUP_CHANGE, Right.OPERATORS_MANAGE):
        able = able.where(
            sa.exists().where(
                OPERATOR_RIGHTS.c.operator_id == OPERATORS.c.id, OPERATOR_RIGHTS.c.right == right
            )
        )
    able = able.where(sa.exists().where(SYSTEM_ACCOUNTS.c.operator_id == OPERATORS.c.id))
    if build.work.connection.execute(able.limit(1)).first() is None:
        build.problem((OPERATOR.name,), SetupReason.NO_ADMINISTRATOR)


def _exported(row: Any, rights: set[str], accounts: list[Any]) -> Operator:
    role = role_of(rights)
    more = rights - ROLES[role] if role else rights
    return Operator.model_construct(
        code=row.code,
        name=row.name,
        language=row.language or None,
        role=role,
        rights=tuple(sorted(more)),
        till=row.till,
        accounts=tuple(one.account for one in accounts),
        usual_of=tuple(one.account for one in accounts if one.usual),
        active=row.active,
    )
