from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from icalendar import Calendar
from pydantic import TypeAdapter

from boxoffice_tui.documents.mail import TEMPLATES, UnknownTemplateError, render
from boxoffice_tui.rules.mail_address import MalformedAddressError
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.documents import MailFacts
from tests.documents.examples import (
    APART,
    BESIDE,
    CONFIRMATION,
    E_TICKETS,
    HOSTILE,
    HOUSE,
    MAIL,
    POSTED,
    TICKET,
)
from tests.documents.reading import attachment, body, codes, message, texts

TRAINING = {
    "fr": "ENTRAÎNEMENT", "en": "TRAINING", "de": "SCHULUNG", "es": "FORMACIÓN", "it": "FORMAZIONE",
}  # fmt: skip
PRINT_HASH = """
import hashlib
from boxoffice_tui.documents.mail import render
from tests.documents.examples import MAIL
print(hashlib.sha256(render(MAIL)).hexdigest())
"""


@cache
def rendered() -> bytes:
    """The example's message."""
    return render(MAIL)


def test_a_mail_program_finds_text_page_tickets_and_calendar() -> None:
    content = rendered()
    read = message(content)
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf", "text/calendar",
    ]  # fmt: skip
    assert [part.get_filename() for part in read.iter_attachments()] == [
        "482913.pdf",
        "482913.ics",
    ]
    assert codes(attachment(content, "application/pdf")) == [[TICKET.token], [BESIDE.token]]
    entries = Calendar.from_ical(attachment(content, "text/calendar")).walk("VEVENT")
    assert [str(entry["UID"]) for entry in entries] == [TICKET.uid, POSTED.uid]
    assert [part.defects for part in read.walk()] == [[]] * 6


def test_the_headers_are_the_rows() -> None:
    read = message(rendered())
    assert dict(read.items()).keys() == {
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted",
        "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert read["From"] == "Orchestre de la Ville <noreply@orchestre.example>"
    assert read["To"] == "Éloïse Côté-Bélanger <eloise@exemple.ca>"
    assert read["Reply-To"] == "Orchestre de la Ville <billets@orchestre.example>"
    assert read["Subject"] == "Your order 482913 – Orchestre de la Ville"
    assert read["Date"].datetime == MAIL.recorded_at
    assert read["Message-ID"] == MAIL.message_id


def test_the_text_tells_the_order() -> None:
    text = body(rendered(), "plain")
    for line in (
        "Hello Éloïse Côté-Bélanger,",
        "Thank you. This is the confirmation of your order 482913.",
        "Saturday 5 December 2026 · 08:00\u00a0pm",
        "  - Galerie · Row F · Seat 13",
        "    Ticket no. 1208 · Catégorie A · Plein tarif · $35.00",
        "    Ticket no. 44 · Catégorie A · Plein tarif · free",
        "    Delivery: Poste (not attached)",
        "    (attached to this message)",
        "Total: $72.50",
        "Balance due: $35.00",
        (
            "2 of your 3 tickets are attached to this message. "
            "Print them or show them on your telephone at the entrance."
        ),
        "https://billets.orchestre.example/moves/abc?to=1&key=2",
    ):
        assert line in text.splitlines(), line


def test_the_page_tells_the_same() -> None:
    page = body(rendered(), "html")
    for said in (
        "Éloïse Côté-Bélanger",
        "Galerie · Row F · Seat 12",
        "$72.50",
        "Balance due",
        "Delivery: Poste (not attached)",
        "(attached to this message)",
        "2 of your 3 tickets are attached to this message.",
    ):
        assert said in page, said
    assert 'href="https://billets.orchestre.example/moves/abc?to=1&amp;key=2"' in page
    assert '<html lang="en">' in page


def test_what_does_not_apply_is_not_said() -> None:
    settled = replace(
        CONFIRMATION, tickets=(POSTED,), balance=Money(0, "CAD"), fees_total=Money(0, "CAD"), move_link="", buyer=""
    )  # fmt: skip
    content = render(replace(MAIL, told=settled))
    text = body(content, "plain")
    assert "Hello," in text.splitlines()
    assert not [
        word
        for word in ("attached to", "Balance", "Fees", "change the date", "TRAINING", "still open")
        if word in text
    ]
    assert [part.get_content_type() for part in message(content).iter_attachments()] == ["text/calendar"]


def test_an_order_without_tickets_is_confirmed_without_attachments() -> None:
    emptied = replace(CONFIRMATION, tickets=(), balance=Money(-3750, "CAD"))
    content = render(replace(MAIL, told=emptied))
    assert message(content).get_content_type() == "multipart/alternative"
    assert "To refund: $37.50" in body(content, "plain").splitlines()


def test_training_is_on_every_part() -> None:
    training = replace(CONFIRMATION, house=replace(HOUSE, training=True))
    content = render(replace(MAIL, told=training))
    assert message(content)["Subject"].startswith("TRAINING – ")
    assert body(content, "plain").startswith("*** TRAINING – ")
    assert "TRAINING – " in body(content, "html")
    assert all("TRAINING" in page for page in texts(attachment(content, "application/pdf")))
    assert b"SUMMARY:TRAINING" in attachment(content, "text/calendar")


@pytest.mark.parametrize(
    ("language", "word"),
    [("fr", "ENTRAÎNEMENT"), ("de", "SCHULUNG"), ("es", "FORMACIÓN"), ("it", "FORMAZIONE")],
)
def test_training_is_said_in_the_language_of_the_mail(language: str, word: str) -> None:
    training = replace(CONFIRMATION, house=replace(HOUSE, training=True))
    content = render(replace(MAIL, language=language, told=training))
    assert message(content)["Subject"].startswith(f"{word} – ")
    assert body(content, "plain").startswith(f"*** {word} – ")
    assert f"{word} – " in body(content, "html")
    for page in texts(attachment(content, "application/pdf")):
        assert page.splitlines().count(word) == 1
    assert f"SUMMARY:{word}" in attachment(content, "text/calendar").decode()


def test_all_tickets_attached_is_said_as_such() -> None:
    content = render(replace(MAIL, told=replace(CONFIRMATION, tickets=(TICKET, BESIDE))))
    for kind in ("plain", "html"):
        assert "Your 2 tickets are attached to this message. Print them" in body(content, kind)
        assert "not attached" not in body(content, kind)


@pytest.mark.parametrize(
    ("language", "line", "counted", "still_open"),
    [
        (
            "en",
            "Delivery: not chosen yet (not attached)",
            "1 of your 2 tickets is attached to this message.",
            "For 1 ticket it is still open how it reaches you. Please contact us.",
        ),
        (
            "fr",
            "Livraison\u00a0: pas encore choisie (non joint)",
            "1 de vos 2 billets est joint à ce message.",
            "Il reste à convenir de la livraison de 1 billet. Communiquez avec nous.",
        ),
    ],
)
def test_a_ticket_without_a_delivery_is_never_called_attached(
    language: str, line: str, counted: str, still_open: str
) -> None:
    waiting = replace(BESIDE, electronic=False, delivery_to_choose=True)
    facts = replace(CONFIRMATION, tickets=(replace(TICKET, delivery="E-ticket"), waiting))
    content = render(replace(MAIL, language=language, told=facts))
    for kind in ("plain", "html"):
        said = body(content, kind)
        assert line in said
        assert counted in said
        assert still_open in said
        assert "tickets are attached" not in said
    assert codes(attachment(content, "application/pdf")) == [[TICKET.token]]


def test_french_keeps_a_blank_before_its_colons() -> None:
    text = body(render(replace(MAIL, language="fr")), "plain")
    for line in ("Billets\u00a0: 70,00", "Frais\u00a0: 2,50", "Total\u00a0: 72,50", "Payé\u00a0: 37,50"):
        assert line in text, line
    assert re.findall(r"\S+[^\u00a0\d]:(?!//)", text) == []


def test_a_mail_recorded_before_is_worded_as_it_was() -> None:
    training = replace(CONFIRMATION, house=replace(HOUSE, training=True))
    content = render(replace(MAIL, language="fr", template_version=1, told=training))
    read, text = message(content), body(content, "plain")
    assert read["Subject"] == "TRAINING – Votre commande 482913 – Orchestre de la Ville"
    assert [part.get_filename() for part in read.iter_attachments()] == [
        "tickets-482913.pdf",
        "calendar-482913.ics",
    ]
    assert text.startswith("*** TRAINING – ")
    assert "TRAINING – " in body(content, "html")
    assert {"    Livraison\u00a0: Poste", "Total: 72,50\u00a0$"} <= set(text.splitlines())
    assert "Vos 2 billets sont joints à ce message." in text
    assert all("TRAINING" in page for page in texts(attachment(content, "application/pdf")))
    assert b"SUMMARY:TRAINING" in attachment(content, "text/calendar")


@pytest.mark.parametrize("language", ["fr", "en", "de", "es", "it"])
def test_every_language_has_its_dates(language: str) -> None:
    weekday = {"fr": "samedi", "en": "Saturday", "de": "Samstag", "es": "sábado", "it": "sabato"}[language]
    content = render(replace(MAIL, language=language))
    assert message(content)["Content-Language"] == language
    assert weekday in body(content, "plain")
    assert f'<html lang="{language}">' in body(content, "html")


def test_tickets_somebody_else_bought_come_without_their_prices() -> None:
    content = render(APART)
    read, text, page = message(content), body(content, "plain"), body(content, "html")
    assert read["Subject"] == "Your tickets – Orchestre de la Ville"
    assert read["To"].addresses[0].addr_spec == "anne@exemple.ca"
    lines = text.splitlines()
    for line in (
        "Hello Anne Roy,",
        "Éloïse Côté-Bélanger bought these tickets for you.",
        "Order 482913",
        "  - Galerie · Row F · Seat 12",
        "    Ticket no. 1207 · Catégorie A · Plein tarif",
        "    Delivery: E-ticket (attached to this message)",
        "Your 2 tickets are attached to this message. Print them or show them on your telephone at the entrance.",
    ):
        assert line in lines, line
    assert "Éloïse Côté-Bélanger bought these tickets for you.<br>" in page
    for word in ("$", "35.00", "Total", "Paid", "Balance", "confirmation", "moves/"):
        assert word not in text + page
    assert codes(attachment(content, "application/pdf")) == [[TICKET.token], [BESIDE.token]]
    (entry,) = Calendar.from_ical(attachment(content, "text/calendar")).walk("VEVENT")
    assert str(entry["UID"]) == TICKET.uid
    assert [part.get_filename() for part in read.iter_attachments()] == ["482913.pdf", "482913.ics"]
    rows = TypeAdapter(MailFacts)
    assert render(rows.validate_json(rows.dump_json(APART))) == content


@pytest.mark.parametrize("language", TRAINING)
def test_who_bought_is_text_in_every_language(language: str) -> None:
    def told(buyer: str) -> bytes:
        facts = replace(E_TICKETS, buyer=buyer, tickets=(TICKET,), house=replace(HOUSE, training=True))
        return render(replace(APART, language=language, told=facts))

    content, hostile = told(""), " ".join(HOSTILE[:7])
    for buyer, said in (("", body(content, "plain")), (hostile, body(told(hostile), "plain"))):
        assert safe(buyer).strip() in said
        assert ("you" in said) is (language == "en"), "all its words are translated"
    page = body(told(hostile), "html")
    assert page.count("<") == body(content, "html").count("<")
    assert f'<html lang="{language}">' in page
    assert TRAINING[language] in message(content)["Subject"]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_text_from_people_stays_text(text: str) -> None:
    ticket = replace(
        TICKET, event=text, venue=text, venue_address=text, section=text, rate=text, seat_category=text,
        holder=text, delivery=text,
    )  # fmt: skip
    house = replace(HOUSE, name=text, address=text, phone=text, email=text)
    facts = replace(CONFIRMATION, house=house, buyer=text, tickets=(ticket,))
    content = render(replace(MAIL, recipient_name=text, told=facts))
    read, plain = message(content), message(rendered())
    assert set(read.keys()) == set(plain.keys()) - {"Reply-To"}
    assert [address.addr_spec for address in read["To"].addresses] == ["eloise@exemple.ca"]
    shown = safe(text).strip()
    assert shown in body(content, "plain")
    page = body(content, "html")
    assert page.count("<") == _page_of(replace(facts, buyer="x", house=replace(house, name="x"))).count("<")
    assert "<script" not in page
    assert "49" not in body(content, "plain").replace("482913", "")
    assert not {"\x1b", "\u202e", "\u2066", "\u200f", "\x07"} & set(page + body(content, "plain"))


def test_a_language_without_catalogue_is_answered_in_english() -> None:
    content = render(replace(MAIL, language="pt"))
    assert message(content)["Content-Language"] == "en"
    assert body(content, "plain") == body(rendered(), "plain")


def test_a_link_that_is_no_web_address_is_refused() -> None:
    with pytest.raises(ValueError, match="no web address"):
        render(replace(MAIL, told=replace(CONFIRMATION, move_link="javascript:alert(1)")))


def test_the_same_row_is_the_same_bytes_in_any_process() -> None:
    expected = hashlib.sha256(rendered()).hexdigest()
    for seed, zone, language in (("1", "Asia/Seoul", "C"), ("4242", "America/Toronto", "fr_CA.UTF-8")):
        answer = subprocess.run(
            [sys.executable, "-c", PRINT_HASH],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "LANGUAGE": "de"},
            cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert answer.stdout.strip() == expected


def test_a_row_that_went_through_the_database_is_the_same_bytes() -> None:
    rows = TypeAdapter(MailFacts)
    again = rows.validate_json(rows.dump_json(MAIL))
    assert again == MAIL
    assert render(again) == rendered() == render(MAIL)


def test_two_rows_differ_in_their_boundaries() -> None:
    first, second = (message(render(replace(MAIL, message_id=f"<{n}@orchestre.example>"))) for n in (1, 2))
    assert first.get_boundary() != second.get_boundary()
    assert first.get_boundary() != next(first.iter_parts()).get_boundary()


def test_no_line_is_longer_than_mail_allows() -> None:
    assert max(map(len, rendered().split(b"\r\n"))) <= 998
    assert b"\n" not in rendered().replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("template", "version"), [("order_confirmation", 3), ("e_tickets", 2), ("../secret", 1), ("", 0)]
)
def test_a_template_or_version_we_lack_is_named(template: str, version: int) -> None:
    with pytest.raises(UnknownTemplateError, match=str(version)):
        render(replace(MAIL, template=template, template_version=version))


def test_each_template_has_its_text_and_its_page() -> None:
    files = {path.name for path in TEMPLATES.iterdir()}
    assert files == {f"order_confirmation_{version}.{kind}" for version in (1, 2) for kind in ("txt", "html")} | {
        "document_2.txt",
        "document_2.html",
        "e_tickets_1.txt",
        "e_tickets_1.html",
    }


@pytest.mark.parametrize("wrong", [{"recipient": "no address"}, {"sender": "a@b\r\nBcc: x@y.ca"}])
def test_a_bad_address_stops_the_mail(wrong: dict[str, str]) -> None:
    with pytest.raises(MalformedAddressError):
        render(replace(MAIL, **wrong))


def test_a_house_whose_address_is_misspelt_still_writes() -> None:
    misspelt = replace(CONFIRMATION, house=replace(HOUSE, email="billets(at)orchestre"))
    assert message(render(replace(MAIL, told=misspelt)))["Reply-To"] is None


def _page_of(facts: object) -> str:
    return body(render(replace(MAIL, told=facts)), "html")
