"""All tables: importing this module makes the metadata whole."""

from sqlmodel import SQLModel

from boxoffice_tui.data.models import (  # noqa: F401  each import adds its tables
    articles,
    contacts,
    delivery,
    journal,
    ledger,
    occupancy,
    operators,
    orders,
    organisation,
    printing,
    programme,
    tills,
    venues,
)

METADATA = SQLModel.metadata
