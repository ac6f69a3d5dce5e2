"""Seating plans in the pretix format: our models against its schema, checks, overlay, the two real plans."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxoffice_tui.data.importers.files import FileReason, ImportProblem
from boxoffice_tui.data.importers.seating_plan import (
    PlanFile,
    PlanReason,
    UnnumberedZone,
    overlay,
    parse_plan,
)
from boxoffice_tui.rules.seating import Seat, aisles

DATA = Path(__file__).parents[4] / "shared" / "data"
REAL_PLANS = ("teatro_grande.pretix.json", "hall_demo.pretix.json")
SHAPE = {PlanReason.KEY_MISSING, PlanReason.KEY_UNKNOWN, PlanReason.VALUE_WRONG}

PLAN: dict[str, Any] = {
    "name": "Petit théâtre",
    "size": {"width": 100, "height": 100.0},
    "categories": [{"name": "Parterre", "color": "#ff0000"}, {"name": "Balcon"}],
    "zones": [
        {
            "name": "Parterre",
            "zone_id": "p",
            "uuid": "u",
            "position": {"x": 100, "y": 10},
            "rows": [
                {
                    "row_number": "A",
                    "row_label": None,
                    "seat_label": "Seat %s",
                    "row_number_position": "both",
                    "position": {"x": 5, "y": 0.5},
                    "seats": [
                        {
                            "seat_guid": "P-A-1",
                            "seat_number": "1",
                            "position": {"x": 0, "y": 0},
                            "category": "Parterre",
                        },
                        {
                            "seat_guid": "P-A-2",
                            "seat_number": "2",
                            "position": {"x": 25, "y": 0},
                            "category": "Parterre",
                            "radius": 8.5,
                            "start_direction": None,
                            "uuid": "s",
                        },
                    ],
                },
                {"row_number": "-", "row_number_position": None, "seats": []},
                {
                    "row_number": "B",
                    "seats": [
                        {
                            "seat_guid": "P-B-1",
                            "seat_number": "1",
                            "position": {"x": 0, "y": 25},
                            "category": "Parterre",
                        }
                    ],
                },
            ],
            "areas": [
                {
                    "shape": "text",
                    "color": "#000",
                    "border_color": "#fff",
                    "rotation": 90,
                    "position": {"x": 0, "y": 0},
                    "text": {"text": "Scène", "position": {"x": 1, "y": 1}, "size": 12, "color": "red"},
                },
                {"shape": "polygon", "polygon": {"points": [{"x": 1, "y": 1}]}},
                {"shape": "rectangle", "rectangle": {"width": 1, "height": 2}},
                {"shape": "ellipse", "ellipse": {"radius": {"x": 1, "y": 2}}},
                {"shape": "circle", "circle": {"radius": 1}},
            ],
        },
        {
            "zone_id": "balcon",
            "position": {"x": 0, "y": 200},
            "rows": [
                {
                    "row_number": "A",
                    "seats": [
                        {
                            "seat_guid": "B-A-1",
                            "seat_number": "1",
                            "position": {"x": 0, "y": 0},
                            "category": "Balcon",
                        }
                    ],
                }
            ],
        },
    ],
}


def parsed(plan: object) -> PlanFile:
    result = parse_plan(json.dumps(plan).encode())
    assert result.problems == ()
    return result.rows[0]


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    plan = copy.deepcopy(PLAN)
    change(plan)
    return plan


def seat(plan: dict[str, Any], zone: int = 0, row: int = 0, place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = plan["zones"][zone]["rows"][row]["seats"][place]
    return found


def codes(plan: object) -> list[str]:
    return [problem.code.value for problem in parse_plan(json.dumps(plan).encode()).problems]


def test_offsets_are_added_and_places_counted_in_plan_order() -> None:
    seats = parsed(PLAN).seats
    assert [(found.guid, found.section, found.row, found.number) for found in seats] == [
        ("P-A-1", "Parterre", "A", "1"),
        ("P-A-2", "Parterre", "A", "2"),
        ("P-B-1", "Parterre", "B", "1"),
        ("B-A-1", "balcon", "A", "1"),
    ]
    assert [(found.x, found.y) for found in seats] == [(105, 10.5), (130, 10.5), (100, 35), (0, 200)]
    assert [(found.row_index, found.place) for found in seats] == [(0, 0), (0, 1), (1, 0), (3, 0)]
    assert [(category.name, category.colour) for category in parsed(PLAN).categories] == [
        ("Parterre", "#ff0000"),
        ("Balcon", ""),
    ]


def test_repeated_guids_are_refused_with_the_list() -> None:
    def twice(plan: dict[str, Any]) -> None:
        seat(plan, 0, 2)["seat_guid"] = "P-A-1"
        seat(plan, 1)["seat_guid"] = "P-A-2"

    result = parse_plan(json.dumps(changed(twice)).encode())
    assert result.rows == ()
    facts = {"guids": "P-A-1, P-A-2", "count": 2}
    assert result.problems == (ImportProblem(0, "zones", PlanReason.SEAT_REPEATED, facts),)


def test_guids_that_only_differ_in_what_nobody_sees_are_repeated() -> None:
    assert codes(changed(lambda plan: seat(plan).update(seat_guid="P-A-2\u200b"))) == ["plan_seat_repeated"]


def test_unknown_categories_are_refused_with_the_list() -> None:
    def unknown(plan: dict[str, Any]) -> None:
        seat(plan)["category"] = "Loge"
        seat(plan, 1)["category"] = "Loge"
        seat(plan, 0, 2)["category"] = "Strapontin"

    result = parse_plan(json.dumps(changed(unknown)).encode())
    facts = {"categories": "Loge, Strapontin", "seats": 3}
    assert result.problems == (ImportProblem(0, "zones", PlanReason.CATEGORY_UNKNOWN, facts),)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda plan: plan["categories"].append({"name": "Balcon"}), ["plan_category_repeated"]),
        (lambda plan: seat(plan)["position"].update(x=1e7), ["plan_coordinate_wrong"]),
        (lambda plan: seat(plan)["position"].update(x=float("inf")), ["file_bad_json"]),
        (lambda plan: seat(plan)["position"].update(x=float("nan")), ["file_bad_json"]),
        (lambda plan: seat(plan).update(seat_guid="x" * 201), ["file_text_too_long"]),
        (lambda plan: plan.update(name="x" * 201), ["file_text_too_long"]),
    ],
)
def test_what_the_schema_allows_and_a_house_cannot_use(
    change: Callable[[Any], object], expected: list[str]
) -> None:
    assert codes(changed(change)) == expected


def test_a_problem_names_its_path() -> None:
    plan = changed(lambda plan: seat(plan, 0, 0, 1).pop("category"))
    (problem,) = parse_plan(json.dumps(plan).encode()).problems
    assert (problem.code, problem.column) == (PlanReason.KEY_MISSING, "zones[0].rows[0].seats[1].category")


def test_one_printed_place_twice_is_warned_about() -> None:
    result = parse_plan(
        json.dumps(changed(lambda plan: seat(plan, 0, 0, 1).update(seat_number="1"))).encode()
    )
    facts = {"section": "Parterre", "row": "A", "numbers": "1"}
    assert result.warnings == (ImportProblem(0, "zones", PlanReason.PLACE_REPEATED, facts),)
    assert len(result.rows[0].seats) == 4


def test_a_plan_without_seats_is_read_and_warned_about() -> None:
    result = parse_plan(json.dumps(changed(lambda plan: plan["zones"].clear())).encode())
    assert [warning.code for warning in result.warnings] == [PlanReason.NO_SEATS]
    assert result.rows[0].seats == ()


def test_hostile_names_are_made_harmless() -> None:
    plan = parsed(changed(lambda plan: plan.update(name="[red]x[/red]\x1b[2J\u202eevil")))
    assert plan.name == "[red]x[/red][2Jevil"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", (1, FileReason.BAD_JSON)),
        (b'{"name": "x",\n "zones": [,]}', (2, FileReason.BAD_JSON)),
        (b"\xff\xfe", (1, FileReason.NOT_UTF8)),
        pytest.param(b'{"zones":' + b"[" * 100_000, (0, FileReason.TOO_DEEP), id="deep"),
        pytest.param(b'{"zones": ' + b"9" * 10_000 + b"}", (0, FileReason.BAD_JSON), id="many digits"),
        (b"null", (0, PlanReason.VALUE_WRONG)),
    ],
)
def test_no_plan_at_all(content: bytes, expected: tuple[int, FileReason]) -> None:
    problem = parse_plan(content).problems[0]
    assert (problem.line, problem.code) == expected


def test_too_many_seats() -> None:
    def crowd(plan: dict[str, Any]) -> None:
        template = seat(plan, 0, 2)
        plan["zones"][0]["rows"][2]["seats"] = [
            template | {"seat_guid": f"s-{number}"} for number in range(50_001)
        ]

    assert codes(changed(crowd)) == ["plan_too_many_seats"]


def test_a_hostile_list_is_left_at_its_first_fault() -> None:
    assert len(codes(changed(lambda plan: plan.update(zones=[0] * 100_000)))) == 1


def test_the_overlay_marks_seats_and_counts_unnumbered_zones() -> None:
    plan = parsed(PLAN)
    result = overlay(
        plan, accessible=["P-A-1"], companion=["P-?-2"], house=["P-*"], unnumbered_zones=["balcon"]
    )
    assert result.problems == ()
    marks = [(found.guid, found.accessible, found.companion, found.house) for found in result.rows[0].seats]
    assert marks == [
        ("P-A-1", True, False, True),
        ("P-A-2", False, True, True),
        ("P-B-1", False, False, True),
    ]
    assert result.rows[0].unnumbered == (UnnumberedZone("balcon", "Balcon", 1),)
    assert overlay(plan).rows[0] == plan


def test_an_overlay_that_finds_nothing_is_refused() -> None:
    result = overlay(
        parsed(PLAN), accessible=["P-Z-*", "P-A-1"], house=["[P]-A-1"], unnumbered_zones=["Loge"]
    )
    assert result.rows == ()
    assert [(found.column, found.code, dict(found.facts)) for found in result.problems] == [
        ("unnumbered_zones", PlanReason.OVERLAY_ZONE_UNKNOWN, {"zone": "Loge"}),
        ("accessible", PlanReason.OVERLAY_SEAT_UNKNOWN, {"pattern": "P-Z-*"}),
        ("house", PlanReason.OVERLAY_SEAT_UNKNOWN, {"pattern": "[P]-A-1"}),
    ]


@cache
def schema() -> dict[str, Any]:
    file = DATA / "pretix-seating-plan.schema.json"
    if not file.is_file():
        pytest.skip(f"no real data at {DATA}")
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def accepted_shape(plan: object) -> bool:
    return not any(problem.code in SHAPE for problem in parse_plan(json.dumps(plan).encode()).problems)


def test_the_models_name_what_the_schema_names() -> None:
    jsonschema.validate(PLAN, schema())
    assert accepted_shape(PLAN)


SCALARS = [
    "null",
    "true",
    "0",
    "1.0",
    "1.5",
    '""',
    '" "',
    '"x"',
    '"ab"',
    '" ab"',
    '"ab "',
    '"a\\nb"',
    '"start"',
]
NODES = ['"polygon"', "[]", "{}", "[{}]", '{"x": 1, "y": 2}']
VALUES = st.sampled_from([*SCALARS, *NODES]).map(json.loads)


@st.composite
def mutations(draw: st.DrawFn) -> dict[str, Any]:
    """The plan above with one to three values replaced, removed, or added under a strange key."""
    plan = copy.deepcopy(PLAN)
    for _ in range(draw(st.integers(1, 3))):
        node: Any = plan
        for _ in range(draw(st.integers(0, 9))):
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            inner = [key for key in keys if isinstance(node[key], dict | list) and node[key]]
            if not inner:
                break
            node = node[draw(st.sampled_from(inner))]
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        kind = draw(st.sampled_from(["replace", "replace", "remove", "add"]))
        if kind == "add" or not keys:
            if isinstance(node, dict):
                node[draw(st.sampled_from(["areas", "uuid", "color", "position", "strange", "name"]))] = draw(
                    VALUES
                )
            else:
                node.append(draw(VALUES))
        elif kind == "remove":
            del node[draw(st.sampled_from(keys))]
        else:
            node[draw(st.sampled_from(keys))] = draw(VALUES)
    return plan


@settings(max_examples=250, deadline=None)
@given(mutations())
def test_models_and_schema_agree_on_every_mutation(plan: dict[str, Any]) -> None:
    valid = jsonschema.Draft7Validator(schema()).is_valid(plan)
    assert accepted_shape(plan) == valid


def real_plan(name: str) -> PlanFile:
    file = DATA / name
    if not file.is_file():
        pytest.skip(f"no real data at {DATA}")
    result = parse_plan(file.read_bytes())
    assert result.problems == result.warnings == ()
    return result.rows[0]


@pytest.mark.parametrize(("name", "count", "rows"), [(REAL_PLANS[0], 1_349, 41), (REAL_PLANS[1], 1_115, 10)])
def test_the_real_plans_are_read_whole(name: str, count: int, rows: int) -> None:
    plan = real_plan(name)
    jsonschema.validate(json.loads((DATA / name).read_text(encoding="utf-8")), schema())
    assert len(plan.seats) == count
    assert len({(found.section, found.row_index) for found in plan.seats}) == rows
    assert len({found.row_index for found in plan.seats}) == rows


def test_teatro_grande_stands_where_it_is_drawn() -> None:
    plan = real_plan(REAL_PLANS[0])
    galleria = next(found for found in plan.seats if found.guid == "Galleria-B-1")
    assert (galleria.x, galleria.y, galleria.category, galleria.row) == (0, 775, "Galleria", "B")
    seats = [
        Seat(number, s.section, s.row, s.number, s.row_index, s.place, s.x, s.y, s.category)
        for number, s in enumerate(plan.seats)
    ]
    assert len(aisles(seats)) == 22 + 11 * 2 + 1


def test_the_dance_floor_becomes_an_unnumbered_zone() -> None:
    floor = "Танцевальный партер"
    result = overlay(real_plan(REAL_PLANS[1]), unnumbered_zones=[floor])
    assert result.rows[0].unnumbered == (UnnumberedZone(floor, floor, 900),)
    assert len(result.rows[0].seats) == 215
