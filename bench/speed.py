"""Measure how fast plans come, against the same model rebuilt in PuLP and a bare loop of the solver.

    python bench/speed.py --panel ../shared/panel [--limit 100] [--days 1]

Every figure is a median, every ratio is taken within one run with its two sides measured in turn, on one
thread, in the processor's seconds: what else the machine does is not counted. Seconds depend on the machine,
ratios hardly do.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
from joint import solve_joint
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

from mealopt import Person, Rules, plan_week
from mealopt.average.average import solve_average
from mealopt.average.models import Models
from mealopt.batch.people import open_people
from mealopt.batch.run import run_batch
from mealopt.errors import MealoptError
from mealopt.knowledge.library import Knowledge, load_knowledge
from mealopt.linear.answer import Answer, Infeasible
from mealopt.linear.highs import run_pulp
from mealopt.linear.statement import state_problem
from mealopt.request.asked import Given
from mealopt.request.rules import WEEK
from mealopt.request.targets import Targets, derive_targets
from mealopt.rules.build import bind_person, build_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mealopt.linear.layout import Bounds
    from mealopt.linear.live import LiveModel
    from mealopt.rules.program import Program

LOAD = (
    "import time; a = time.perf_counter(); from mealopt.knowledge.library import load_knowledge; "
    "b = time.perf_counter(); load_knowledge(); print(b - a, time.perf_counter() - b)"
)
WAYS = {
    "live": "live model: bounds, priced solve, certificate",
    "bare": "bare HiGHS loop over the whole model, same bounds, nothing read",
    "rebuilt": "model rebuilt in PuLP and solved",
    "joint": "seven days as one model, rebuilt in PuLP and solved",
    "linprog": "scipy.optimize.linprog, same matrices",
    "first": "first question of a shape: built, reference solved, answered",
}


@dataclass
class Clock:
    """Seconds by way of solving, and the objectives that must agree."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    pairs: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    without_plan: int = 0

    def time(self, way: str, function: Callable[[], Any]) -> Any:
        """Run a function and keep how long it took."""
        start = time.process_time()
        result = function()
        self.seconds[way].append(time.process_time() - start)
        return result

    def compare(self, ratio: str, over: str, under: str) -> None:
        """Keep the ratio of the last two times taken."""
        self.pairs[ratio].append(self.seconds[over][-1] / self.seconds[under][-1])


def read_people(path: Path, limit: int) -> list[tuple[Person, Rules]]:
    """Read the panel's people, in the order of the file."""
    people = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            tags = tuple(tag.replace("-", "_") for tag in row["without"].split(";") if tag)
            person = Person(float(row["age"]), row["sex"], energy_kcal=float(row["energy_kcal"]))
            people.append((person, Rules(diet=row["diet"], without=tags, portions="exact")))
    return people[:limit]


def bare_model(live: LiveModel[Program]) -> Any:
    """Return another HiGHS object with the live model's matrix, to be driven without any reading."""
    highs = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", 0)):
        highs.setOptionValue(option, value)
    highs.passModel(live.highs.getLp())
    return highs


def ask_live(
    live: LiveModel[Program], targets: Targets, rules: Rules, quality: float | None
) -> Answer | Infeasible:
    """Answer one person on the live model, as the planner does."""
    return live.solve(bind_person(live.program, targets, rules, quality=quality))


def run_bare(highs: Any, live: LiveModel[Program], bounds: Bounds) -> None:
    """Move the bounds, start from the reference basis, run."""
    highs.changeColsBounds(live.column_count, live.column_index, bounds.column_lower, bounds.column_upper)
    highs.changeRowsBounds(live.row_count, live.row_index, bounds.row_lower, bounds.row_upper)
    highs.clearSolver()
    if live.basis is not None:
        highs.setBasis(live.basis)
    highs.run()


def rebuild(program: Program, bounds: Bounds) -> Any:
    """Build the same model again and solve it cold, as a program without a live model would.

    Presolve is off for it too: with it the solver takes three times as long.
    """
    again = build_program(program.shape, program.knowledge)
    return run_pulp(state_problem(again.layout, bounds), presolve="off")


def split_rows(program: Program, bounds: Bounds) -> dict[str, Any]:
    """Return a program in the shape linprog asks for."""
    matrix = program.matrix
    whole = csr_matrix(
        (matrix.values, (matrix.row_index, matrix.column_index)), (matrix.row_count, matrix.column_count)
    )
    equal = bounds.row_lower == bounds.row_upper
    upper = np.isfinite(bounds.row_upper) & ~equal
    lower = np.isfinite(bounds.row_lower) & ~equal
    sides = [whole[np.flatnonzero(upper)], -whole[np.flatnonzero(lower)]]
    return {
        "c": program.costs,
        "A_ub": vstack(sides, format="csr"),
        "b_ub": np.concatenate([bounds.row_upper[upper], -bounds.row_lower[lower]]),
        "A_eq": whole[np.flatnonzero(equal)],
        "b_eq": bounds.row_upper[equal],
        "bounds": np.column_stack([bounds.column_lower, bounds.column_upper]),
        "method": "highs",
    }


def check_objective(way: str, answer: Answer | Infeasible, value: float | None) -> None:
    """Stop where two ways of solving disagree: a comparison of unlike things measures nothing."""
    if isinstance(answer, Answer) and (value is None or abs(value - answer.objective) > 1e-5):
        sys.exit(f"{way} found {value}, the live model {answer.objective}")


def measure(
    people: list[tuple[Person, Rules]], knowledge: Knowledge, days: int, few: int, joint: int
) -> Clock:
    """Solve for everyone on live models, and in turn by the other ways: slow ones for a few people."""
    clock = Clock()
    models = Models(knowledge)
    bare: dict[int, Any] = {}
    quality = knowledge.goals[Rules().goal].hei_minimum
    every = max(1, len(people) // few)
    for number, (person, rules) in enumerate(people):
        live = models.live(models.shape_of(person, rules, days, quality))
        if id(live) not in bare:
            bare[id(live)] = bare_model(live)
        other = bare[id(live)]
        targets = derive_targets(person, rules, knowledge)
        bounds = bind_person(live.program, targets, rules, quality=quality)

        ask = partial(ask_live, live, targets, rules, quality)
        loop = partial(run_bare, other, live, bounds)
        ask()  # start-up is left out; then in turn, and which goes first alternates
        if number % 2:
            clock.time("bare", loop)
        answer = clock.time("live", ask)
        if not number % 2:
            clock.time("bare", loop)
        clock.without_plan += not isinstance(answer, Answer)
        clock.compare("live / bare", "live", "bare")
        check_objective("the bare loop", answer, other.getInfo().objective_function_value)
        if number % every == 0 and len(clock.seconds["rebuilt"]) < few:
            clock.time("live again", ask)
            measure_slow(clock, live, bounds, answer)
            clock.time("first", partial(ask_first, person, rules, days, knowledge))
            if days == WEEK and len(clock.seconds["joint"]) < joint:
                daily = build_program(replace(live.program.shape, days=1), knowledge)
                job = partial(solve_joint, live.program, daily, targets, rules, quality)
                highs = clock.time("joint", job)
                check_objective("the joint week", answer, highs.getInfo().objective_function_value)
                clock.compare("joint / live", "joint", "live again")
    return clock


def measure_slow(clock: Clock, live: LiveModel[Program], bounds: Bounds, answer: Answer | Infeasible) -> None:
    """Solve one person's day the slow ways."""
    highs = clock.time("rebuilt", lambda: rebuild(live.program, bounds))
    check_objective("the rebuilt model", answer, highs.getInfo().objective_function_value)
    clock.compare("rebuilt / live", "rebuilt", "live again")
    matrices = split_rows(live.program, bounds)
    found = clock.time("linprog", lambda: linprog(**matrices))
    check_objective("linprog", answer, found.fun)
    clock.compare("linprog / live", "linprog", "live again")


def ask_first(person: Person, rules: Rules, days: int, knowledge: Knowledge) -> None:
    """Answer a question on models nobody has used yet."""
    try:
        solve_average(person, rules, days, Models(knowledge))
    except MealoptError:
        return  # "nothing fits" takes its time too


def time_command(command: list[str], times: int) -> list[tuple[float, str]]:
    """Return the seconds and the output of a command run several times."""
    results = []
    for _ in range(times):
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        results.append((time.perf_counter() - start, done.stdout))
    return results


def time_weeks(people: list[tuple[Person, Rules]], count: int) -> list[float]:
    """Return the seconds of whole-portion weeks, for people of different diets where there are some."""
    firsts: dict[str, tuple[Person, Rules]] = {}
    for person, rules in people:
        firsts.setdefault(rules.diet, (person, rules))
    seconds: list[float] = []
    for person, rules in [*firsts.values(), *people][:count]:
        start = time.process_time()
        try:
            plan_week(person, Rules(diet=rules.diet, without=rules.without))
        except MealoptError as error:
            print(f"no week for {person}, {rules.diet}: {error}", file=sys.stderr)
            continue
        seconds.append(time.process_time() - start)
    return seconds


def time_batch(panel: Path, limit: int, knowledge: Knowledge) -> list[float]:
    """Return the people a second of the exact batch, files written: with new models, then with those made."""
    rates = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = (panel / "people.csv").read_text(encoding="utf-8").splitlines()[: limit + 1]
        (folder / "people.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        people = open_people(folder / "people.csv", knowledge)
        exact = {"portions": [Given("exact", "--portions")]}
        for run in ("first", "again"):
            start = time.process_time()
            outcome = run_batch(people, knowledge, folder / run, defaults=exact)
            rates.append(outcome.people / (time.process_time() - start))
    return rates


def span(values: list[float], unit: str) -> str:
    """Write the median and the 95th percentile of some seconds, in ms or s; blank where there are none."""
    if not values:
        return ""
    factor = 1000.0 if unit == "ms" else 1.0
    ordered = sorted(values)
    high = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    places = 1 if unit == "ms" else 2
    return f"{median(ordered) * factor:.{places}f} {unit} (95 %: {high * factor:.{places}f})"


def report_clocks(clocks: dict[int, Clock]) -> Iterator[str]:
    """Yield the ratios, then the seconds behind them."""
    names = ["a day" if days == 1 else "the average day of a week" for days in clocks]
    yield "| ratio, medians of pairs measured in turn | " + " | ".join(names) + " |"
    yield "|---|" + "---|" * len(clocks)
    for ratio in ("rebuilt / live", "joint / live", "live / bare", "linprog / live"):
        pairs = [clock.pairs[ratio] for clock in clocks.values()]
        cells = (f"**{median(values):.2f}**" if values else "" for values in pairs)
        yield f"| {ratio} | " + " | ".join(cells) + " |"
    yield ""
    yield "| way | people | " + " | ".join(names) + " |"
    yield "|---|---|" + "---|" * len(clocks)
    for way, label in WAYS.items():
        taken = [clock.seconds[way] for clock in clocks.values()]
        count = max(len(values) for values in taken)
        yield f"| {label} | {count} | " + " | ".join(span(values, "ms") for values in taken) + " |"


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panel", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=100, help="people on the live model")
    parser.add_argument("--few", type=int, default=10, help="people for the slow ways")
    parser.add_argument("--joint", type=int, default=3, help="people for the joint week")
    parser.add_argument("--weeks", type=int, default=3, help="weeks of whole portions")
    parser.add_argument("--days", type=int, choices=(1, 7), action="append", help="default: both")
    options = parser.parse_args()
    people = read_people(options.panel / "people.csv", options.limit)
    command = [sys.executable, "-m", "mealopt", "--help"]
    helped = [seconds for seconds, _ in time_command(command, 5)]
    loads = [text.split() for _, text in time_command([sys.executable, "-c", LOAD], 3)]
    knowledge = load_knowledge()
    clocks = {
        days: measure(people, knowledge, days, options.few, options.joint) for days in options.days or (1, 7)
    }
    for line in report_clocks(clocks):
        print(line)
    refused = " and ".join(str(clock.without_plan) for clock in clocks.values())
    print(f"\n{len(people)} people, {len(knowledge.foods)} foods; {refused} of them without a plan at the")
    print("diet quality asked first. Every way found the same optimum.\n")
    print("| what | seconds |\n|---|---|")
    print(f"| `mealopt --help` | {median(helped):.2f} |")
    print(f"| importing the tables' readers | {median(float(text[0]) for text in loads):.2f} |")
    print(f"| loading every table | {median(float(text[1]) for text in loads):.2f} |")
    first, again = time_batch(options.panel, options.limit, knowledge)
    print(f"| exact batch of {len(people)}, files written: people a second | {first:.0f} |")
    print(f"| the same, models made already | {again:.0f} |")
    weeks = time_weeks(people, options.weeks)
    if weeks:
        most = f"{median(weeks):.1f} (most {max(weeks):.1f})"
        print(f"| a week of whole portions ({len(weeks)} people) | {most} |")


if __name__ == "__main__":
    main()
