"""Every test of the screens starts in English and with colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from boxoffice_tui.locales import translate


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The process's language and NO_COLOR as the screens' tests expect them."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    translate.use("en")
    yield
    translate.use("en")
