"""The same house on each engine as the services' tests have."""

from __future__ import annotations

from tests.services.conftest import address, engine, house, postgresql_house, sqlite_house

__all__ = ["address", "engine", "house", "postgresql_house", "sqlite_house"]
