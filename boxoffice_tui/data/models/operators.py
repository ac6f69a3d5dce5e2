"""Operators, their rights, and the system accounts that may act as them."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from boxoffice_tui.data.models.base import identity, optional_link


class Operator(SQLModel, table=True):
    """Who acts; `pin_hash` is argon2, blank while no PIN is set."""

    id: int | None = identity()
    code: str = Field(unique=True)
    name: str
    language: str
    pin_hash: str = ""
    active: bool = True
    till_id: int | None = optional_link("till.id")
    perimeter: dict[str, list[str]] = Field(default_factory=dict, sa_type=sa.JSON)


class OperatorRight(SQLModel, table=True):
    """A right an operator holds; codes of rules/rights.py."""

    __tablename__ = "operator_right"

    operator_id: int = Field(foreign_key="operator.id", primary_key=True)
    right: str = Field(primary_key=True)


class SystemAccount(SQLModel, table=True):
    """A system account bound to an operator it may act as; the first one is its usual operator."""

    __tablename__ = "system_account"

    account: str = Field(primary_key=True)
    operator_id: int = Field(foreign_key="operator.id", primary_key=True)
    usual: bool = False


TABLES = {
    "OPERATORS": Operator,
    "OPERATOR_RIGHTS": OperatorRight,
    "SYSTEM_ACCOUNTS": SystemAccount,
}
