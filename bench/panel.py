"""Plan for a panel of people and measure every plan from the raw files, an independent path.

    python bench/panel.py --panel ../shared/panel --raw ../shared/data [--json kept.jsonl] [--jobs 2]

The checks read grams out of the plans as a stranger would and work out nutrients, HEI-2020, cost, amounts
and meals from the published files (FNDDS, FPED, PP-NAP, NHANES), so that neither our table nor our totals
can vouch for themselves. Our table stands in only for foods those files lack.

`--json` keeps each person's result as it comes, one to a line; the same command goes on after an
interruption. `--replay` reports on results kept before, without solving.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from panel_checks import Result, check_result
from panel_raw import read_raw, read_rows
from panel_report import Planned, say_report

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERY = 30.0  # seconds between lines of progress where nobody looks at a terminal
BAR = 30
BALANCED = "balanced"


class Job(NamedTuple):
    """One person to plan for; `code` says which state of the program did it."""

    row: dict[str, str]
    portions: str
    code: str
    every_day: bool
    goal: str = BALANCED


def plan_person(job: Job) -> Result:
    """Plan for one person and return all that is kept; where there is no plan, try exact portions too."""
    from mealopt import NoPlanError, Person, Rules, load_knowledge, plan_week
    from mealopt.errors import MealoptError

    row, portions, code = job.row, job.portions, job.code
    person = Person(float(row["age"]), row["sex"], energy_kcal=float(row["energy_kcal"]))
    tags = tuple(tag.replace("-", "_") for tag in row["without"].split(";") if tag)
    knowledge = load_knowledge()
    head: Result = {
        "id": row["id"], "row": row, "portions": portions, "every_day": job.every_day, "goal": job.goal,
        "digest": knowledge.digest, "code": code,
    }  # fmt: skip
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        rules = Rules(
            diet=row["diet"], without=tags, portions=portions, every_day=job.every_day, goal=job.goal
        )
        plan = plan_week(person, rules, knowledge)
    except MealoptError as error:
        times = {"seconds": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        try:
            plan_week(person, Rules(diet=row["diet"], without=tags, portions="exact"), knowledge)
            exact, explained = "plan", False
        except MealoptError as other:
            exact, explained = str(other), isinstance(other, NoPlanError)
        return {**head, **times, "error": str(error), "exact": exact, "explained": explained}
    return {
        **head,
        "seconds": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "cost": plan.cost_per_day,
        "score": plan.score,
        "asked": plan.quality_asked,
        "gap": plan.proof.gap,
        "by_period": plan.by_period,
        "meals": plan.meals,
        "money_gap": plan.cost_per_day / plan.proof.money_bound - 1,
        "limits": [
            (x.nutrient, x.side, x.value, x.must, x.scope, x.daily) for x in plan.targets.limits.values()
        ],
        "servings": plan.portions[["day", "meal", "food_id", "grams"]].to_numpy().tolist(),
        "missed": plan.missed[["day", "nutrient", "percent"]].to_numpy().tolist(),
    }


def digest_code(folder: Path) -> str:
    """Return a digest of the program's modules: results of two states should not pass for one."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def read_kept(path: Path) -> list[Result]:
    """Read the results kept so far; a last line cut short by an interruption is left out."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def check_kept(kept: list[Result], jobs: list[Job], digest: str) -> list[str]:
    """Return what keeps results from being gone on with: other people, portions or tables."""
    wanted = {job.row["id"]: (job.row, job.portions, digest, job.every_day, job.goal) for job in jobs}
    return [
        f"{result['id']}: kept for another {what}"
        for result in kept
        if result["id"] in wanted
        for what, here, there in zip(
            ("person", "kind of portions", "set of tables", "rule of the day", "goal"), wanted[result["id"]],
            (
                *(result[name] for name in ("row", "portions", "digest")),
                result.get("every_day", False), result.get("goal", BALANCED),
            ),
            strict=True,
        )
        if here != there
    ]  # fmt: skip


class Progress:
    """A bar with the time left on a terminal, a line now and then elsewhere."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self.total, self.stream = total, stream
        self.start = self.shown = time.monotonic()
        self.done = 0

    def step(self) -> None:
        """Count one more person and show how far things are."""
        self.done += 1
        now = time.monotonic()
        left = (now - self.start) / self.done * (self.total - self.done)
        text = f"{self.done}/{self.total}, {int(left) // 60}:{int(left) % 60:02d} left"
        if self.stream.isatty():
            full = BAR * self.done // self.total
            end = "\n" if self.done == self.total else ""
            print(f"\r[{'#' * full}{'.' * (BAR - full)}] {text} ", end=end, file=self.stream, flush=True)
        elif now - self.shown >= EVERY or self.done == self.total:
            self.shown = now
            print(text, file=self.stream, flush=True)


def run_jobs(jobs: list[Job], workers: int, keep: Path | None) -> Iterator[Result]:
    """Yield each result when it is there, kept first; a person whose worker failed is not kept."""
    progress = Progress(len(jobs), sys.stderr)
    with ProcessPoolExecutor(workers) as pool:
        rows = {pool.submit(plan_person, job): job.row for job in jobs}
        try:
            for future in as_completed(rows):
                problem = future.exception()
                progress.step()
                if problem is not None:
                    row = rows[future]
                    text = f"a bug: {problem!r}"
                    print(f"\n{row['id']}: {text}", file=sys.stderr, flush=True)
                    yield {"id": row["id"], "row": row, "error": text, "exact": "not tried"}
                    continue
                result = future.result()
                if keep is not None:
                    with keep.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(result) + "\n")
                yield result
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def run_panel(people: list[dict[str, str]], options: argparse.Namespace) -> list[Result]:
    """Return everyone's result, those kept before included."""
    from mealopt import load_knowledge

    code = digest_code(Path(__file__).resolve().parent.parent / "src")
    jobs = [Job(row, options.portions, code, options.every_day, options.goal) for row in people]
    kept = read_kept(options.json) if options.json else []
    wrong = check_kept(kept, jobs, load_knowledge().digest)
    if wrong:
        raise SystemExit(
            f"{options.json} cannot be gone on with; delete it or give another name.\n"
            + "\n".join(wrong[:20])
        )
    if kept:  # without a line cut short
        whole = options.json.with_name(options.json.name + ".new")
        whole.write_text("".join(json.dumps(result) + "\n" for result in kept), encoding="utf-8")
        whole.replace(options.json)
        print(f"{len(kept)} results kept before in {options.json}", file=sys.stderr)
    known = {result["id"] for result in kept}
    todo = [job for job in jobs if job.row["id"] not in known]
    return [*kept, *run_jobs(todo, options.jobs, options.json)]


def main() -> int:
    """Run the panel and print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--panel", type=Path, required=True, help="folder of people.csv and eaten.csv")
    parser.add_argument("--raw", type=Path, required=True, help="folder of the published files")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of our tables")
    parser.add_argument("--every-day", action="store_true", help="every must on every day")
    parser.add_argument("--portions", choices=("whole", "exact"), default="whole")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--goal", default=BALANCED, help="what the weeks are best by")
    parser.add_argument("--every", type=int, default=1, help="only every so many: 5 is every fifth person")
    parser.add_argument("--limit", type=int, default=0, help="only the first so many people of them")
    parser.add_argument("--json", type=Path, help="keep results as they come, and go on from there")
    parser.add_argument("--replay", type=Path, help="report on results kept before")
    options = parser.parse_args()
    people = read_rows(options.panel / "people.csv")[:: options.every]
    people = people[: options.limit] if options.limit else people
    try:
        found = read_kept(options.replay) if options.replay else run_panel(people, options)
    except KeyboardInterrupt:
        print("\nInterrupted; the same command goes on from what --json kept.", file=sys.stderr)
        return 130
    order = {row["id"]: place for place, row in enumerate(people)}
    results = sorted((r for r in found if r["id"] in order), key=lambda r: order[r["id"]])
    raw = read_raw(options.raw, options.data)
    eaten = {row["id"]: row for row in read_rows(options.panel / "eaten.csv")}
    planned = [Planned(r, check_result(r, raw), eaten[r["id"]]) for r in results if "error" not in r]
    for line in say_report(results, planned, raw):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
