"""Every test of the screens starts in English and with colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual import _doc

from boxoffice_tui.locales import translate
from tests.screens.pictures import Size, drawn

_SMALL, _LARGE = (80, 24), (120, 40)
_NAMES = pytest.StashKey[frozenset[str]]()
_drawn: dict[str, str] = {}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The process's language and NO_COLOR as the screens' tests expect them."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    translate.use("en")
    yield
    translate.use("en")


@pytest.fixture
def snap_compare(
    request: pytest.FixtureRequest, snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., bool]:
    """As the plugin's; what is drawn at 80×24 and next at 120×40 is one run of the program whose terminal grows."""

    def compare(app: Any, terminal_size: Size = _SMALL, run_before: Any = None) -> bool:
        picture = _drawn.pop(_named(request.node, terminal_size), None)
        if picture is None:
            larger = _named(request.node, _LARGE)
            grows = terminal_size == _SMALL and larger in _collected(request.session)
            found = drawn(app, (_SMALL, _LARGE) if grows else (terminal_size,), run_before)
            picture = found.pop(terminal_size)
            _drawn.update(dict.fromkeys([larger], found[_LARGE]) if found else {})
        monkeypatch.setattr(_doc, "take_svg_screenshot", lambda **_: picture)
        return snap_compare(app)

    return compare


def _named(node: Any, size: Size) -> str:
    """The name of a test that draws the same as `node` at `size`."""
    width, height = size
    return str(node.nodeid.replace(f"{_SMALL[0]}x{_SMALL[1]}", f"{width}x{height}"))


def _collected(session: pytest.Session) -> frozenset[str]:
    """The names of this run's tests."""
    return session.stash.setdefault(_NAMES, frozenset(item.nodeid for item in session.items))
