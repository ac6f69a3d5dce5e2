"""The organisation, its settings, taxes, fees, sales channels and tills."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from boxoffice_tui.data.models.base import (
    Names,
    choice,
    identity,
    minor,
    per_language,
    whole_numbers,
)
from boxoffice_tui.rules.printers import PrinterLanguage
from boxoffice_tui.views.states import FeeKind, Origin


class Organisation(SQLModel, table=True):
    """The one organisation of a database. Places are reserved until so many days after today, or so many before
    the first performance, the earlier of those set. Cash goes in steps of `cash_step` minor units, the currency's
    smallest coin where none is set.
    """

    __table_args__ = (
        sa.CheckConstraint("id = 1", name="only_one"),
        *whole_numbers(
            "hold_minutes",
            "tickets_per_order",
            "reservation_days_after",
            "reservation_days_before",
            "cash_step",
        ),
    )

    id: int = Field(default=1, primary_key=True)
    code: str = Field(unique=True)
    name: str
    address: str = ""
    email: str = ""
    phone: str = ""
    country: str
    currency: str
    zone: str
    language: str
    tax_included: bool = True
    tickets_per_order: int | None = None
    hold_minutes: int = 15
    training: bool = False
    suppressed_domains: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    reservation_days_after: int | None = None
    reservation_days_before: int | None = None
    cash_step: int | None = None


class Counter(SQLModel, table=True):
    """A number series without gaps; locked last in a transaction."""

    __table_args__ = whole_numbers("value")

    name: str = Field(primary_key=True)
    value: int


class Tax(SQLModel, table=True):
    """A tax on tickets and, where told, on fees; `percent` is a decimal text such as `9.975`."""

    id: int | None = identity()
    code: str = Field(unique=True)
    names: Names = per_language()
    percent: str
    on_fees: bool = True


class Fee(SQLModel, table=True):
    """A fee added to each ticket sold, in minor units."""

    __table_args__ = whole_numbers("amount_minor")

    id: int | None = identity()
    code: str = Field(unique=True)
    names: Names = per_language()
    kind: FeeKind = choice(FeeKind)
    amount_minor: int = minor()
    valid_from: date | None = None
    valid_until: date | None = None


class SalesChannel(SQLModel, table=True):
    """Where sales are made; `platform` is named when its orders cannot be changed here."""

    __tablename__ = "sales_channel"

    id: int | None = identity()
    code: str = Field(unique=True)
    names: Names = per_language()
    origin: Origin = choice(Origin)
    platform: str = ""


class Till(SQLModel, table=True):
    """A till that takes money, and the ticket printer beside it, if any; `printer_answers`: silence is a fault."""

    __table_args__ = (
        sa.CheckConstraint("(printer_language IS NULL) = (printer_address IS NULL)", name="printer_addressed"),
    )

    id: int | None = identity()
    code: str = Field(unique=True)
    name: str
    printer_language: PrinterLanguage | None = choice(PrinterLanguage, default=None, nullable=True)
    printer_address: str | None = None
    printer_answers: bool = False


TABLES = {
    "ORGANISATIONS": Organisation,
    "COUNTERS": Counter,
    "TAXES": Tax,
    "FEES": Fee,
    "SALES_CHANNELS": SalesChannel,
    "TILLS": Till,
}
