"""Contacts from CSV."""

from __future__ import annotations

from boxoffice_tui.data.importers.contacts import ContactDefaults, ContactRow, parse_contacts
from boxoffice_tui.data.importers.files import ImportProblem

DEFAULTS = ContactDefaults(languages=("fr", "en", "de", "es", "it"), language="fr", country="CA")
HEADER = (
    "number;last_name;first_name;structure;email;phone;language;"
    "street;postal_code;city;region;country;community_type"
)


def found(problems: tuple[ImportProblem, ...]) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.column, problem.code.value) for problem in problems]


def parse(
    *lines: str,
) -> tuple[tuple[ContactRow, ...], list[tuple[int, str, str]], list[tuple[int, str, str]]]:
    result = parse_contacts("\n".join([HEADER, *lines]).encode(), DEFAULTS)
    return result.rows, found(result.problems), found(result.warnings)


def test_a_whole_contact() -> None:
    rows, problems, warnings = parse(
        "12;Côté-Bélanger;Éloïse;;ELOISE@Exemple.CA;514 555-0188;EN;1 rue X;H2X 1Y4;Montréal;QC;ca;school"
    )
    assert problems == warnings == []
    assert rows == (
        ContactRow(
            line=2,
            number=12,
            last_name="Côté-Bélanger",
            first_name="Éloïse",
            structure="",
            email="ELOISE@exemple.ca",
            phone="+15145550188",
            language="en",
            street="1 rue X",
            postal_code="H2X 1Y4",
            city="Montréal",
            region="QC",
            country="CA",
            community_type="school",
        ),
    )


def test_what_the_file_leaves_out_comes_from_the_organisation() -> None:
    (row,) = parse_contacts(b"number,last_name\n7,Roy\n", DEFAULTS).rows
    assert (row.language, row.country, row.email, row.street) == ("fr", "CA", "", "")


def test_what_blocks() -> None:
    rows, problems, _ = parse(
        "0;Roy;;;;;;;;;;;",
        "x1;Roy;;;;;;;;;;;",
        "٣;Roy;;;;;;;;;;;",
        "4;;Anne;;;;;;;;;;",
        "5;Roy;;;anne@;;;;;;;;",
        "6;Roy;;;;;nl;;;;;;",
        "7;Roy;;;;;;;;;;ZZ;",
        "8;Roy;;;;;;;;;;;",
        "8;Roy;;;;;;;;;;;",
        "9;Roy;;;;;;4111-1111-1111-1111;;;;;",
        "10;;;École X;;;;;;;;;",
    )
    assert rows == ()
    assert problems == [
        (2, "number", "contact_number_wrong"),
        (3, "number", "contact_number_wrong"),
        (4, "number", "contact_number_wrong"),
        (5, "last_name", "contact_name_missing"),
        (6, "email", "contact_email_wrong"),
        (7, "language", "contact_language_unknown"),
        (8, "country", "contact_country_unknown"),
        (10, "number", "contact_number_repeated"),
        (11, "street", "file_card_number"),
    ]


def test_what_is_only_doubtful_is_kept_as_typed() -> None:
    rows, problems, warnings = parse(
        "1;Roy;;;;call after six;;;;;;;",
        "2;Roy;;;;;;1 rue X;75;Paris;;FR;",
        "3;Roy;;;;;;1 Main St;;Springfield;;US;",
    )
    assert problems == []
    assert (rows[0].phone, rows[1].postal_code, rows[2].region) == ("call after six", "75", "")
    assert warnings == [
        (2, "phone", "contact_phone_doubtful"),
        (3, "street", "contact_address_doubtful"),
        (4, "street", "contact_address_doubtful"),
    ]


def test_hostile_and_formula_like_names_are_kept_as_harmless_text() -> None:
    rows, problems, _ = parse(
        "1;=HYPERLINK(1);[red]x[/red];;;;;;;;;;",
        "2;\x1b[31mRoy\u202e;'@cmd;;;;;;;;;;",
        "3;{};;;;;;;;;;;".format("x" * 200),
    )
    assert problems == []
    assert [(row.last_name[:20], row.first_name) for row in rows] == [
        ("=HYPERLINK(1)", "[red]x[/red]"),
        ("[31mRoy", "@cmd"),
        ("x" * 20, ""),
    ]
