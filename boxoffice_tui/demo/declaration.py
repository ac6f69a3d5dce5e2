"""The house of the demo as its setup file declares it, moved to the days around the one it is built on."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from boxoffice_tui.services.initialise import NewHouse
from boxoffice_tui.services.setup.file import Performance, Setup
from boxoffice_tui.services.setup.toml_text import text_of

ANCHOR = date(2026, 11, 21)
"""The Saturday that house.toml takes for the last one before the day it is built on."""
NIGHT = timedelta(hours=1)
_DIGITS = 2


def package_data(name: str) -> dict[str, Any]:
    """A TOML file of this package."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def house_language() -> str:
    """The language of the demo's house."""
    return str(package_data("house.toml")["organisation"]["language"])


class Declaration:
    """The setup file around an instant: its text, and what it declares.

    `today` is the house's day then; in the first hour of a day it is still the day before, so that there is
    a night to sell in.
    """

    def __init__(self, now: datetime) -> None:
        written = package_data("house.toml")
        organisation = written["organisation"]
        self.zone = ZoneInfo(organisation["zone"])
        self.today = (now - NIGHT).astimezone(self.zone).date()
        said = _moved(written, timedelta(weeks=(self.today - ANCHOR).days // 7))
        self.text = text_of(said)
        self.setup = Setup.model_validate(
            said, context={"language": organisation["language"], "digits": _DIGITS}
        )
        self.house = NewHouse(
            name=organisation["name"],
            country=organisation["country"],
            currency=organisation["currency"],
            zone=organisation["zone"],
            language=organisation["language"],
            training=True,
        )
        self._prices = {
            (price.event, price.category, price.rate): [
                other
                for other in self.setup.prices
                if (other.event, other.category, other.rate) == (price.event, price.category, price.rate)
                and not other.promotion
            ]
            for price in self.setup.prices
        }

    @property
    def opening(self) -> date:
        """The season's first day: sales begin."""
        return self.setup.seasons[0].starts_on

    def at(self, day: date, hour: str) -> datetime:
        """An hour of the house on a day."""
        return datetime.combine(day, time.fromisoformat(hour), self.zone)

    def starts_at(self, performance: Performance) -> datetime | None:
        """When a performance starts, in the house's zone; None while that is to be announced."""
        said = performance.starts_at
        return said.replace(tzinfo=self.zone) if isinstance(said, datetime) else None

    def price(self, event: str, category: str, rate: str, on: date) -> int | None:
        """What a ticket costs on a local day in minor units, promotions aside; None where it is not sold."""
        for price in self._prices.get((event, category, rate), ()):
            after = price.valid_from is None or price.valid_from <= on
            if after and (price.valid_until is None or on <= price.valid_until):
                return price.amount
        return None


def _moved(value: Any, by: timedelta) -> Any:
    """The same with every day and hour in it later `by` that much."""
    if isinstance(value, date):
        return value + by
    if isinstance(value, dict):
        return {name: _moved(inner, by) for name, inner in value.items()}
    if isinstance(value, list):
        return [_moved(inner, by) for inner in value]
    return value
