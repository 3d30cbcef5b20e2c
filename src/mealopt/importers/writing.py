"""The imported table as our own: foods with what they need to be planned with, checked on the way out."""

from __future__ import annotations

import csv
import itertools
import math
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, TextIO

import numpy as np

from mealopt.knowledge.composition import judge_composition
from mealopt.knowledge.foods import MEALS
from mealopt.tables.places import find_data
from mealopt.tables.reading import load_records, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mealopt.importers.account import Account
    from mealopt.importers.store import FoodStore
    from mealopt.knowledge.library import Knowledge

AT_ONCE = 5000  # foods that are checked together
MOST_SEEN = 5000  # amounts of a nutrient whose median stands for all
ENOUGH = 10  # amounts below which a median says nothing
# how many times too high amounts are that were read in a unit which is not theirs
MISREAD = {
    "kcal": ((4.184, "kJ"),), "g": ((1000.0, "mg"),), "mg": ((1000.0, "µg"), (0.001, "g")),
    "µg": ((40.0, "IU"), (0.001, "mg")),
}  # fmt: skip
NEAR = 0.4  # how far off that the logarithm of what is seen may be, as a share
HUNDRED_G = "100 g"
Food = tuple[str, dict[str, str], dict[str, float]]


@dataclass
class Doubts:
    """What is odd about an imported table, in sentences: the first foods, and how many there are."""

    foods: list[str] = field(default_factory=list)
    count: int = 0
    columns: list[str] = field(default_factory=list)


def load_defaults() -> dict[str, str]:
    """Load what a food of a table is taken to be that does not say."""
    columns = (
        Column("column", "id", required=True),
        Column("value"),
        Column("reason", required=True),
    )
    records = load_records(find_data() / "import_defaults.csv", columns, key=("column",))
    return {text_of(r, "column"): text_of(r, "value") for r in records}


def write_foods(
    file: TextIO,
    store: FoodStore,
    account: Account,
    knowledge: Knowledge,
    guard: Callable[[str], str],
    told: Callable[[int], None],
) -> Doubts:
    """Write the foods that can be planned with; the others are counted with the reason. Returns what is odd.

    A food needs a name and its energy: where that is not given it is worked out from protein, carbohydrate
    and fat, and counted. `guard` makes a text one that no spreadsheet runs.
    """
    nutrients = knowledge.nutrients
    held: set[str] = set()
    priced = False
    for _, facts, amounts in store:
        held.update(amounts)
        priced = priced or "price_per_100g" in facts
    held.add(knowledge.energy_id)
    columns = [nutrient for nutrient in nutrients.ids if nutrient in held]
    doubts = Doubts()
    seen: dict[str, list[float]] = {nutrient: [] for nutrient in columns}
    defaults = {name: value for name, value in load_defaults().items() if name not in nutrients}
    fixed = ["food_id", "name", "category", "portion", "portion_g", *defaults, *MEALS]
    fixed += ["price_per_100g"] if priced else []
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*fixed, *columns])
    kept = choose_foods(store, account, knowledge, priced=priced)
    for number, batch in enumerate(iter(lambda: list(itertools.islice(kept, AT_ONCE)), [])):
        for food_id, facts, amounts in batch:
            row = fill_facts(food_id, facts, defaults)
            held_by = (f"{amounts[nutrient]:.6g}" if nutrient in amounts else "" for nutrient in columns)
            writer.writerow([*(guard(row.get(name, "")) for name in fixed), *held_by])
        look_at(batch, columns, knowledge, doubts, seen)
        told((number + 1) * AT_ONCE)
    doubts.columns = list(doubt_units(seen, knowledge))
    return doubts


def choose_foods(store: FoodStore, account: Account, knowledge: Knowledge, *, priced: bool) -> Iterator[Food]:
    """Yield the foods that can be planned with; count why the others cannot."""
    energy = knowledge.energy_id
    giving = {n.id: n.kcal_per_unit for n in knowledge.nutrients if n.kcal_per_unit}
    needed = {*giving} - {*load_defaults()}
    most = knowledge.nutrients[energy].most_per_100g
    for food_id, facts, amounts in store:
        name = facts.get("name", "")
        if not name:
            account.count_food("left out: no name", food_id, name)
        elif priced and "price_per_100g" not in facts:
            account.count_food("left out: no price, where others have one", food_id, name)
        elif energy in amounts:
            account.count_food("kept", food_id, name)
            yield food_id, facts, amounts
        elif needed <= {*amounts}:
            made = sum(amounts.get(nutrient, 0.0) * kcal for nutrient, kcal in giving.items())
            account.count_food("kept, energy worked out from its parts", food_id, name)
            yield food_id, facts, {**amounts, energy: min(made, most)}
        else:
            account.count_food("left out: energy unknown, and not to be worked out", food_id, name)


def fill_facts(food_id: str, facts: dict[str, str], defaults: dict[str, str]) -> dict[str, str]:
    """Return the fixed columns of a food: what its table says, else the defaults."""
    weight = facts.get("portion_g", "")
    said = facts.get("portion", "")
    if not weight or not 0 < float(weight) <= 5000:
        weight, said = "100", HUNDRED_G
    return {
        **defaults, **{name: facts[name] for name in ("popularity", "price_per_100g") if name in facts},
        "food_id": food_id, "name": facts["name"], "category": facts.get("category") or "All foods",
        "portion": said or f"{float(weight):g} g", "portion_g": weight,
    }  # fmt: skip


def look_at(
    batch: list[Food],
    columns: list[str],
    knowledge: Knowledge,
    doubts: Doubts,
    seen: dict[str, list[float]],
) -> None:
    """Note foods whose figures cannot be true together, and some amounts of each nutrient."""
    amounts = np.array([[held.get(n, np.nan) for n in columns] for _, _, held in batch])
    names = [f"{food_id} {facts['name']}" for food_id, facts, _ in batch]
    for sentence in judge_composition(names, columns, amounts, knowledge.nutrients, knowledge.energy_id):
        doubts.count += 1
        if len(doubts.foods) < AT_ONCE:
            doubts.foods.append(sentence)
    for _, _, held in batch:
        for nutrient, value in held.items():
            if value > 0 and len(seen[nutrient]) < MOST_SEEN:
                seen[nutrient].append(value)


def doubt_units(seen: dict[str, list[float]], knowledge: Knowledge) -> Iterator[str]:
    """Yield a sentence for each nutrient that is as far from the shipped table's as a wrong unit makes it."""
    ours = knowledge.foods
    for nutrient, values in seen.items():
        if nutrient not in ours.nutrient_ids or len(values) < ENOUGH:
            continue
        known = ours.column(nutrient)
        known = known[known > 0]
        if len(known) < ENOUGH:
            continue
        times = median(values) / float(np.median(known))
        own = knowledge.nutrients[nutrient].unit
        for factor, unit in MISREAD.get(own, ()):
            if abs(math.log(times / factor)) < abs(math.log(factor)) * NEAR:
                compared = f"{times:.0f} times" if times > 1 else f"one {1 / times:.0f}th of"
                yield (
                    f"{nutrient}: half of the foods that have any hold more than {median(values):.3g} {own} "
                    f"in 100 g, {compared} what is usual. Is it in {unit}?"
                )
