"""Measure how time and memory grow with the table and with the number of people; write tables and plots.

    python bench/scale.py --panel ../shared/panel --out docs/bench [--foods 1000,10000] [--people 100,1000]

Each row is measured in a process of its own, on one thread, in the processor's seconds, so that peak memory
is its own and nothing else that runs is counted. The ways of one row are measured in turn in that process:
their ratios can be trusted where their seconds depend on the machine.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from chart import draw_lines
from joint import solve_joint
from large_table import make_large
from scipy.optimize import linprog
from speed import bare_model, read_people, rebuild, run_bare, split_rows

from mealopt import Person, Rules
from mealopt.average.average import asked_quality, solve_average
from mealopt.average.candidates import build_candidates
from mealopt.average.large import solve_large
from mealopt.average.large_answer import LargeAnswer
from mealopt.average.models import Models
from mealopt.errors import MealoptError
from mealopt.knowledge.library import load_knowledge
from mealopt.linear.answer import Answer
from mealopt.linear.highs import run_pulp
from mealopt.linear.statement import state_problem
from mealopt.request.targets import derive_targets
from mealopt.rules.build import bind_person, build_program

if TYPE_CHECKING:
    from collections.abc import Callable

    from mealopt.knowledge.library import Knowledge

ASKED = [  # who asks a large table
    (Person(35, "female", energy_kcal=2000), Rules(portions="exact")),
    (Person(52, "male", energy_kcal=2600), Rules(portions="exact")),
    (Person(70, "female", energy_kcal=1700), Rules(portions="exact", diet="vegetarian")),
]
FOODS = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
PEOPLE = (100, 300, 1_000, 3_000, 10_000)
WHOLE_UP_TO = 100_000  # foods the whole model is still stated for
LINPROG_UP_TO = 10_000
FEW = 5  # people for the slow ways
TELLING = 1e-6  # relative difference of two optima that would say that one is none
DAYS = 1
FOOD_COLUMNS = (
    "foods", "way", "people", "seconds", "most_seconds", "peak_mb", "stated", "foods_stated", "gap",
    "seconds_to_prepare",
)  # fmt: skip
PEOPLE_COLUMNS = (
    "people", "way", "seconds_per_person", "seconds", "peak_mb", "shapes", "with_plan", "ratio_to_ours",
)  # fmt: skip


def peak_mb() -> float:
    """Return the most memory this process has held [MB]."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0, 1)


def clock(function: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """Return the processor's seconds a call takes, and what it returns."""
    start = time.process_time()
    result = function(*arguments)
    return time.process_time() - start, result


def measure_foods(size: int, way: str) -> dict[str, Any]:
    """Answer the people who ask on a table of a size, one way, and return the row and the optima."""
    knowledge = make_large(load_knowledge(), size)
    prepared, seconds, optima, stated, gaps = 0.0, [], [], [], []
    if way == "priced":
        prepared, candidates = clock(build_candidates, knowledge)
        prepared += clock(candidates.costs, knowledge.goals[Rules().goal], 0)[0]
        for person, rules in ASKED:
            taken, found = clock(solve_large, person, rules, DAYS, candidates)
            if not isinstance(found, LargeAnswer):
                sys.exit(f"nothing fits {person} on {size} foods")
            seconds.append(taken)
            optima.append(found.answer.objective)
            stated.append((found.rounds, len(found.program.table)))
            gaps.append(found.certificate.gap)
    else:
        few = ASKED[:1] if size == WHOLE_UP_TO else ASKED
        for person, rules in few:
            taken, value = solve_whole(person, rules, knowledge, way)
            seconds.append(taken)
            optima.append(value)
    return {
        "foods": size, "way": way, "people": len(seconds), "seconds": round(median(seconds), 4),
        "most_seconds": round(max(seconds), 4), "peak_mb": peak_mb(),
        "stated": median(rounds for rounds, _ in stated) if stated else 1,
        "foods_stated": median(count for _, count in stated) if stated else size,
        "gap": f"{max(gaps):.1e}" if gaps else "", "seconds_to_prepare": round(prepared, 3), "optima": optima,
    }  # fmt: skip


def solve_whole(person: Person, rules: Rules, knowledge: Knowledge, way: str) -> tuple[float, float]:
    """Solve the model of every food, and return the seconds and the optimum.

    In PuLP building counts; linprog is given its arrays ready.
    """
    quality = asked_quality(rules, knowledge)
    shape = Models(knowledge).shape_of(person, rules, DAYS, quality)
    taken, program = clock(build_program, shape, knowledge)
    bounds = bind_person(program, derive_targets(person, rules, knowledge), rules, quality=quality)
    if way == "linprog":
        taken, found = clock(partial(linprog, **split_rows(program, bounds)))
        return taken, float(found.fun)
    more, highs = clock(lambda: run_pulp(state_problem(program.layout, bounds), presolve="off"))
    return taken + more, float(highs.getInfo().objective_function_value)


def draw_people(panel: Path, count: int) -> list[tuple[Person, Rules]]:
    """Draw people of all the panel's diets, each with an age and an energy of their own."""
    rows, rng = read_people(panel / "people.csv", 10_000), random.Random(0)
    drawn = []
    for _ in range(count):
        person, rules = rng.choice(rows)
        age = min(90.0, max(19.0, person.age + rng.randint(-6, 6)))
        energy = round((person.energy_kcal or 2000) * rng.uniform(0.9, 1.1) / 10) * 10.0
        drawn.append((replace(person, age=age, energy_kcal=energy), rules))
    return drawn


def measure_people(count: int, panel: Path) -> dict[str, Any]:
    """Answer so many people in one process, all told, then a few of them the slow ways."""
    knowledge, people = load_knowledge(), draw_people(panel, count)
    models = Models(knowledge)
    shapes, planned, total = set(), 0, 0.0
    slow: list[Any] = []
    for person, rules in people:
        taken, average = clock(ask, person, rules, models)
        total += taken
        if average is not None and average.answer is not None:
            planned += 1
            shapes.add(average.program.shape)
            if len(slow) < FEW:
                slow.append(average)
    rows = [row_of("ours", total, count, shapes=len(shapes), planned=planned)]
    ways: dict[str, list[float]] = {"bare": [], "linprog": [], "rebuilt": [], "joint": []}
    ours = []
    for average in slow:
        live, bounds = average.live, average.bounds
        ours.append(clock(live.solve, bounds)[0])
        ways["bare"].append(clock(run_bare, bare_model(live), live, bounds)[0])
        ways["linprog"].append(clock(partial(linprog, **split_rows(live.program, bounds)))[0])
        taken, highs = clock(rebuild, live.program, bounds)
        ways["rebuilt"].append(taken)
        require_same(average.answer.objective, highs.getInfo().objective_function_value, "rebuilt")
    for average in slow[:2]:
        weekly = models.live(replace(average.program.shape, days=7))
        bounds = bind_person(weekly.program, average.targets, average.rules, quality=average.quality)
        found = weekly.solve(bounds)
        job = (weekly.program, average.program, average.targets, average.rules, average.quality)
        taken, highs = clock(solve_joint, *job)
        ways["joint"].append(taken)
        if isinstance(found, Answer):
            require_same(found.objective, highs.getInfo().objective_function_value, "the joint week")
    solve = median(ours)
    rows.append(row_of("ours, the solve alone", sum(ours), len(ours)))
    for way, seconds in ways.items():
        rows.append(row_of(way, sum(seconds), len(seconds), ratio=median(seconds) / solve))
    return {"rows": [{"people": count, **row} for row in rows]}


def row_of(
    way: str, seconds: float, people: int, *, shapes: int = 1, planned: int = 0, ratio: float | None = None
) -> dict[str, Any]:
    """Return one way's figures; a ratio is of one solve to one of ours, start-up left out on both sides."""
    return {
        "way": way, "seconds_per_person": round(seconds / people, 5), "seconds": round(seconds, 3),
        "peak_mb": peak_mb(), "shapes": shapes, "with_plan": planned or people,
        "ratio_to_ours": "" if ratio is None else round(ratio, 2),
    }  # fmt: skip


def ask(person: Person, rules: Rules, models: Models) -> Any:
    """Return a person's average day, nothing where none may be given."""
    try:
        return solve_average(person, rules, DAYS, models)
    except MealoptError:
        return None


def require_same(first: float, second: float, way: str) -> None:
    """Stop where two ways of solving disagree: a comparison of unlike things measures nothing."""
    if abs(first - second) > TELLING * (1.0 + abs(first)):
        sys.exit(f"{way} found {second}, we found {first}")


def run_alone(arguments: list[str]) -> dict[str, Any]:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def write_rows(path: Path, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """Write a table of figures."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def numbers(text: str) -> list[int]:
    """Read `1000,10000` or `1e3,1e4`."""
    return [int(float(part)) for part in text.split(",") if part]


def main() -> None:
    """Measure every row, each in its own process, then write the tables and the plots."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panel", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("docs/bench"))
    parser.add_argument("--foods", type=numbers, default=list(FOODS))
    parser.add_argument("--people", type=numbers, default=list(PEOPLE))
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        what, way = options.measure
        if way == "people":
            print(json.dumps(measure_people(int(what), options.panel)))
        else:
            print(json.dumps(measure_foods(int(what), way)))
        return
    options.out.mkdir(parents=True, exist_ok=True)
    panel = ["--panel", str(options.panel)]
    rows: list[dict[str, Any]] = []
    for size in options.foods:
        ways = {"priced": size, "rebuilt": WHOLE_UP_TO, "linprog": LINPROG_UP_TO}
        found = [
            run_alone([*panel, "--measure", str(size), way]) for way, most in ways.items() if size <= most
        ]
        for row in found:
            print({name: row[name] for name in FOOD_COLUMNS}, flush=True)
            for ours, theirs in zip(found[0]["optima"], row["optima"], strict=False):
                require_same(ours, theirs, f"{row['way']} on {size} foods")
        rows += found
    write_rows(options.out / "foods.csv", FOOD_COLUMNS, rows)
    everyone: list[dict[str, Any]] = []
    for count in options.people:
        everyone += run_alone([*panel, "--measure", str(count), "people"])["rows"]
        print(*everyone[-6:], sep="\n", flush=True)
    write_rows(options.out / "people.csv", PEOPLE_COLUMNS, everyone)
    draw_all(options.out, rows, everyone)


def draw_all(out: Path, foods: list[dict[str, Any]], people: list[dict[str, Any]]) -> None:
    """Write the plots of both tables."""
    named = {"priced": "priced from few foods", "rebuilt": "whole model in PuLP", "linprog": "scipy linprog"}
    for column, title, up in (
        ("seconds", "One certified day from a large table", "seconds of the processor"),
        ("peak_mb", "Memory for a day from a large table", "peak memory [MB]"),
    ):
        lines = {
            label: [(row["foods"], row[column]) for row in foods if row["way"] == way]
            for way, label in named.items()
        }
        draw_lines(out / f"foods-{column.removesuffix('_mb')}.svg", title, "foods in the table", up, lines)
    named = {
        "ours": "ours, all told", "bare": "bare HiGHS, the solve alone", "linprog": "scipy linprog",
        "rebuilt": "rebuilt in PuLP", "joint": "seven joint days in PuLP",
    }  # fmt: skip
    lines = {
        label: [(row["people"], row["seconds_per_person"]) for row in people if row["way"] == way]
        for way, label in named.items()
    }
    title = "One exact day for each of many people"
    draw_lines(out / "people-seconds.svg", title, "people in a run", "seconds per person", lines)
    memory = [(row["people"], row["peak_mb"]) for row in people if row["way"] == "ours"]
    draw_lines(
        out / "people-peak.svg", "Memory for many people", "people in a run", "peak memory [MB]",
        {"ours": memory},
    )  # fmt: skip


if __name__ == "__main__":
    main()
