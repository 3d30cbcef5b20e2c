"""Weight and height, asked in the units a person knows theirs in."""

from __future__ import annotations

import math

import streamlit as st

from mealopt.page.address import ADDRESS
from mealopt.request.person import RANGES

METRIC, AMERICAN = UNITS = ("kg, cm", "lb, ft")
KG_PER_LB, CM_PER_INCH, INCHES = 0.45359237, 2.54, 12  # by definition
POUNDS = (
    float(math.ceil(RANGES["weight_kg"][0] / KG_PER_LB)),
    float(math.floor(RANGES["weight_kg"][1] / KG_PER_LB)),
)
WEIGHTS = {"weight_kg": "weight_lb", "weight_before_kg": "weight_before_lb"}  # fields of either unit
FEET = (2, 8)  # around what is plausible: a height beyond that is told of as any other


def ask_number(
    label: str, field: str, example: str, *, step: float = 1.0, hint: str | None = None
) -> float | None:
    """Ask for one figure of a person, within what is plausible; blank is unknown."""
    low, high, _ = RANGES[field]
    return st.number_input(
        label, low, high, None, step, format="%.0f", key=field, placeholder=example, help=hint, bind=ADDRESS
    )


def ask_size() -> tuple[float | None, float | None]:
    """Ask for weight and height; return them in kg and cm, `None` where they are not known."""
    st.segmented_control(
        "Units of weight and height", UNITS, default=METRIC, required=True, key="units", bind=ADDRESS,
        label_visibility="collapsed", on_change=convert_size,
    )  # fmt: skip
    return ask_american() if is_american() else ask_metric()


def is_american() -> bool:
    """Say whether a person's weights are asked in pounds."""
    return bool(st.session_state.get("units") == AMERICAN)


def convert_size() -> None:
    """Write what was given in the one units into the fields of the others, as near as those admit."""
    given = st.session_state
    if is_american():
        for kg, lb in WEIGHTS.items():
            weight = given.get(kg)
            given[lb] = None if weight is None else keep_within(round(weight / KG_PER_LB), POUNDS)
        height = given.get("height_cm")
        inches = None if height is None else round(height / CM_PER_INCH)
        given["height_ft"] = None if inches is None else inches // INCHES
        given["height_in"] = None if inches is None else inches % INCHES
        return
    sizes = {kg: to_kg(given.get(lb)) for kg, lb in WEIGHTS.items()}
    sizes["height_cm"] = to_cm(given.get("height_ft"), given.get("height_in"))
    for field, value in sizes.items():
        given[field] = None if value is None else keep_within(round(value), RANGES[field][:2])


def keep_within(value: float, bounds: tuple[float, float]) -> float:
    """Return a value, or the bound it passes."""
    return float(min(max(value, bounds[0]), bounds[1]))


def ask_metric() -> tuple[float | None, float | None]:
    """Ask in kilograms and centimeters."""
    left, right = st.columns(2)
    with left:
        weight = ask_number("Weight, kg", "weight_kg", "e.g. 65")
    with right:
        height = ask_number("Height, cm", "height_cm", "e.g. 165")
    return weight, height


def ask_american() -> tuple[float | None, float | None]:
    """Ask in pounds, feet and inches; feet alone are a height, inches alone are none."""
    left, middle, right = st.columns([2, 1, 1])
    with left:
        pounds = ask_pounds("Weight, lb", WEIGHTS["weight_kg"])
    feet = middle.number_input("Feet", *FEET, None, 1, key="height_ft", placeholder="5", bind=ADDRESS)
    inches = right.number_input("Inches", 0, 11, None, 1, key="height_in", placeholder="5", bind=ADDRESS)
    return to_kg(pounds), to_cm(feet, inches)


def ask_pounds(label: str, field: str) -> float | None:
    """Ask for a weight in pounds."""
    return st.number_input(
        label, *POUNDS, None, 1.0, format="%.0f", key=field, placeholder="e.g. 145", bind=ADDRESS
    )


def ask_weight_before() -> float | None:
    """Ask for the weight before a pregnancy, in the units of the other; return it in kg."""
    if is_american():
        return to_kg(ask_pounds("Weight before, lb", WEIGHTS["weight_before_kg"]))
    return ask_number("Weight before, kg", "weight_before_kg", "e.g. 65")


def to_kg(pounds: float | None) -> float | None:
    """Return a weight in kg, to a tenth."""
    return None if pounds is None else round(pounds * KG_PER_LB, 1)


def to_cm(feet: float | None, inches: float | None) -> float | None:
    """Return a height in cm, to a tenth."""
    return None if feet is None else round((feet * INCHES + (inches or 0)) * CM_PER_INCH, 1)
