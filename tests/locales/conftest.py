"""The catalogues are compiled before anything is read from them, and English is back after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from boxoffice_tui.locales import translate
from boxoffice_tui.locales.compile import compile_catalogues


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    compile_catalogues()
    translate.catalogue.cache_clear()


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    translate.use("en")
