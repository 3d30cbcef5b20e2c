"""What a high HEI-2020 costs: the cheapest, and the balanced, average week along the score asked for.

    python bench/quality.py --panel ../shared/panel [--limit 40]

Every person of the panel is solved (exact portions) with each score asked; a person whose foods cannot reach
a score is asked for their own best less one, as everywhere.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from statistics import median

SCORES = (60, 70, 80, 85, 90, 92.5, 95, 97.5, 99, 100)


def measure_curve(panel: Path, limit: int, goal: str) -> list[tuple[float, float, float, float, int]]:
    """Return for each score: median $ a day, its ratio to no score asked, and who falls short."""
    from mealopt import Person, Rules, plan_week

    with (panel / "people.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))[: limit or None]
    costs: dict[float, list[float]] = {}
    short: dict[float, int] = {}
    for row in people:
        person = Person(float(row["age"]), row["sex"], energy_kcal=float(row["energy_kcal"]))
        tags = tuple(tag.replace("-", "_") for tag in row["without"].split(";") if tag)
        for score in (0, *SCORES):
            rules = Rules(
                diet=row["diet"], without=tags, portions="exact", goal=goal, quality=float(score)
            )
            plan = plan_week(person, rules)
            costs.setdefault(score, []).append(plan.cost_per_day)
            short[score] = short.get(score, 0) + ((plan.quality_asked or 0) < score)
    found = []
    for score in SCORES:
        ratios = sorted(cost / free for cost, free in zip(costs[score], costs[0], strict=True))
        at_95 = ratios[min(len(ratios) - 1, int(0.95 * len(ratios)))]
        found.append((score, median(costs[score]), median(ratios), at_95, short[score]))
    return found


def main() -> None:
    """Print the curves as tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panel", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=40)
    options = parser.parse_args()
    for goal in ("cheapest", "balanced"):
        print(f"{goal}, {options.limit or 'all'} people")
        print("| HEI-2020 asked | $ a day | against none asked | 95 % | own best instead |")
        print("|---|---|---|---|---|")
        for score, cost, ratio, high, short in measure_curve(options.panel, options.limit, goal):
            print(f"| {score:g} | {cost:.2f} | {ratio:.2f} | {high:.2f} | {short} |")
        print()


if __name__ == "__main__":
    main()
