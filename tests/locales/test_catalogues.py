"""Catalogues: the five are whole, and the tools that keep them so see what is not."""

from __future__ import annotations

import ast
import gettext
import os
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from boxoffice_tui.locales import check, extract, fill
from boxoffice_tui.locales.compile import compile_catalogues
from boxoffice_tui.locales.translate import LANGUAGES
from tests.architecture.tree import python_files, tree_of


@pytest.fixture(scope="module")
def program() -> Catalog:
    return extract.extracted()


def _said_in_the_source() -> set[str]:
    """Every text that the program gives to a translator as it stands, wherever it stands."""
    calls = (node for path in python_files("boxoffice_tui") for node in ast.walk(tree_of(path)))
    return {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "N_", "ngettext"}
        and isinstance(node.args[0], ast.Constant)
    }


def test_no_text_hides_from_extraction(program: Catalog) -> None:
    """Inside an f-string the extractor of Python 3.11 finds none."""
    found = {one.id if isinstance(one.id, str) else one.id[0] for one in extract.messages(program)}
    assert _said_in_the_source() - found == set()


def _program(*messages: str | tuple[str, str]) -> Catalog:
    catalogue = Catalog()
    for message in messages:
        catalogue.add(message)
    return catalogue


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_whole(language: str, program: Catalog) -> None:
    assert check.problems(extract.read(extract.path_of(language)), program) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_is_in_the_header(language: str) -> None:
    assert extract.path_of(language).read_text(encoding="utf-8").startswith("# ")
    assert len(extract.read(extract.path_of(language)).header_comment) > 200


def test_french_keeps_its_marks_on_the_line() -> None:
    apart = [
        form
        for message in extract.messages(extract.read(extract.path_of("fr")))
        for form in extract.forms_of(message)
        if any(pair in form for pair in (" :", " ;", " ?", " !", "« ", " »"))
    ]
    assert apart == []


@pytest.mark.parametrize(
    ("message", "translation", "problem"),
    [
        ("Order {number}", "Commande {numero}", "placeholders differ"),
        ("Order {number}", "Commande", "placeholders differ"),
        ("Order {number}", "", "not translated"),
        ("Order ", "Commande", "blanks at an end differ"),
        ("Order", "Commande\u202f!", "U+202F"),
        (("{n} seat", "{n} seats"), ("{n} siège", "sièges"), "placeholders differ"),
        (("{n} seat", "{n} seats"), ("{n} siège", ""), "not translated"),
    ],
)
def test_what_is_wrong_with_a_translation_is_seen(
    message: str | tuple[str, str], translation: str | tuple[str, str], problem: str
) -> None:
    catalogue = Catalog("fr")
    catalogue.add(message, translation)
    found = check.problems(catalogue, _program(message))
    assert len(found) == 1
    assert found[0].startswith(problem)


def test_the_singular_may_do_without_the_number() -> None:
    catalogue = Catalog("fr")
    catalogue.add(("A ticket", "{n} tickets"), ("Un billet", "{n} billets"))
    assert check.problems(catalogue, _program(("A ticket", "{n} tickets"))) == []


def test_missing_leftover_and_fuzzy_messages_are_seen() -> None:
    catalogue = Catalog("fr")
    catalogue.add("Old", "Vieux")
    catalogue.add("Kept", "Gardé", flags=["fuzzy"])
    assert check.problems(catalogue, _program("New", "Kept")) == [
        "missing: 'New'",
        "no longer in the program: 'Old'",
        "fuzzy: 'Kept'",
    ]


def test_english_may_stay_empty() -> None:
    catalogue = Catalog("en")
    catalogue.add("Order")
    catalogue.add(("{n} seat", "{n} seats"))
    assert check.problems(catalogue, _program("Order", ("{n} seat", "{n} seats"))) == []


def test_extraction_finds_every_kind_of_mark(tmp_path: Path) -> None:
    (tmp_path / "screen.py").write_text(
        'title = N_("Title")\nword = NP_("ticket", "valid")\n'
        'print(_("Hello"), ngettext("{n} seat", "{n} seats", n), pgettext("price", "free"), other("no"))\n'
    )
    (tmp_path / "documents" / "templates").mkdir(parents=True)
    (tmp_path / "documents" / "templates" / "mail.txt").write_text("{{ _('Thank you') }} {{ name }}")
    found = extract.extracted(tmp_path)
    assert {extract.key_of(message) for message in extract.messages(found)} == {
        ("Title", None),
        ("valid", "ticket"),
        ("Hello", None),
        (("{n} seat", "{n} seats"), None),
        ("free", "price"),
        ("Thank you", None),
    }


def test_a_broken_file_stops_the_extraction_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "half.py").write_text('_("unfinished')
    with pytest.raises(extract.ExtractionError, match=r"half\.py"):
        extract.extracted(tmp_path)


def test_merging_keeps_translations_and_drops_what_is_gone(tmp_path: Path) -> None:
    path = extract.path_of("fr", tmp_path)
    catalogue = Catalog("fr", header_comment="# French glossary", fuzzy=False)
    catalogue.add("Kept", "Gardé")
    catalogue.add("Gone", "Parti")
    assert extract.merge(catalogue, _program("New", "Kept")) == (1, 1)
    assert extract.write(path, catalogue)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# French glossary\n")
    assert 'msgid "Kept"\nmsgstr "Gardé"\n\nmsgid "New"\nmsgstr ""\n' in text
    assert "Gone" not in text
    assert "Date" not in text
    assert not extract.write(path, extract.read(path)), "the same catalogue is not written again"


def test_filling_puts_texts_where_they_are_missing(tmp_path: Path) -> None:
    program = _program("Order", ("{n} seat", "{n} seats"))
    for language in LANGUAGES:
        catalogue = extract.read(extract.path_of(language, tmp_path))
        extract.merge(catalogue, program)
        extract.write(extract.path_of(language, tmp_path), catalogue)
    entries = check.untranslated(program, tmp_path)
    assert entries[0] == {
        "msgid": "Order", "plural": None, "context": None, "fr": "", "de": "", "es": "", "it": "",
    }  # fmt: skip
    entries[0]["fr"] = "Commande"
    entries[1]["fr"] = ["{n} siège", "{n} sièges"]
    assert fill.fill(entries, tmp_path) == {"fr": 2}
    assert check.problems(extract.read(extract.path_of("fr", tmp_path)), program) == []
    assert "fr" not in {key for entry in check.untranslated(program, tmp_path) for key in entry}


def test_compiling_only_what_is_newer(tmp_path: Path) -> None:
    path = extract.path_of("fr", tmp_path)
    catalogue = Catalog("fr", fuzzy=False)
    catalogue.add("Order", "Commande")
    catalogue.add(("{n} seat", "{n} seats"), ("", ""))
    extract.write(path, catalogue)
    compiled = path.with_suffix(".mo")
    assert compile_catalogues(tmp_path) == [compiled]
    assert compile_catalogues(tmp_path) == []
    assert compile_catalogues(tmp_path, always=True) == [compiled]
    later = path.stat().st_mtime + 1
    os.utime(path, (later, later))
    assert compile_catalogues(tmp_path) == [compiled]
    assert sorted(file.name for file in path.parent.iterdir()) == ["boxoffice.mo", "boxoffice.po"]
    read = gettext.translation("boxoffice", tmp_path, ["fr"])
    assert read.gettext("Order") == "Commande"
    assert read.ngettext("{n} seat", "{n} seats", 5) == "{n} seats"
