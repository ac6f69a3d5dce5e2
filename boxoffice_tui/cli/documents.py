"""`boxoffice documents`: what is written to a customer about an order (spec/delivery.md, Dialogs)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.files import require_new, write_new
from boxoffice_tui.cli.orders.noun import money
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.numbers import DOSSIER_NUMBER_LENGTH, digits_of

if TYPE_CHECKING:
    from boxoffice_tui.views.order_documents import DocumentChange, DocumentRow

app = noun()

_MOST = 10**9
_Document = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help=N_("The document's number (documents list)."))
]
_Version = Annotated[
    str,
    typer.Option(
        "--at-version",
        metavar="VERSION",
        help=N_("Only while the document is at this version (documents list --json); 6 where it is not."),
    ),
]


@command(app, "list", N_("The documents of an order, or of all orders of a dossier."))
def list_documents(
    session: Session,
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help=N_("The order's number, or the dossier's, 12 digits."))
    ],
    deleted: Annotated[bool, typer.Option("--deleted", help=N_("Those deleted too."))] = False,
) -> None:
    from boxoffice_tui.services import document_list

    dossier = digits_of(number) or ""
    if len(dossier) == DOSSIER_NUMBER_LENGTH:
        rows = document_list.documents_of_dossier(session.desk, dossier, deleted=deleted)
    else:
        order_id = typed.page_of(session, "NUMBER", number).order_id
        rows = document_list.documents_of_order(session.desk, order_id, deleted=deleted)
    session.answer({"documents": rows}, lambda sheet: _tell_rows(session, sheet, rows))


@command(app, "add", N_("Add a document to a shipment of its order; say what it is."), writes=True)
def add(
    session: Session,
    key: str,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=N_("The order's number, 6 or 7 digits."))],
    kind: Annotated[str, typer.Argument(metavar="KIND", help=N_("invoice, confirmation or letter."))],
    mode: Annotated[
        str,
        typer.Option(
            "--mode",
            metavar="CODE",
            help=N_("By this delivery mode; else by e-mail where the contact has one, else by post."),
        ),
    ] = "",
    text: Annotated[
        str, typer.Option("--text", metavar="TEXT", help=N_("The letter's text; - reads it from stdin."))
    ] = "",
) -> None:
    from boxoffice_tui.views.states import DocumentKind

    wanted = typed.member("KIND", kind, DocumentKind)
    order_id = typed.page_of(session, "NUMBER", number).order_id
    from boxoffice_tui.services.documents import add_document

    change = add_document(session.desk, key, order_id, wanted, mode or None, typed.words("--text", text))
    _answer(session, key, change, _("added, shipment {shipment}"))


@command(app, "generate", N_("Settle what a document says; an invoice takes its number."), writes=True)
def generate(session: Session, key: str, document: _Document, at_version: _Version = "") -> None:
    from boxoffice_tui.services.documents import generate_document

    change = generate_document(session.desk, key, *_which(document, at_version))
    _answer(session, key, change, _("generated"))


@command(app, "send", N_("Record the e-mail that brings a document, generated first if need be."), writes=True)
def send(session: Session, key: str, document: _Document, at_version: _Version = "") -> None:
    from boxoffice_tui.services.documents import send_document

    change = send_document(session.desk, key, *_which(document, at_version))
    sent, never = _("e-mail ready to be sent: boxoffice outbox send"), _("e-mail recorded; its domain gets none")
    _answer(session, key, change, never if change.suppressed else sent)


@command(
    app, "print", N_("Write a document's paper, a PDF, and count it; generated first if need be."), writes=True
)
def print_(
    session: Session,
    key: str,
    document: _Document,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help=N_("Write it to this new file."))
    ] = "",
    at_version: _Version = "",
) -> None:
    which = _which(document, at_version)
    typed.needed(("--output", output))
    require_new(output)
    from boxoffice_tui.services.document_list import pdf_of_document
    from boxoffice_tui.services.documents import print_document

    change = print_document(session.desk, key, *which)
    place = write_new(output, pdf_of_document(session.desk, change.document_id))
    _answer(session, key, change, _("printed: {file}"), file=place)


@command(app, "delete", N_("Delete a document that was not sent; an invoice with its number stays."), writes=True)
def delete(session: Session, key: str, document: _Document, at_version: _Version = "") -> None:
    from boxoffice_tui.services.documents import delete_document

    change = delete_document(session.desk, key, *_which(document, at_version))
    _answer(session, key, change, _("deleted"))


def _which(document: str, at_version: str) -> tuple[int, int | None]:
    """The document and the version it must still have. Raises `UsageProblemError`."""
    version = typed.count("--at-version", at_version, most=_MOST) if at_version else None
    return typed.count("DOCUMENT", document, most=_MOST), version


def _answer(session: Session, key: str, change: DocumentChange, done: str, **more: Any) -> None:
    names = ("order_id", "document_id", "order_number", "shipment", "kind", "state", "version", "number")
    told = {name: getattr(change, name) for name in (*names, "mail_id", "suppressed", "printed")}
    answer = {**told, **more, "key": key, "training": session.desk.house.training}
    facts = {"shipment": change.shipment, **more}
    session.answer(answer, lambda sheet: _tell(sheet, change, done.format(**facts)))


def _tell(sheet: Sheet, change: DocumentChange, done: str) -> None:
    told = _("Document {document}, {kind}: {done}")
    sheet.line(told.format(document=change.document_id, kind=_named(change), done=done), strong=True)


def _named(one: DocumentChange | DocumentRow) -> str:
    """`Invoice 12`, `Letter`."""
    from boxoffice_tui.locales import words

    kind = words.label(one.kind)
    return f"{kind} {one.number}" if one.number else kind


def _tell_rows(session: Session, sheet: Sheet, rows: tuple[DocumentRow, ...]) -> None:
    from boxoffice_tui.locales import formats, words

    columns = (
        Column(_("Document"), right=True),
        Column(_("Order"), whole=True, spare=2),
        Column(_("What")),
        Column(_("Total"), right=True, spare=1),
        Column(_("Shipment"), right=True, spare=3),
        Column(_("Delivery"), spare=4),
        Column(_("State")),
        Column(_("E-mail"), spare=5),
        Column(_("Prints"), right=True, spare=6),
        Column(_("Changed"), whole=True, spare=7),
    )
    sheet.table(
        columns,
        [
            (
                str(row.document_id),
                row.order_number,
                _named(row),
                money(session, row.total) if row.total is not None else "",
                str(row.shipment),
                row.mode_name,
                words.label(row.state),
                words.word("MailState", row.mail_state, session.locale) if row.mail_state else "",
                str(row.printed) if row.printed else "",
                formats.stamp(row.changed_at, session.zone, session.locale),
            )
            for row in rows
        ],
    )
