"""What tells planned days from days people had, counted: foods, kinds at meals, servings, how many.

    python bench/real_days.py RESULTS.jsonl --raw ../shared/data [--diet omnivore] [--most 20]

RESULTS are those of `bench/panel.py --json`. Real days are of adults of the survey of 2017/18 who ate nothing
that our table lacks, at three meals or more. Each thing a day may have (a food; a kind of food at a meal; two
kinds at a meal; all kinds of a meal; so much of a kind, in steps of 60 g; so many foods at a meal) is on a
share of the planned and of the real days; how far the two shares are apart is the Kullback-Leibler divergence
of the first from the second [nats]. The sums by sort say how far plans are from days people had (what is
within three days of them is left out), the list what tells most. Water counts for nothing.

The last line looks at single foods: of how many breakfasts, lunches and dinners somebody of the surveys of
2003 to 2016 had had every two foods together, at any meal.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd
from temper import ADULTS, OCCASIONS

from mealopt import load_knowledge
from mealopt.knowledge.sittings import find_sittings
from mealopt.week.build import is_free_water

GRAMS = 60  # a step of servings
FEWEST_MEALS = 3
CHANCE = 3  # days within which shares do not tell anything
Thing = tuple[str, ...]
Day = dict[str, dict[str, float]]  # by meal: the grams of each food


def list_things(day: Day, kind_of: dict[str, str], name_of: dict[str, str]) -> set[Thing]:
    """Return everything a day has."""
    found: set[Thing] = set()
    for meal, foods in day.items():
        grams: defaultdict[str, float] = defaultdict(float)
        for food, amount in foods.items():
            grams[kind_of[food]] += amount
            found.add(("food", name_of[food]))
        kinds = sorted(grams)
        found |= {("kind at a meal", meal, kind) for kind in kinds}
        found |= {("serving", kind, f"{int(grams[kind] // GRAMS) * GRAMS} g") for kind in kinds}
        found |= {("two kinds", meal, *pair) for pair in itertools.combinations(kinds, 2)}
        found.add(("kinds of a meal", meal, *kinds))
        found.add(("foods at a meal", meal, str(len(foods))))
    return found


def diverge(mine: float, other: float) -> float:
    """Return the divergence of one share from another [nats]."""
    return mine * math.log(mine / other) + (1 - mine) * math.log((1 - mine) / (1 - other))


def compare_days(
    planned: list[set[Thing]], real: list[set[Thing]]
) -> tuple[dict[str, float], list[tuple[float, Thing, float, float]]]:
    """Return the sums by sort of thing, and each thing with what it tells and both shares, the most first."""
    mine, other = (Counter(thing for day in days for thing in day) for days in (planned, real))
    sums: defaultdict[str, float] = defaultdict(float)
    things = []
    for thing in sorted({*mine, *other}):
        share = (mine[thing] + 0.5) / (len(planned) + 1)
        usual = (other[thing] + 0.5) / (len(real) + 1)
        told = diverge(share, usual)
        if abs(mine[thing] - other[thing] * len(planned) / len(real)) > CHANCE:
            sums[thing[0]] += told
        things.append((told, thing, share, usual))
    return dict(sums), sorted(things, key=lambda row: (-row[0], row[1]))


def gather(rows: pd.DataFrame) -> list[Day]:
    """Return days from rows of day, meal, food and grams."""
    days: dict[str, Day] = {}
    for day, meal, food, grams in rows.itertuples(index=False, name=None):
        foods = days.setdefault(day, {}).setdefault(meal, {})
        foods[food] = foods.get(food, 0.0) + grams
    return list(days.values())


def read_real(raw: Path, known: set[str]) -> pd.DataFrame:
    """Read the days of adults who ate what our table has."""
    eaten = pd.read_csv(raw / "nhanes/eating_occasions.csv.gz", dtype={"food_code": str})
    eaten = eaten[eaten["age_group"].isin(ADULTS)]
    eaten = eaten.assign(meal=eaten["occasion"].map(OCCASIONS).fillna("snack"))
    by_day = eaten.groupby("person_day")
    whole = by_day["food_code"].agg(lambda foods: set(foods) <= known) & (
        by_day["meal"].nunique() >= FEWEST_MEALS
    )
    kept = eaten[eaten["person_day"].map(whole)]
    return kept[["person_day", "meal", "food_code", "grams"]]


def find_together(raw: Path, known: set[str]) -> set[tuple[str, str]]:
    """Return every two foods that somebody had together, the lesser id first."""
    eaten = pd.read_csv(raw / "nhanes/eating_occasions_2003_2016.csv.gz", dtype={"food_code": str})
    eaten = eaten[eaten["age_group"].isin(ADULTS) & eaten["food_code"].isin(known)]
    had = eaten.groupby(["survey", "person_day", "eating"])["food_code"].agg(lambda foods: sorted({*foods}))
    return {pair for foods in had for pair in itertools.combinations(foods, 2)}


def share_together(days: list[Day], together: set[tuple[str, str]]) -> float:
    """Return the share of main meals of two foods or more whose every two somebody had together."""
    meals = [sorted(foods) for day in days for meal, foods in day.items() if meal != "snack"]
    meals = [foods for foods in meals if len(foods) > 1]
    return sum(together.issuperset(itertools.combinations(foods, 2)) for foods in meals) / len(meals)


def main() -> None:
    """Compare, and print what tells most."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--diet", default="omnivore")
    parser.add_argument("--most", type=int, default=20)
    options = parser.parse_args()
    knowledge = load_knowledge()
    table, kitchen = knowledge.foods, find_sittings(knowledge.foods).kitchen
    kind_of = {food: kitchen.names[int(kitchen.kinds[place])] for place, food in enumerate(table.ids)}
    name_of = dict(zip(table.ids, table.names, strict=True))
    dry = {food for place, food in enumerate(table.ids) if not is_free_water(knowledge, place)}
    dry = {food for food in dry if kind_of[food] != "water"}
    results = [json.loads(line) for line in options.results.read_text(encoding="utf-8").splitlines()]
    planned = pd.DataFrame(
        [
            (f"{result['id']} {day}", meal, food, grams)
            for result in results
            if result["row"]["diet"] == options.diet
            for day, meal, food, grams in result.get("servings", ())
        ],
        columns=["day", "meal", "food", "grams"],
    )
    real = read_real(options.raw, {*table.ids})
    both = [
        gather(rows[rows["food"].isin(dry)]) for rows in (planned, real.set_axis(planned.columns, axis=1))
    ]
    days = [[list_things(day, kind_of, name_of) for day in of] for of in both]
    sums, things = compare_days(*days)
    served = planned[planned["food"].isin(dry)]["food"].value_counts()
    print(f"{len(days[0])} planned days beside {len(days[1])} real ones; {len(served)} foods, ", end="")
    print(f"the thirty most frequent {served.head(30).sum() / served.sum():.0%} of servings")
    print("; ".join(f"{sort} {told:.2f}" for sort, told in sorted(sums.items())))
    for told, thing, mine, other in things[: options.most]:
        print(f"{told:.3f}  planned {mine:5.1%}  real {other:5.1%}  {' · '.join(thing)}")
    together = find_together(options.raw, dry)
    mine, other = (share_together(of, together) for of in both)
    print(f"main meals whose every two foods somebody had together: planned {mine:.0%}, real {other:.0%}")


if __name__ == "__main__":
    main()
