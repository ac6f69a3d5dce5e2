"""The demo's customers: in several languages, with accents, for structures, and some whose names break programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from itertools import count as counter
from random import Random
from typing import Any

from boxoffice_tui.demo.declaration import package_data
from boxoffice_tui.rules.text import fold

_DOMAINS = ("courriel.example", "exemple.example", "poste.example", "mail.example", "sans-courriel.example")
_DOMAIN_WEIGHTS = (40, 25, 20, 14, 1)
_HOME = "CA"


@dataclass(frozen=True, slots=True)
class Customer:
    """A contact, field by field as the columns of an import; `community_type` is a code."""

    number: int
    last_name: str
    first_name: str
    structure: str = ""
    email: str = ""
    phone: str = ""
    language: str = "fr"
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = _HOME
    community_type: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """All customers: those with a story of their own, and those of everyday; their numbers go on from 1."""

    known: tuple[Customer, ...]
    relays: tuple[Customer, ...]
    awkward: tuple[Customer, ...]
    others: tuple[Customer, ...]

    @property
    def everyday(self) -> tuple[Customer, ...]:
        """Who buys without a story."""
        return (*self.relays, *self.awkward, *self.others)

    @property
    def everybody(self) -> tuple[Customer, ...]:
        """All of them, in the order of their numbers."""
        return (*self.known, *self.everyday)


def people(dice: Random, count: int) -> People:
    """The customers of people.toml, and others up to `count` in all."""
    said = package_data("people.toml")
    numbers = counter(1)

    def one(last: str, first: str, email: str | None = None, **more: str) -> Customer:
        made = Customer(next(numbers), last, first, **more)
        reached = replace(made, email=_email(dice, made) if email is None else email)
        return _settled(dice, said["places"], reached)

    known = tuple(
        one(each["last"], each["first"], each["email"], language=each["language"]) for each in said["known"]
    )
    relays = tuple(
        one(each["relay"][1], each["relay"][0], structure=each["name"], community_type=each["community"])
        for each in said["structures"]
    )
    awkward = tuple(one(each["last"], each["first"]) for each in said["awkward"])
    weights = [each["weight"] for each in said["peoples"]]
    kinds = dice.choices(said["peoples"], weights, k=max(0, count - len(known + relays + awkward)))
    others = tuple(
        one(dice.choice(kind["last"]), dice.choice(kind["first"]), language=kind["language"])
        for kind in kinds
    )
    return People(known, relays, awkward, others)


def as_csv(people: Sequence[Customer]) -> bytes:
    """Contacts as a file to import."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(field.name for field in fields(Customer))
    writer.writerows(astuple(one) for one in people)
    return text.getvalue().encode()


def _settled(dice: Random, places: dict[str, Any], one: Customer) -> Customer:
    """With a phone and a street, as most people have."""
    if dice.random() < 0.6:
        one = replace(one, phone=f"+1 418 555 01{dice.randrange(100):02}")
    where = dice.random()
    if where < 0.04:
        country, street, postal_code, city = dice.choice(places["abroad"])
        return replace(one, street=street, postal_code=postal_code, city=city, country=country)
    if where < 0.75:
        city, postal_code = dice.choice(places["towns"])
        street = f"{dice.randrange(1, 900)}, {dice.choice(places['streets'])}"
        return replace(one, street=street, postal_code=postal_code, city=city, region="QC")
    return one


def _email(dice: Random, one: Customer) -> str:
    """An address, as all but a few have."""
    if dice.random() < 0.08:
        return ""
    words = fold(f"{one.first_name} {one.last_name}").split()
    plain = ("".join(letter for letter in word if letter.isascii() and letter.isalnum()) for word in words)
    name = ".".join(word for word in plain if word)[:40].strip(".") or "client"
    return f"{name}{one.number}@{dice.choices(_DOMAINS, _DOMAIN_WEIGHTS)[0]}"
