"""A house for each test, copied from one that is built once a run: a second channel and a relay in Tokyo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import CHANNEL_MODES
from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS, OPERATORS
from boxoffice_tui.data.tables.organisation import SALES_CHANNELS
from boxoffice_tui.rules.rights import ROLES, Role
from boxoffice_tui.services import contacts
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.states import Origin
from tests.house import HouseUnderTest, add_contact, build
from tests.screens.archives.clerk import HouseDesks
from tests.screens.archives.conftest import copy_of


@pytest.fixture(scope="session")
def house_built_once(tmp_path_factory: pytest.TempPathFactory) -> HouseUnderTest:
    """The house that others are copied from: Ticketshop offers Print@home only."""
    made = build(str(tmp_path_factory.mktemp("house") / "house.db"))
    contact_id = add_contact(made, "Osamu", "Ryu", "ryu.osamu@ne-pas-envoyer.com", "RUE DU MARCHE 12345")
    with writing(made.desk) as work:
        made.ids["STX_IRI"] = work.insert(OPERATORS, code="STX_IRI", name="Iris", language="en")
        rights = [{"operator_id": made.ids["STX_IRI"], "right": one} for one in ROLES[Role.SUPERVISOR]]
        work.connection.execute(sa.insert(OPERATOR_RIGHTS), rights)
        names = {"fr": "Ticketshop", "en": "Ticketshop"}
        shop = work.insert(SALES_CHANNELS, code="ticketshop", names=names, origin=Origin.SITE)
        offered = {"channel_id": shop, "mode_id": made.ids["print_at_home"]}
        work.connection.execute(sa.insert(CHANNEL_MODES).values(**offered))
    contacts.change_structure(made.desk, "structure", contact_id, "MITSUBISHI")
    made.desk.database.close()
    return made


@pytest.fixture
def house(house_built_once: HouseUnderTest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A small house on SQLite; its clock starts on 21 November 2026, 14:07 in Toronto."""
    copied = copy_of(house_built_once, tmp_path)
    yield copied
    copied.desk.database.close()


@pytest.fixture(autouse=True)
def desks_closed() -> Iterator[None]:
    """What the program of a test opened is closed with it."""
    yield
    HouseDesks.close_all()
