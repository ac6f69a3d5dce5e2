"""The house of spec/delivery.md, Acceptance, at 18:07 on 3 November 2017, and its desks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.services.identity import open_desk
from tests.cli.conftest import ACCOUNT, Commands
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import HouseDesks, settled

NOW = datetime(2017, 11, 3, 17, 7, tzinfo=UTC)
STAMP = {
    "en": "03/11/2017 06:07 pm",
    "fr": "03/11/2017 18:07",
    "de": "03.11.2017 18:07",
    "es": "03/11/2017 18:07",
    "it": "03/11/2017 18:07",
}
_CONTACTS = (
    "number,last_name,first_name,structure,email,language,street,postal_code,city,country\n"
    "148,OSAMU,Ryu,MITSUBISHI,ryu.osamu@ne-pas-envoyer.com,en,RUE DU MARCHE,12345,TOKYO,JP\n"
)


def build_paris(folder: Path) -> Commands:
    """The house, with Ryu OSAMU of MITSUBISHI, contact 148, and its commands for STX_IRI at the box office."""
    options = {"--operator": "", "--language": "en", "--now": NOW.isoformat()}
    paris = Commands(folder / "paris.db", HouseUnderTest("", None, {}, {}), options)  # type: ignore[arg-type]
    place = ("--country", "FR", "--currency", "EUR", "--zone", "Europe/Paris")
    assert paris.run("init", "--training", "--name", "Salle", *place, now="").exit_code == 0
    setup = Path(__file__).with_name("paris.toml")
    paris.json("setup", "apply", str(setup))
    file = folder / "contacts.csv"
    file.write_text(_CONTACTS, encoding="utf-8")
    paris.json("import", "contacts", str(file))
    paris.options |= {"--operator": "STX_IRI", "--channel": "counter"}
    return paris


@asynccontextmanager
async def program(paris: Commands, operator: str = "STX_IRI") -> AsyncIterator[Pilot[Any]]:
    """The program on the house in English, at 80×24."""
    address = str(paris.database)

    def desks() -> HouseDesks:
        desk = open_desk(address, ACCOUNT, operator=operator, channel="counter", shown_now=NOW)
        return HouseDesks(desk, watching=False)

    async with BoxOfficeApp(desks, language="en").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        yield pilot
