"""An outbox row as the bytes of a message: a pure function of the row (DESIGN.md, Outbox).

Text and HTML; of a confirmation, and of the mail to others who get tickets, one PDF with the electronic tickets and
one calendar file; of a document its PDF.
The same row gives the same bytes in any process: headers are our own, boundaries come from the Message-ID, nothing
reads a clock or a host name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from boxoffice_tui.documents.calendar import calendar
from boxoffice_tui.documents.confirmation import confirmation, e_tickets
from boxoffice_tui.documents.document_mail import about_document
from boxoffice_tui.documents.headers import date_header, header_block, mailbox, message_id, unstructured
from boxoffice_tui.documents.order_paper import document_pdf, file_name, name_of
from boxoffice_tui.documents.ticket_pdf import ticket_pdf
from boxoffice_tui.documents.wording import EDITION, Reader, reader_of
from boxoffice_tui.rules.mail_address import MalformedAddressError
from boxoffice_tui.views.documents import (
    ConfirmationFacts,
    DocumentPaper,
    ETicketFacts,
    HouseFacts,
    MailFacts,
)

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATES = Path(__file__).parent / "templates"
ORDER_CONFIRMATION = "order_confirmation"
E_TICKETS = "e_tickets"
DOCUMENT = "document"

# A row names the version it was recorded with: a new wording is a new version beside the old one.
_OLD = (ORDER_CONFIRMATION, 1)
_FILES = {(ORDER_CONFIRMATION, edition): f"order_confirmation_{edition}" for edition in (1, EDITION)}
_FILES[DOCUMENT, EDITION] = f"document_{EDITION}"
_FILES[E_TICKETS, 1] = "e_tickets_1"
_NAMES = {1: ("tickets-{number}.pdf", "calendar-{number}.ics"), EDITION: ("{number}.pdf", "{number}.ics")}


class UnknownTemplateError(LookupError):
    """A row asks for a template or a version this program does not have."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    content: bytes
    kind: tuple[str, str]  # MIME type and subtype
    name: str
    parameters: dict[str, str]


def render(facts: MailFacts) -> bytes:
    """The message of an outbox row, ready for a mail door; the same facts give the same bytes.

    UnknownTemplateError for a template or version we lack, MalformedAddressError (a ValueError) for a
    recipient or sender that is no address.
    """
    file = _FILES.get((facts.template, facts.template_version))
    if file is None:
        raise UnknownTemplateError(f"{facts.template} {facts.template_version}")
    edition = 1 if (facts.template, facts.template_version) == _OLD else EDITION
    reader = reader_of(facts.language, _house(facts).country, edition)
    words = _words(facts, reader)
    message = EmailMessage(policy=SMTP)
    message.set_content(_filled(f"{file}.txt", words, reader), cte="quoted-printable")
    message.add_alternative(_filled(f"{file}.html", words, reader), subtype="html", cte="quoted-printable")
    for attachment in _attachments(facts, reader):
        _attach(message, attachment)
    _fix_boundaries(message, facts.message_id)
    return _headers(facts, reader) + message.as_bytes()


def _words(facts: MailFacts, reader: Reader) -> dict[str, object]:
    told = facts.told
    if isinstance(told, DocumentPaper):
        return about_document(told, reader)
    return confirmation(told, reader) if isinstance(told, ConfirmationFacts) else e_tickets(told, reader)


def _headers(facts: MailFacts, reader: Reader) -> bytes:
    house = _house(facts)
    return header_block(
        {
            "From": mailbox(house.name, facts.sender),
            "To": mailbox(facts.recipient_name, facts.recipient),
            "Reply-To": _reply_to(house),
            "Subject": unstructured(_subject(facts, reader), "Subject"),
            "Date": date_header(facts.recorded_at),
            "Message-ID": message_id(facts.message_id),
            "Content-Language": reader.language,
            "Auto-Submitted": "auto-generated",
        }
    )


def _house(facts: MailFacts) -> HouseFacts:
    told = facts.told
    return told.facts.house if isinstance(told, DocumentPaper) else told.house


def _subject(facts: MailFacts, reader: Reader) -> str:
    _, ngettext = reader.translate, reader.count
    told, house = facts.told, _house(facts)
    if isinstance(told, ConfirmationFacts):
        parts = [_("Your order {number}").format(number=told.order_number), house.name]
    elif isinstance(told, ETicketFacts):
        parts = [ngettext("Your ticket", "Your tickets", len(told.tickets)), house.name]
    else:
        number = told.facts.order_number
        parts = [name_of(told), _("Your order {number}").format(number=number), house.name]
    return " – ".join([reader.training, *parts] if house.training else parts)


def _reply_to(house: HouseFacts) -> str:
    """The house's own address; none where it is missing or misspelt (no customer should wait for that)."""
    try:
        address = mailbox(house.name, house.email)
    except MalformedAddressError:
        return ""
    return address if address.isascii() else ""  # beyond ASCII it would need SMTPUTF8 of every server


def _filled(file: str, words: dict[str, object], reader: Reader) -> str:
    def say(msgid: str, **values: str) -> str:
        return reader.translate(msgid).format(**values)

    voices: dict[str, Callable[..., str]] = {"_": say, "ngettext": reader.count}
    return _environment().get_template(file).render(**words, **voices)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"], default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _attachments(facts: MailFacts, reader: Reader) -> list[Attachment]:
    order = facts.told
    if isinstance(order, DocumentPaper):
        return [Attachment(document_pdf(order), ("application", "pdf"), file_name(order), {})]
    house, at, edition = order.house, facts.recorded_at, reader.edition
    number = "".join(character for character in order.order_number if character in "0123456789")
    pdf_name, calendar_name = (name.format(number=number) for name in _NAMES[edition])
    electronic = [ticket for ticket in order.tickets if ticket.electronic]
    found: list[Attachment] = []
    if electronic:
        pdf = ticket_pdf(electronic, house, reader.language, at, edition)
        found.append(Attachment(pdf, ("application", "pdf"), pdf_name, {}))
    if order.tickets:
        content = calendar(order.tickets, house, reader.language, at, edition)
        parameters = {"method": "PUBLISH", "charset": "utf-8"}
        found.append(Attachment(content, ("text", "calendar"), calendar_name, parameters))
    return found


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    kind, subtype = attachment.kind
    message.add_attachment(
        attachment.content, kind, subtype, filename=attachment.name, params=attachment.parameters
    )


def _fix_boundaries(message: EmailMessage, seed: str) -> None:
    """Boundaries from `seed`; `=_` is in neither base64 nor quoted-printable, so no content can hold one."""
    mark = hashlib.sha256(seed.encode()).hexdigest()[:32]
    parts = (part for part in message.walk() if part.is_multipart())
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{mark}_{number}")
