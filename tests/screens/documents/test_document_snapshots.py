"""How documents look: 80×24 and 120×40, in French and English and the wide test language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.services import documents
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.states import DocumentKind
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, settled, typed
from tests.screens.archives.test_form_snapshots import EVERY
from tests.screens.archives.ticket_form_stage import Ground
from tests.services.documents import add

Snap = Callable[..., bool]
KEYS = {
    "list": (),
    "add": ("a", "3", "2"),
    "print": ("down", "p"),
    "delete": ("down", "delete"),
}


@EVERY
@pytest.mark.parametrize("dialog", KEYS)
def test_documents(
    snap_compare: Snap,
    house: HouseUnderTest,
    sold: OrderChange,
    dialog: str,
    language: str,
    size: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    documents.send_document(house.desk, "send", add(house, sold.order_id).document_id)
    letter = add(house, sold.order_id, DocumentKind.LETTER, "by_hand", "Chère cliente")
    documents.print_document(house.desk, "print", letter.document_id)
    add(house, sold.order_id, DocumentKind.CONFIRMATION)
    app = archives_app(house, language, workplaces={"archives": Ground})

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        app.push_screen(OrderScreen(sold.order_id))
        await settled(pilot)
        await press(pilot, "m", *KEYS[dialog])
        if dialog == "add":
            await typed(pilot, "Chère cliente, vos places vous attendent au guichet.")

    assert snap_compare(app, terminal_size=size, run_before=before)
