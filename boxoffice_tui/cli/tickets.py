"""`boxoffice tickets`: the door (spec/archives.md; issue: `tickets check`)."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.files import write_new
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.services.doors import Admission

app = noun()

Token = Annotated[
    str, typer.Argument(metavar="TOKEN", help=N_("What the barcode says; - reads it from stdin."))
]


@command(app, "check", N_("Let the holder of a ticket in, once."), writes=True, dashes=True)
def check(session: Session, key: str, token: Token) -> None:
    from boxoffice_tui.services.doors import admit

    _tell(session, key, admit(session.desk, key, typed.words("TOKEN", token)), N_("Let in: {ticket}"))


@command(app, "undo-check", N_("Take a check at the door back."), writes=True, dashes=True)
def undo_check(session: Session, key: str, token: Token) -> None:
    from boxoffice_tui.services.doors import undo_admission

    admission = undo_admission(session.desk, key, typed.words("TOKEN", token))
    _tell(session, key, admission, N_("Check undone: {ticket}"))


@command(app, "pdf", N_("The e-tickets of an order, as its newest confirmation sends them."))
def pdf(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=N_("The order's number, 6 or 7 digits."))],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help=N_("Write them to this new file."))
    ],
) -> None:
    page = typed.page_of(session, "NUMBER", number)
    content = _newest_pdf(session, page.order_id)
    if content is None:
        from boxoffice_tui.services.errors import RefusedError

        raise RefusedError("confirmation_missing", {"number": page.number})
    place = write_new(output, content)
    session.answer({"file": place}, lambda sheet: sheet.line(_("Written: {place}").format(place=place)))


def _newest_pdf(session: Session, order_id: int) -> bytes | None:
    """The tickets of the newest confirmation that has any: a document is rendered from its outbox row."""
    from boxoffice_tui.services import outbox

    for mail in outbox.list_mails(session.desk, order_id=order_id):
        message = message_from_bytes(outbox.message_of(session.desk, mail.mail_id), policy=policy.default)
        for part in message.iter_attachments():
            if part.get_content_type() == "application/pdf":
                return bytes(part.get_payload(decode=True))
    return None


def _tell(session: Session, key: str, admission: Admission, told: str) -> None:
    parts = (admission.event, str(admission.number), admission.section, admission.place)
    line = _(told).format(ticket=" · ".join(part for part in parts if part))
    session.answer({"ticket": admission, "key": key}, lambda sheet: sheet.line(line, strong=True))
