"""Styles are parsed once for each set of colours, whatever screens are opened; other colours are seen at once."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from textual.css import stylesheet as textual_stylesheet

from boxoffice_tui.screens import stylesheet
from boxoffice_tui.screens.header import Header
from tests.screens.stage import press, ready, stage_app


async def test_no_style_is_parsed_twice_and_other_colours_reach_every_workplace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: Counter[tuple[object, ...]] = Counter()
    parse = textual_stylesheet.parse

    def counted(scope: str, css: str, read_from: Any, **options: Any) -> Any:
        parsed[scope, css, read_from, options["tie_breaker"], str(options["variable_tokens"])] += 1
        return parse(scope, css, read_from, **options)

    monkeypatch.setattr(textual_stylesheet, "parse", counted)
    monkeypatch.setattr(stylesheet, "_parsed", {})
    app = stage_app()
    async with app.run_test() as pilot:
        await ready(pilot)
        await press(pilot, "f2", "f3", "f1", "escape", "f2")
        assert max(parsed.values()) == 1
        dark = app.screen.query_one(Header).styles.background
        sources = len(parsed)
        app.theme = "light"
        await pilot.pause()
        assert app.screen.query_one(Header).styles.background != dark
        light = app.screen.query_one(Header).styles.background
        await press(pilot, "f3")
        assert app.screen.query_one(Header).styles.background == light
        assert max(parsed.values()) == 1
        assert len(parsed) >= 2 * sources - 1
        app.theme = "dark"
        await press(pilot, "f2")
        assert app.screen.query_one(Header).styles.background == dark
        assert len(parsed) < 3 * sources
