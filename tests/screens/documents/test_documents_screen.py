"""Documents at the screen: added, sent, printed, deleted, each by its key, and why not where it cannot be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from boxoffice_tui.data.tables.delivery import DOCUMENTS
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.dialogs import Problem, Question
from boxoffice_tui.screens.documents.add_document import AddDocument, LetterText
from boxoffice_tui.screens.documents.documents_screen import DocumentsScreen
from boxoffice_tui.services import documents
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.states import DocumentKind, DocumentState
from tests.documents.reading import texts
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, line_of, press, seen, settled, typed
from tests.screens.archives.ticket_form_stage import Ground
from tests.services.after_sale import rows
from tests.services.documents import add


@asynccontextmanager
async def opened(
    house: HouseUnderTest, sold: OrderChange, operator: str = "ANNE", **options: Any
) -> AsyncIterator[Pilot[Any]]:
    """The documents of the order, over its page."""
    app = archives_app(house, operator=operator, workplaces={"archives": Ground}, **options)
    async with app.run_test() as pilot:
        await settled(pilot)
        app.push_screen(OrderScreen(sold.order_id))
        await settled(pilot)
        await press(pilot, "m")
        assert isinstance(app.screen, DocumentsScreen)
        yield pilot


async def test_an_invoice_is_added_and_sent_and_stays(house: HouseUnderTest, sold: OrderChange) -> None:
    async with opened(house, sold) as pilot:
        assert seen(pilot.app, "This order has no document.")
        await press(pilot, "a", "1")
        assert seen(pilot.app, "✕ Post – This mode needs a postal address.")
        await press(pilot, "tab")
        assert pilot.app.focused is pilot.app.screen.query_one("#mode"), "the digit has gone on already"
        await press(pilot, "enter")
        assert seen(pilot.app, "Document 1, Invoice: added")
        await press(pilot, "g", "escape")
        assert rows(house, DOCUMENTS)[0].number is None, "asked first"
        await press(pilot, "g")
        assert seen(pilot.app, "Send document 1, Invoice, to Éloïse Côté-Bélanger, eloise@exemple.ca? It takes the")
        await press(pilot, "1")
        assert seen(pilot.app, "Document 1, Invoice 1: sent")
        assert "Invoice 1" in line_of(pilot.app, "$64.00")
        await press(pilot, "g")
        assert isinstance(pilot.app.screen, Problem)
        assert seen(pilot.app, "This document is sent: it is neither sent again nor deleted.")
        await press(pilot, "escape", "delete")
        assert seen(pilot.app, "Invoice 1 stays as it is.")
        await press(pilot, "escape", "a", "2", "enter", "g", "1")
        assert seen(pilot.app, "Document 2, Confirmation: sent")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, OrderScreen)
    found = [(row.kind, row.state, row.number) for row in rows(house, DOCUMENTS)]
    assert found == [
        (DocumentKind.INVOICE, DocumentState.SENT, 1),
        (DocumentKind.CONFIRMATION, DocumentState.SENT, None),
    ]
    assert len(rows(house, OUTBOX)) == 2


async def test_a_letter_is_typed_printed_and_deleted(
    house: HouseUnderTest, sold: OrderChange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(house, sold) as pilot:
        await press(pilot, "a", "alt+s")
        assert seen(pilot.app, "! Choose what it is.")
        await press(pilot, "3", "1")
        assert isinstance(pilot.app.focused, LetterText)
        assert seen(pilot.app, "Text of the letter")
        await press(pilot, "alt+s")
        assert seen(pilot.app, "! A letter needs a text. Type it.")
        await typed(pilot, "Chère [b]cliente[/b],")
        await press(pilot, "enter", "enter")
        await typed(pilot, "à bientôt")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Question)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AddDocument)
        await press(pilot, "alt+s")
        assert seen(pilot.app, "Document 1, Letter: added")
        await press(pilot, "g")
        assert seen(pilot.app, "Document 1, Letter: generated")
        await press(pilot, "g")
        assert seen(pilot.app, "It travels by By hand: print it.")
        await press(pilot, "escape", "p", "enter")
        assert seen(pilot.app, "Document 1, Letter: printed · Written: letter-1.pdf")
        await press(pilot, "p", "enter")
        assert seen(pilot.app, "×2")
        await press(pilot, "delete")
        assert seen(pilot.app, "Delete document 1, Letter?")
        await press(pilot, "1")
        assert seen(pilot.app, "This order has no document.")
    (row,) = rows(house, DOCUMENTS)
    assert (row.state, row.text, row.printed) == (DocumentState.DELETED, "", 2)
    (page,) = texts((tmp_path / "letter-1.pdf").read_bytes())
    assert "Chère [b]cliente[/b]," in page
    assert "à bientôt" in page
    assert (tmp_path / "letter-1-2.pdf").exists()


async def test_who_was_first_is_said_and_who_may_not_does_not(house: HouseUnderTest, sold: OrderChange) -> None:
    added = add(house, sold.order_id)
    async with opened(house, sold) as pilot:
        bruno = house.as_operator("BRUNO")
        documents.generate_document(bruno, "bruno", added.document_id)
        bruno.database.close()
        await press(pilot, "g", "1")
        assert seen(pilot.app, "BRUNO")
        await press(pilot, "escape")
        assert seen(pilot.app, "Invoice 1")
        await press(pilot, "g", "1")
        assert seen(pilot.app, "Document 1, Invoice 1: sent")
