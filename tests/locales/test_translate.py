"""The translator: one language for the process, every thread included, and the test language."""

from __future__ import annotations

import subprocess
import sys
import threading
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.locales import translate
from boxoffice_tui.locales.translate import PLACEHOLDER, PSEUDO, _, catalogue, ngettext, pgettext, pseudo

sentences = st.lists(
    st.sampled_from(["Order ", "{number}", "%(name)s", "<b>", "seats", " – ", "(p)", "é"]), min_size=1
).map("".join)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def test_english_until_told_otherwise() -> None:
    assert translate.current() == "en"
    assert _("Tickets") == "Tickets"
    assert _("") == ""


@pytest.mark.parametrize(
    ("language", "word"),
    [("fr", "Billets"), ("en", "Tickets"), ("de", "Karten"), ("es", "Entradas"), ("it", "Biglietti")],
)
def test_the_language_is_switched_live(language: str, word: str) -> None:
    translate.use(language)
    assert (translate.current(), _("Tickets")) == (language, word)


def test_every_thread_sees_the_switch() -> None:
    seen: list[str] = []
    translate.use("fr")
    worker = threading.Thread(target=lambda: seen.append(_("Tickets")))
    worker.start()
    worker.join()
    assert seen == ["Billets"]


def test_a_language_without_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="pt"):
        translate.use("pt")
    with pytest.raises(ValueError, match="pt"):
        catalogue("pt")
    assert translate.current() == "en"


@pytest.mark.parametrize(
    ("asked", "found"), [("fr_CA", "fr"), ("DE-ch", "de"), ("pt_BR", "en"), ("", "en"), ("xx", "xx")]
)
def test_the_nearest_catalogue(asked: str, found: str) -> None:
    assert translate.supported(asked) == found


def test_a_document_in_another_language() -> None:
    translate.use("fr")
    assert catalogue("de").gettext("Tickets") == "Karten"
    assert _("Tickets") == "Billets"


def test_two_genders_of_one_word() -> None:
    translate.use("fr")
    assert pgettext("order", "cancelled") == "annulée"
    assert pgettext("ticket", "cancelled") == "annulé"


def test_plural_rules_are_the_languages() -> None:
    one = "Your ticket is attached to this message. Print it or show it on your telephone at the entrance."
    many = (
        "Your {count} tickets are attached to this message. "
        "Print them or show them on your telephone at the entrance."
    )
    assert ngettext(one, many, 0) == many
    translate.use("fr")
    assert ngettext(one, many, 0).startswith("Votre billet")
    assert ngettext(one, many, 2).startswith("Vos {count} billets")


@given(text=sentences)
def test_the_test_language_is_wider_and_keeps_placeholders(text: str) -> None:
    said = pseudo(text)
    assert PLACEHOLDER.findall(said) == PLACEHOLDER.findall(text)
    plain = len(PLACEHOLDER.sub("", text))
    assert _width(PLACEHOLDER.sub("", said)) >= plain * 1.4


def test_the_test_language_has_accents_and_wide_characters() -> None:
    translate.use(PSEUDO)
    assert _("Order {number} is cancelled") == "Õrdér {number} îs çàñçélléd語語~~~~"
    assert pgettext("seat", "free") == "fréé~~"
    assert ngettext("ticket", "{n} tickets", 2) == "{n} tîçkéts語~~"


def test_importing_words_does_not_import_babel_nor_the_rules() -> None:
    code = (
        "import sys, boxoffice_tui.locales.words as words;"
        "words.refusal('order_cancelled', {}, 'fr_CA');"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in {'babel', 'textual', 'sqlalchemy'}"
        " or m.startswith('boxoffice_tui.rules.')))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "['boxoffice_tui.rules.money', 'boxoffice_tui.rules.text']"
