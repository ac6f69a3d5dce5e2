"""Writes data/tables/ from the models, by `make tables`: what statements need, to be had without SQLModel.

SQLModel and its classes take a quarter of the program's start and of its memory, and services speak Core.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import AutoString

from boxoffice_tui.data.columns import FOLDED, Instant

SUBJECTS = (
    "articles",
    "contacts",
    "delivery",
    "journal",
    "ledger",
    "occupancy",
    "operators",
    "orders",
    "organisation",
    "printing",
    "programme",
    "tills",
    "venues",
)
FOLDER = Path(__file__).parent.parent / "tables"
_PLAIN = (sa.BigInteger, sa.Boolean, sa.Date, sa.Float, sa.Integer, sa.JSON, sa.String)


def main() -> None:
    """Write every module."""
    for subject in SUBJECTS:
        (FOLDER / f"{subject}.py").write_text(written(subject), encoding="utf-8")


def written(subject: str) -> str:
    """The module of a subject's Core tables."""
    models = import_module(f"boxoffice_tui.data.models.{subject}")
    tables = {name: model.__table__ for name, model in models.TABLES.items()}
    columns = [column for table in tables.values() for column in table.columns]
    kinds = {_type_of(column).partition("(")[0] for column in columns}
    plain = kinds & {kind.__name__ for kind in _PLAIN}
    imports = {"sqlalchemy": {"Column", "Table", *plain}, "boxoffice_tui.data.columns": {"CORE", *kinds - plain}}
    for column in columns:
        if isinstance(column.type, sa.Enum):
            members = _members_of(column.type)
            imports.setdefault(members.__module__, set()).add(members.__name__)
    return "\n".join((
        f'"""Written by `make tables` from data/models/{subject}.py: its tables, as statements need them."""',
        "",
        *_imports(imports),
        "",
        *(line for name, table in tables.items() for line in _table(name, table)),
        "",
    ))


def _imports(imports: dict[str, set[str]]) -> Iterator[str]:
    yield _import("sqlalchemy", imports.pop("sqlalchemy"))
    yield ""
    for module, names in sorted(imports.items()):
        yield _import(module, names)


def _import(module: str, names: set[str]) -> str:
    """Constants, then classes, then functions, as ruff sorts them."""
    ordered = sorted(names, key=lambda name: (not name.isupper(), name.islower(), name))
    return f"from {module} import {', '.join(ordered)}"


def _table(name: str, table: sa.Table) -> Iterator[str]:
    yield f"{name} = Table("
    yield f'    "{table.name}",'
    yield "    CORE,"
    for column in table.columns:
        yield f"    Column({', '.join(_parts(column))}),"
    yield ")"


def _parts(column: sa.Column[Any]) -> Iterator[str]:
    yield f'"{column.name}"'
    yield _type_of(column)
    if column.primary_key:
        yield "primary_key=True"
    if column.autoincrement is False:
        yield "autoincrement=False"
    if column.default is not None:
        yield f"default={_default(column.default)}"


def _default(default: Any) -> str:
    if default.is_callable:
        return type(default.arg(None)).__name__
    if isinstance(default.arg, Enum):
        return str(f"{type(default.arg).__name__}.{default.arg.name}")
    return '""' if default.arg == "" else repr(default.arg)


def _members_of(kind: sa.Enum) -> type[Enum]:
    return cast(type[Enum], kind.enum_class)


def _type_of(column: sa.Column[Any]) -> str:
    kind = column.type
    if isinstance(kind, sa.Enum):
        return f"choice({_members_of(kind).__name__})"
    if isinstance(kind, Instant):
        return "Instant"
    if kind is FOLDED:
        return "FOLDED"
    if isinstance(kind, AutoString):
        return "String"
    return next(plain.__name__ for plain in _PLAIN if type(kind) is plain)


if __name__ == "__main__":
    main()
