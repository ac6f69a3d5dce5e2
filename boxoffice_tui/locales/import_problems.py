"""The sentence of every problem that a file has in itself: its form, a mapping, a row of it, a seating plan.

What a row names and the house has not is in `setup_problems.py`. Several sentences as in `refusals.py`: the
first one whose facts are all there is said. Names of columns and keys are the file's and stay as they are.
"""

from __future__ import annotations

from boxoffice_tui.locales.problems import Sentences
from boxoffice_tui.locales.translate import N_

_FILE: dict[str, Sentences] = {
    "file_too_large": N_("The file is too large: {limit} bytes at most. Split it."),
    "file_empty": N_("The file is empty. Is it the right one?"),
    "file_not_utf8": N_("Byte {position} of the line, {byte}, is not UTF-8. Save the file as UTF-8."),
    "file_nul": N_("This is no text: it holds a NUL character. Save the file as text in UTF-8."),
    "file_line_too_long": N_(
        "This line has more than {limit} bytes. A quotation mark may be missing in it, or before it."
    ),
    "file_bad_csv": N_(
        "This is not CSV: a quotation mark is missing, or is one too many. Correct the line. The parser's own "
        "words, in English: “{detail}”"
    ),
    "file_bad_json": N_(
        "This is not JSON. Correct the line. The parser's own words, in English: “{detail}”"
    ),
    "file_too_deep": N_("Lists or objects lie too deep in each other. Is it the right file?"),
    "file_too_many_rows": N_("The file has too many rows: {limit} at most. Split it."),
    "file_column_missing": N_(
        "Columns that are missing: {columns}. Add them to the first line, or correct their names."
    ),
    "file_column_repeated": N_("This column is there twice. Remove one, or give it another name."),
    "file_column_unknown": N_("This column is not read."),
    "file_row_length": N_(
        "Cells in this row: {found}, in the first line: {expected}. A separator is missing, or is one too many."
    ),
    "file_value_missing": N_("This must not be blank. Fill it in."),
    "file_not_a_record": N_("“{value}” is no object. Put the fields of a row between braces."),
    "file_not_a_text": N_("“{value}” is neither text nor a number. Put it in quotation marks."),
    "file_text_too_long": N_("This is too long: {limit} characters at most. Shorten it."),
    "file_card_number": N_("This looks like a card number, which is never kept. Remove it."),
    "file_more": N_("Not listed, beyond these: {count}."),
}

_MAPPING: dict[str, Sentences] = {
    "mapping_bad_toml": (
        N_(
            "This is not TOML, from character {position} of the line on. Correct it. The parser's own words, in "
            "English: “{detail}”"
        ),
        N_("This is not TOML. Correct it. The parser's own words, in English: “{detail}”"),
    ),
    "mapping_key_unknown": (
        N_("There is no such key. Choose one of these, or remove it: {known}."),
        N_("There is no such key. Check its spelling, or remove it."),
    ),
    "mapping_key_missing": N_("This key is missing. Add it."),
    "mapping_value_wrong": N_("“{value}” cannot stand here."),
    "mapping_zone_unknown": N_("There is no time zone “{value}”. Write one such as America/Toronto."),
    "mapping_starts_unmapped": N_(
        "No column is named for the beginning. Name it under [columns]: starts_at, or date and time."
    ),
}

_PROGRAMME: dict[str, Sentences] = {
    "programme_moment_wrong": N_(
        "“{value}” is no time that can be read. Write it like 2026-12-05 20:00, or only the day while the hour "
        "is not known."
    ),
    "programme_event_missing": N_("The title is blank, and nothing can stand in for it. Fill it in."),
    "programme_season_missing": N_(
        "No season is given. Fill in its column, or name it under [defaults] of the mapping."
    ),
    "programme_activity_missing": N_(
        "No activity is given. Fill in its column, or name it under [defaults] of the mapping."
    ),
    "programme_venue_missing": N_(
        "No venue is given. Fill in its column, or name it under [defaults] of the mapping."
    ),
    "programme_zone_missing": N_(
        "The venue “{venue}” has no time zone. Name it in the mapping: zone, under the venue or under [defaults]."
    ),
    "programme_performance_repeated": N_(
        "{event}: this performance is in line {first} already. Remove one, or give each a reference of its own."
    ),
    "programme_title_missing": N_("The title is blank: “{title}” stands in for it."),
    "programme_to_be_announced": (
        N_("{event}, {day}: no hour is given, so it is not on sale yet."),
        N_("{event}: no time is given, so it is not on sale yet."),
    ),
    "programme_offset_contradicts": N_(
        "{event}: in {zone} clocks are then at {expected}, the file says {given}. {wall} by the clock of "
        "{venue} is kept."
    ),
    "programme_time_skipped": N_(
        "{event}: clocks in {zone} jump over {wall} that day. Check the hour."
    ),
    "programme_time_twice": N_(
        "{event}: clocks in {zone} show {wall} twice that day. The first is taken; an offset would say which."
    ),
    "programme_venue_unmapped": N_(
        "“{venue}” is not in the mapping: its code becomes {code}, its time zone {zone}."
    ),
    "programme_event_differs": N_(
        "{event} has another title or activity in line {first}. What stands there is kept: {kept}."
    ),
    "programme_cancelled": N_("{event}: the calendar says that it is cancelled. It is left out."),
}

_CALENDAR: dict[str, Sentences] = {
    "calendar_bad": N_(
        "This is no iCalendar file. Export it again. The parser's own words, in English: “{detail}”"
    ),
    "calendar_too_many_entries": N_("The calendar has too many entries: {limit} at most. Split it."),
    "calendar_bad_property": N_(
        "This property cannot be read. Correct it. The parser's own words, in English: “{detail}”"
    ),
    "calendar_repeated_property": N_("This property is there twice. Remove one."),
    "calendar_recurrence": N_(
        "{event} is an entry that repeats itself. Make an entry of its own for each performance."
    ),
}

_CONTACTS: dict[str, Sentences] = {
    "contact_number_wrong": N_("“{value}” is no contact number. Write 1 to 9 digits, above zero."),
    "contact_number_repeated": N_("The number {number} is in line {first} already. Give each contact its own."),
    "contact_name_missing": N_("A contact needs a last name, or a structure. Fill in one of them."),
    "contact_email_wrong": N_("“{value}” is not an e-mail address. Correct it, or leave it blank."),
    "contact_language_unknown": N_("There is no language “{value}” here. Choose one of: {known}."),
    "contact_country_unknown": N_("“{value}” is no country. Write its two letters, such as CA."),
    "contact_phone_doubtful": N_("“{value}” may not be a phone number. It is kept as it is."),
    "contact_address_doubtful": N_("The post may not know this address ({fields}). It is kept as it is."),
}

_ORDERS: dict[str, Sentences] = {
    "order_row_number_wrong": N_("“{value}” is no order number. Write 6 or 7 digits."),
    "order_row_dossier_wrong": N_("“{value}” is no dossier number. Write 12 digits, or leave it blank."),
    "order_row_contact_wrong": N_("“{value}” is no contact number. Write 1 to 9 digits, or leave it blank."),
    "order_row_moment_wrong": N_("“{value}” is no day with its hour. Write it like 2026-12-05 20:00."),
    "order_row_origin_unknown": N_("There is no origin “{value}”. Choose one of: {known}."),
    "order_row_count_wrong": N_("“{value}” is no number of places. Write one from 1 to {limit}."),
    "order_row_amount_wrong": N_(
        "“{value}” is not an amount. Write digits, with the decimals of the currency: {digits}."
    ),
    "order_row_method_unknown": N_("There is no method “{value}”. Choose one of: {known}."),
    "order_row_seat_and_count": N_("A row has a seat or a count of places, one of the two. Leave the other blank."),
    "order_row_method_without_amount": N_("A method and what was paid by it go together. Fill in both, or none."),
    "order_row_order_differs": N_(
        "This differs from line {first} of the same order, {number}. An order says the same in all its lines."
    ),
    "order_row_order_interrupted": N_(
        "Order {number} began in line {first}, and another came between. Put the lines of an order together."
    ),
    "order_row_seat_repeated": N_("{event}: the seat {seat} is sold in line {first} already. Correct one of them."),
}

_PLAN: dict[str, Sentences] = {
    "plan_key_missing": N_("This key is missing. Is it a seating plan in the pretix format?"),
    "plan_key_unknown": N_("The pretix format knows no such key. Remove it."),
    "plan_value_wrong": N_("“{value}” cannot stand here in the pretix format. Correct it."),
    "plan_too_many_seats": N_("The plan has {found} seats, {limit} at most are possible. Split it."),
    "plan_seat_repeated": N_("Seats whose guid is there more than once: {guids}. Give each its own."),
    "plan_category_unknown": N_(
        "Categories of seats that the plan does not list: {categories}. Add them to the list, or correct the "
        "seats: {seats} have them."
    ),
    "plan_category_repeated": N_("Categories that are listed twice: {categories}. Remove one of each."),
    "plan_coordinate_wrong": N_(
        "The seat {guid} lies too far away. Put it between -{limit} and {limit} on both sides."
    ),
    "plan_overlay_seat_unknown": N_("No seat of the plan is called {pattern}. Check the guid or the pattern."),
    "plan_overlay_zone_unknown": N_("The plan has no zone {zone}. Check its name on the plan."),
    "plan_place_repeated": N_(
        "{section}, row {row}: several seats have the same number: {numbers}. Tickets would show the same place."
    ),
    "plan_no_seats": N_("The plan has no seats."),
}

IMPORT_PROBLEMS: dict[str, Sentences] = {
    **_FILE,
    **_MAPPING,
    **_PROGRAMME,
    **_CALENDAR,
    **_CONTACTS,
    **_ORDERS,
    **_PLAN,
}
