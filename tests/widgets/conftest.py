from __future__ import annotations

from collections.abc import Iterator

import pytest

from boxoffice_tui.locales import translate


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Widgets speak English unless the test says otherwise."""
    before = translate.current()
    translate.use("en")
    yield
    translate.use(before)
