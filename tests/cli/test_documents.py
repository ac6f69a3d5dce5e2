"""`boxoffice documents`: an invoice, a letter, from the first word to the paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Commands
from tests.documents.reading import texts

MODES = """
[[modes]]
code = "courriel"
name = { fr = "Courriel", en = "E-mail" }
type = "email"
tickets = false
documents = true
needs_email = true

[[modes]]
code = "remis"
name = { fr = "Remis", en = "Handed over" }
type = "by_hand"
documents = true
"""


@pytest.fixture
def office(boxoffice: Commands, tmp_path: Path) -> Commands:
    """The house with modes that carry documents."""
    (tmp_path / "modes.toml").write_text(MODES, encoding="utf-8")
    boxoffice.json("setup", "apply", str(tmp_path / "modes.toml"), operator="ADMIN")
    return boxoffice


def test_an_invoice_is_added_sent_printed_and_kept(office: Commands, tmp_path: Path) -> None:
    number = office.sell("F-12", pay="cash:32.00")["number"]
    added = office.json("documents", "add", number, "invoice", "--key", "a")
    assert office.json("documents", "add", number, "invoice", "--key", "a") == added
    assert (added["state"], added["number"], added["order_number"]) == ("added", None, number)
    document = str(added["document_id"])
    told = office.run("documents", "send", document)
    assert told.stdout == "Document 1, Invoice 1: e-mail ready to be sent: boxoffice outbox send\n"
    assert office.error(4, "documents", "delete", document)["code"] == "invoice_kept"
    assert office.error(4, "documents", "send", document)["code"] == "document_sent"
    (tmp_path / "there.pdf").touch()
    assert office.error(2, "documents", "print", document, "-o", str(tmp_path / "there.pdf"))
    paper = tmp_path / "invoice.pdf"
    printed = office.json("documents", "print", document, "-o", str(paper))
    assert (printed["state"], printed["printed"], printed["file"]) == ("sent", 1, str(paper))
    assert "32,00 $" in texts(paper.read_bytes())[0].replace("\u00a0", " ")
    (row,) = office.json("documents", "list", number)["documents"]
    assert (row["state"], row["number"], row["mail_state"], row["printed"]) == ("sent", 1, "pending", 1)
    assert office.error(6, "documents", "print", document, "-o", "x", "--at-version", "1")["kind"] == "conflict"
    dossier = office.json("orders", "show", number)["dossier"]
    assert "1 document" in office.run("shipments", "list", dossier).stdout
    shown = office.run("orders", "history", number).stdout
    assert "Document generated: Invoice 1" in shown
    assert office.json("check")["breaches"] == []


def test_a_letter_is_typed_listed_and_deleted(office: Commands, tmp_path: Path) -> None:
    page = office.json("orders", "show", office.sell("F-12", contact="Cote\u0301", mode="by_hand")["number"])
    number, dossier = page["number"], page["dossier"]
    letter = ("documents", "add", number, "letter", "--text", "-")
    told = office.run(*letter, "--mode", "remis", stdin="Chère Éloïse,\n\nÀ bientôt.\n")
    assert told.stdout.startswith("Document 1, Letter: added, shipment ")
    assert office.error(4, "documents", "send", "1")["code"] == "not_by_email"
    assert office.error(4, "documents", "add", number, "letter")["code"] == "letter_empty"
    assert office.error(2, "documents", "add", number, "poem")["code"] == "choice_unknown"
    assert office.error(3, "documents", "add", number, "invoice", "--mode", "pigeon")["code"] == "mode_not_found"
    assert office.error(4, "documents", "add", number, "invoice", "--mode", "courriel")["code"] == "missing_email"
    assert office.error(3, "documents", "generate", "404")["code"] == "document_not_found"
    assert office.json("documents", "generate", "1")["state"] == "generated"
    listed = office.run("documents", "list", dossier).stdout
    assert "Letter" in listed
    assert "generated" in listed
    assert office.json("documents", "delete", "1")["state"] == "deleted"
    assert office.json("documents", "list", number)["documents"] == []
    (gone,) = office.json("documents", "list", number, "--deleted")["documents"]
    assert (gone["state"], gone["acts"]) == ("deleted", [])
    assert office.json("check")["breaches"] == []
