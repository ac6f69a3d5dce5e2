"""The pretix seating-plan format as our own models: what its schema accepts, they accept, and nothing else.

A missing key has a default, a null is refused where the schema refuses it; 1.0 is a whole number, as in JSON
Schema. The first fault in a list ends the reading of that list: a hostile file cannot fill the memory with
complaints.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, FailFast
from pydantic_core import PydanticCustomError

Item = TypeVar("Item")
_GUID = re.compile(r"^[^ ].*[^ ]$")


def _guid(text: str) -> str:
    if not _GUID.search(text):
        raise PydanticCustomError("guid", "two characters or more, none of the outer ones a blank")
    return text


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Listed = Annotated[list[Item], FailFast()]
Guid = Annotated[str, AfterValidator(_guid)]
Whole = Annotated[int, BeforeValidator(_whole)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class PositionModel(_Model):
    """An offset within what contains it, in the plan's own units."""

    x: float
    y: float


_ORIGIN = PositionModel(x=0.0, y=0.0)


class SeatModel(_Model):
    """A seat; only what the program needs is looked at, the rest is checked and left."""

    seat_guid: Guid
    seat_number: str
    position: PositionModel
    category: str
    uuid: str = ""
    start_direction: str | None = None
    radius: float = 10.0


class RowModel(_Model):
    """A row of seats, in plan order."""

    seats: Listed[SeatModel]
    row_number: str
    row_label: str | None = None
    seat_label: str | None = None
    uuid: str = ""
    row_number_position: Literal["start", "end", "both"] | None = None
    position: PositionModel = _ORIGIN


class PolygonModel(_Model):
    """Corners of an area."""

    points: Listed[PositionModel]


class RectangleModel(_Model):
    """Sides of an area."""

    width: float
    height: float


class EllipseModel(_Model):
    """Half axes of an area."""

    radius: PositionModel


class CircleModel(_Model):
    """Radius of an area."""

    radius: float


class TextModel(_Model):
    """Words in an area."""

    text: str
    position: PositionModel
    color: str = ""
    size: float = 16.0


class AreaModel(_Model):
    """A stage, a bar, a drawing: nothing that is sold."""

    color: str = ""
    border_color: str = ""
    rotation: float = 0.0
    position: PositionModel = _ORIGIN
    uuid: str = ""
    shape: Literal["polygon", "rectangle", "ellipse", "circle", "text"] = "text"
    polygon: PolygonModel = PolygonModel(points=[])
    rectangle: RectangleModel = RectangleModel(width=0.0, height=0.0)
    ellipse: EllipseModel = EllipseModel(radius=_ORIGIN)
    circle: CircleModel = CircleModel(radius=0.0)
    text: TextModel = TextModel(text="", position=_ORIGIN)


class ZoneModel(_Model):
    """A part of the house: our section."""

    position: PositionModel
    rows: Listed[RowModel]
    name: str = ""
    zone_id: str = ""
    uuid: str = ""
    areas: Listed[AreaModel] = []


class CategoryModel(_Model):
    """A price class and the colour it is drawn in."""

    name: str
    color: str = ""


class SizeModel(_Model):
    """Size of the whole drawing."""

    width: Whole
    height: Whole


class PlanModel(_Model):
    """The whole file."""

    name: str
    zones: Listed[ZoneModel]
    categories: Listed[CategoryModel]
    size: SizeModel
