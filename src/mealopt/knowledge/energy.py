"""Energy needs as published: the EER equations of 2023, what is added to them, and the DGA stand-ins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from pathlib import Path

ACTIVITIES = ("inactive", "low_active", "active", "very_active")


@dataclass(frozen=True)
class Equation:
    """One EER equation [kcal/day]: constant + age·y + height·cm + weight·kg + growth + gestation·week."""

    sex: str
    life_stage: str
    age_min_y: float
    age_max_y: float
    activity: str
    constant: float
    age: float
    height: float
    weight: float
    growth: float
    gestation: float
    source: str
    link: str


@dataclass(frozen=True)
class Addition:
    """Energy to add in pregnancy or lactation [kcal/day], to an EER or to a stand-in."""

    life_stage: str
    bmi_min: float
    bmi_max: float
    month_min: float
    month_max: float
    week_min: float
    week_max: float
    energy_kcal: float
    basis: str
    note: str
    source: str
    link: str


@dataclass(frozen=True)
class StandIn:
    """The energy need of a person whose weight and height are not known [kcal/day]."""

    sex: str
    age_min_y: float
    age_max_y: float
    activity: str
    energy_kcal: float
    source: str
    link: str


def span(record: dict[str, str | float | None], name: str) -> tuple[float, float]:
    """Return a half-open range, blank ends open."""
    low, high = number_of(record, f"{name}_min"), number_of(record, f"{name}_max")
    return (0.0 if low is None else low), (9999.0 if high is None else high)


def load_equations(path: Path) -> tuple[Equation, ...]:
    """Load `energy_equations.csv`."""
    names = (
        "constant_kcal", "age_kcal_per_y", "height_kcal_per_cm", "weight_kcal_per_kg", "growth_kcal",
        "gestation_kcal_per_wk",
    )  # fmt: skip
    columns = (
        Column("sex", required=True), Column("life_stage", required=True), Column("age_min_y", "number"),
        Column("age_max_y", "number"), Column("activity", "choice", choices=ACTIVITIES, required=True),
        *(Column(name, "number") for name in names), Column("source"), Column("link"),
    )  # fmt: skip
    rows = []
    for record in load_records(path, columns):
        low = number_of(record, "age_min_y")
        high = number_of(record, "age_max_y")
        constant, age, height, weight, growth, gestation = (number_of(record, n) or 0.0 for n in names)
        rows.append(
            Equation(
                text_of(record, "sex"), text_of(record, "life_stage"), low or 0.0,
                999.0 if high is None else high, text_of(record, "activity"), constant, age, height, weight,
                growth, gestation, text_of(record, "source"), text_of(record, "link"),
            )
        )  # fmt: skip
    return tuple(rows)


def load_additions(path: Path) -> tuple[Addition, ...]:
    """Load `energy_additions.csv`."""
    spans = [f"{name}_{end}" for name in ("bmi", "month", "week") for end in ("min", "max")]
    columns = (
        Column("life_stage", required=True), *(Column(name, "number") for name in spans),
        Column("energy_kcal", "number", required=True), Column("basis", required=True), Column("note"),
        Column("source"), Column("link"),
    )  # fmt: skip
    return tuple(
        Addition(
            text_of(r, "life_stage"), *span(r, "bmi"), *span(r, "month"), *span(r, "week"),
            number_of(r, "energy_kcal") or 0.0, text_of(r, "basis"), text_of(r, "note"),
            text_of(r, "source"), text_of(r, "link"),
        )
        for r in load_records(path, columns, others=True)
    )  # fmt: skip


def load_stand_ins(path: Path) -> tuple[StandIn, ...]:
    """Load `energy_defaults.csv`."""
    columns = (
        Column("sex", required=True), Column("age_min_y", "number", required=True),
        Column("age_max_y", "number"), Column("activity", required=True),
        Column("energy_kcal", "number", required=True), Column("source"), Column("link"),
    )  # fmt: skip
    return tuple(
        StandIn(
            text_of(r, "sex"), number_of(r, "age_min_y") or 0.0, number_of(r, "age_max_y") or 999.0,
            text_of(r, "activity"), number_of(r, "energy_kcal") or 0.0, text_of(r, "source"),
            text_of(r, "link"),
        )
        for r in load_records(path, columns)
    )  # fmt: skip
