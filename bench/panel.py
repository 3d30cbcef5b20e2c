"""Plan for a panel of people and check every plan against the raw FNDDS file, an independent path.

    python bench/panel.py --panel ../shared/panel --raw ../shared/data [--portions exact] [--jobs 2]

The check reads grams out of the plans as a stranger would and multiplies them with the raw nutrient
values (and, for foods outside FNDDS, with the table's), so that neither our table nor our totals can
vouch for themselves.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FNDDS = "fndds-2017-2018/2017-2018 FNDDS At A Glance - FNDDS Nutrient Values.csv"


def read_people(path: Path) -> list[dict[str, str]]:
    """Read the panel's people."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_raw(raw: Path, data: Path) -> dict[str, dict[str, float]]:
    """Read raw nutrient values per 100 g by food and our id; foods outside FNDDS from our own table."""
    with (data / "nutrients.csv").open(encoding="utf-8", newline="") as file:
        headers = {row["fndds_column"]: row["nutrient"] for row in csv.DictReader(file)}
    with (raw / FNDDS).open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        columns = [" ".join(name.split()) for name in next(lines)]
        values = {
            row[0]: {headers[c]: float(v) for c, v in zip(columns, row, strict=True) if c in headers}
            for row in lines
        }
    with (data / "foods.csv").open(encoding="utf-8", newline="") as file:
        for food in csv.DictReader(file):
            if food["food_id"] not in values:
                values[food["food_id"]] = {
                    nutrient: float(food[nutrient]) for nutrient in headers.values() if food[nutrient] != ""
                }
    return values


def plan_person(job: tuple[dict[str, str], str]) -> dict[str, Any]:
    """Plan for one person and return what the report needs."""
    from mealopt import NoPlanError, Person, Rules, SolverLimitError, plan_week

    row, portions = job
    person = Person(float(row["age"]), row["sex"], energy_kcal=float(row["energy_kcal"]))
    tags = tuple(tag.replace("-", "_") for tag in row["without"].split(";") if tag)
    rules = Rules(diet=row["diet"], without=tags, portions=portions)
    start = time.perf_counter()
    try:
        plan = plan_week(person, rules)
    except (NoPlanError, SolverLimitError) as error:
        return {"id": row["id"], "row": row, "error": str(error), "seconds": time.perf_counter() - start}
    limits = [
        (limit.nutrient, limit.side, limit.must)
        for limit in plan.targets.limits.values()
        if limit.must is not None and limit.scope == "total"
    ]
    return {
        "id": row["id"],
        "row": row,
        "seconds": time.perf_counter() - start,
        "cost": plan.cost_per_day,
        "score": plan.score,
        "asked": plan.quality_asked,
        "gap": plan.proof.gap,
        "money_gap": plan.cost_per_day / plan.proof.money_bound - 1,
        "foods": plan.food_count,
        "limits": limits,
        "energy": plan.targets.energy.kcal,
        "servings": list(plan.portions[["day", "food_id", "grams"]].itertuples(index=False, name=None)),
        "missed": list(plan.missed[["day", "nutrient", "percent"]].itertuples(index=False, name=None)),
    }


def check_plan(result: dict[str, Any], raw: dict[str, dict[str, float]], slack: float) -> list[str]:
    """Recompute every day from the raw file and return each must that is missed."""
    days: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for day, food, grams in result["servings"]:
        for nutrient, value in raw[food].items():
            days[day][nutrient] += grams * value / 100.0
    off = []
    for day, amounts in days.items():
        for nutrient, side, must in result["limits"]:
            amount = amounts.get(nutrient, 0.0)
            room = 1e-6 + (slack if nutrient == "energy_kcal" else 0.0)
            if side == "minimum" and amount < must * (1 - room) - 1e-9:
                off.append(f"day {day}: {nutrient} {amount:.4f} below {must:.4f}")
            if side == "maximum" and amount > must * (1 + room) + 1e-9:
                off.append(f"day {day}: {nutrient} {amount:.4f} above {must:.4f}")
    return off


def compare_eaten(results: list[dict[str, Any]], panel: Path, data: Path) -> Iterator[str]:
    """Yield how the plans compare with what the same people ate, in the dollars of the survey's years."""
    with (panel / "eaten.csv").open(encoding="utf-8", newline="") as file:
        eaten = {row["id"]: row for row in csv.DictReader(file)}
    with (data / "price_factor.csv").open(encoding="utf-8", newline="") as file:
        factor = float(next(csv.DictReader(file))["factor"])
    done = [result for result in results if "error" not in result]
    shares = [result["cost"] / factor / float(eaten[result["id"]]["cost"]) for result in done]
    score = median(float(eaten[result["id"]]["hei2020"]) for result in done)
    core = sum(int(eaten[result["id"]]["core_met"]) == 5 for result in done)
    yield f"Cost against what was eaten: median {median(shares):.0%}, 95 %: {quantile(shares, 0.95):.0%}"
    yield f"HEI-2020 of what was eaten: median {score:.0f}; all five core targets met by {core}"
    yield f"People who miss some aim on some day: {sum(bool(result['missed']) for result in done)}"


def quantile(values: list[float], share: float) -> float:
    """Return a quantile by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(results: list[dict[str, Any]], raw: dict[str, dict[str, float]], slack: float) -> Iterator[str]:
    """Yield the report, a line at a time."""
    by_diet: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for result in results:
        by_diet[result["row"]["diet"]].append(result)
    yield "| diet | people | planned | musts off | $ a day | HEI-2020 | gap | money gap | foods | seconds |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    wrong: list[str] = []
    for diet, group in [*sorted(by_diet.items()), ("all", results)]:
        done = [r for r in group if "error" not in r]
        off = {r["id"]: check_plan(r, raw, slack) for r in done}
        if diet == "all":
            wrong = [f"{person}: {line}" for person, lines in off.items() for line in lines]
        yield (
            f"| {diet} | {len(group)} | {len(done)} | {sum(map(bool, off.values()))} "
            f"| {median(r['cost'] for r in done):.2f} | {median(r['score'] for r in done):.1f} "
            f"| {median(r['gap'] for r in done):.1%} (95 %: {quantile([r['gap'] for r in done], 0.95):.1%}) "
            f"| {median(r['money_gap'] for r in done):.1%} | {median(r['foods'] for r in done):.0f} "
            f"| {median(r['seconds'] for r in done):.2f} "
            f"(95 %: {quantile([r['seconds'] for r in done], 0.95):.2f}) |"
        )
    yield from ("", f"Musts missed when recomputed from the raw file: {len(wrong)}", *wrong[:20])
    aims: dict[str, list[float]] = defaultdict(list)
    people: dict[str, set[str]] = defaultdict(set)
    for result in results:
        for _, nutrient, percent in result.get("missed", ()):
            aims[nutrient].append(percent)
            people[nutrient].add(result["id"])
    yield from ("", "| aim missed | people | person-days | median % reached | least % |")
    yield "|---|---|---|---|---|"
    for nutrient in sorted(aims, key=lambda n: (-len(aims[n]), n)):
        reached = aims[nutrient]
        yield (
            f"| {nutrient} | {len(people[nutrient])} | {len(reached)} "
            f"| {median(reached):.0f} | {min(reached):.0f} |"
        )
    failed = [r for r in results if "error" in r]
    yield from ("", f"Without a plan: {len(failed)}")
    for result in failed:
        row = result["row"]
        yield f"- {result['id']} ({row['diet']}, {row['without'] or '-'}, {row['energy_kcal']} kcal): " + (
            result["error"].replace("\n", " ")
        )


def main() -> None:
    """Run the panel and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panel", type=Path, required=True)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--portions", choices=("whole", "exact"), default="whole")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--json", type=Path, help="keep the results")
    parser.add_argument("--replay", type=Path, help="report on results kept before")
    options = parser.parse_args()
    if options.replay:
        results = json.loads(options.replay.read_text(encoding="utf-8"))
        show(results, options)
        return
    people = read_people(options.panel / "people.csv")
    people = people[: options.limit] if options.limit else people
    jobs = [(row, options.portions) for row in people]
    results = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for number, result in enumerate(pool.map(plan_person, jobs, chunksize=1), start=1):
            results.append(result)
            if sys.stderr.isatty() or number % 20 == 0:
                print(f"\r{number}/{len(jobs)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    if options.json:
        options.json.write_text(json.dumps(results), encoding="utf-8")
    show(results, options)


def show(results: list[dict[str, Any]], options: argparse.Namespace) -> None:
    """Print the whole report."""
    raw = read_raw(options.raw, options.data)
    for line in report(results, raw, 0.02 if options.portions == "whole" else 0.0):
        print(line)
    print()
    for line in compare_eaten(results, options.panel, options.data):
        print(line)


if __name__ == "__main__":
    main()
