"""A person's own limits beside the published ones: which of those give way, and what they should be told.

An own maximum below a recommended minimum (or the other way round) says that the recommendation is not
wanted: it gives way, with a warning. What is there for safety, an upper limit, never does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.request.limit import Limit, limit_name

if TYPE_CHECKING:
    from mealopt.knowledge.choices import GiveWay
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.rules import Rules

OWN_KIND = "own"  # the kind of a limit the person gave
WORDS = {"minimum": "least", "maximum": "most"}
OTHER = {"minimum": "maximum", "maximum": "minimum"}
Gathered = dict[str, list[Limit]]


@dataclass(frozen=True)
class Own:
    """A limit of a person's own: by an option, or a row of their targets file."""

    nutrient: str
    side: str
    value: float


def list_own(rules: Rules, gathered: Gathered) -> list[Own]:
    """Return a person's own limits, those of their rules before those of their targets file."""
    own = [
        Own(nutrient, side, value)
        for side, limits in (("minimum", rules.minimums), ("maximum", rules.maximums))
        for nutrient, value in limits.items()
    ]
    return own + [
        Own(limit.nutrient, limit.side, limit.value)
        for limits in gathered.values()
        for limit in limits
        if limit.own and limit.scope == "total"
    ]


def find_giving_way(limit: Limit, knowledge: Knowledge) -> GiveWay | None:
    """Return the row that says a published limit gives way to a person's own, `None` where it does not."""
    if limit.own:
        return None
    kind = limit.kind.partition(" × ")[0]
    return next(
        (row for row in knowledge.giving_way if row.kind == kind and row.nutrient in {"", limit.nutrient}),
        None,
    )


def give_way(
    gathered: Gathered, own: list[Own], knowledge: Knowledge, energy_kcal: float
) -> tuple[Gathered, list[str]]:
    """Return the published limits less those that contradict a person's own, and what to say about it.

    Shares of energy are shared: where a maximum of one macronutrient leaves the highest shares of the
    others short of the energy, those give way too; likewise for minimums that leave no room.
    """
    left = {name: list(limits) for name, limits in gathered.items()}
    said = []
    for one in own:
        name = limit_name(OTHER[one.side], one.nutrient)
        against = [
            limit
            for limit in left.get(name, ())
            if (limit.value > one.value) == (one.side == "maximum") and limit.value != one.value
        ]
        going = [(limit, row) for limit in against if (row := find_giving_way(limit, knowledge)) is not None]
        if not going:
            continue
        left[name] = [limit for limit in left[name] if all(limit is not gone for gone, _ in going)]
        info = knowledge.nutrients[one.nutrient]
        gone = ", ".join(f"{info.show(limit.value)} ({limit.kind}: {row.meaning})" for limit, row in going)
        text = (
            f"Your {one.side} of {info.label}, {info.show(one.value)}, takes the place of the published "
            f"{OTHER[one.side]}: {gone}."
        )
        others = []
        if any(row.shared for _, row in going):
            others = free_shares(left, one.side, own, knowledge, energy_kcal)
        if others:
            named = " and ".join(others)
            text += f" Nor does the recommended {one.side} of {named} hold: energy has to come from there."
        said.append(text)
    return {name: limits for name, limits in left.items() if limits}, said


def free_shares(
    left: Gathered, side: str, own: list[Own], knowledge: Knowledge, energy_kcal: float
) -> list[str]:
    """Take away the shared limits of one side where with a person's own they cannot make up the energy.

    Returns the labels of the nutrients freed.
    """
    shared = {row.kind for row in knowledge.giving_way if row.shared}
    kcal = {
        row.measured_as: row.kcal_per_unit or 0.0
        for row in knowledge.intakes
        if row.kind in shared and row.strength != "report" and row.basis == "percent_energy"
    }
    mine = {one.nutrient: one.value for one in own if one.side == side}
    total = 0.0
    freed = []
    for nutrient, per_unit in kcal.items():
        limits = [limit for limit in left.get(limit_name(side, nutrient), ()) if limit.kind in shared]
        if nutrient in mine:
            total += mine[nutrient] * per_unit
        elif limits:
            total += limits[0].value * per_unit
            freed.append(nutrient)
        elif side == "maximum":
            return []  # something has no maximum: it can make up the energy
    if (total < energy_kcal) != (side == "maximum"):
        return []
    for nutrient in freed:
        name = limit_name(side, nutrient)
        left[name] = [limit for limit in left[name] if limit.kind not in shared]
    return [knowledge.nutrients[nutrient].label.lower() for nutrient in freed]
