"""`mealopt solve`: any diet problem at all, from two CSV files."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.formats import JSON, Output, default_shape, write_result
from mealopt.cli.options import choose_shape, format_option, quiet_option
from mealopt.cli.output import check_paths, deliver, stop_with
from mealopt.cli.terminal import Screen, draw_table, find_screen
from mealopt.errors import NoPlanError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.diet_problem.problem import DietProblem
    from mealopt.diet_problem.solve import DietAnswer

COLUMNS = ("kind", "id", "amount", "unit", "minimum", "maximum", "price")


@click.command(short_help="Solve any diet problem from two CSV files.")
@click.option("--foods", "foods_file", metavar="FILE", help="food_id,name,price,min,max,whole and nutrients.")
@click.option("--limits", "limits_file", metavar="FILE", help="nutrient,unit,min,max; blank is no limit.")
@click.option("--whole", is_flag=True, help="Every food in whole units.")
@click.option("-o", "out", metavar="FILE", help="Write to a file, - for stdout.")
@format_option
@quiet_option
def solve(
    foods_file: str | None,
    limits_file: str | None,
    whole: bool,
    out: str | None,
    shape: str | None,
    quiet: bool,
) -> None:
    """Find the cheapest amounts of foods that keep every limit, with proof.

    All figures are per unit of the food. A shadow price is what one unit more of a limit adds to the cost:
    positive on a binding minimum, negative on a binding maximum. Whole amounts have none.

    \b
      mealopt solve --foods foods.csv --limits limits.csv
      mealopt solve --foods foods.csv --limits limits.csv --whole --format json
    """  # noqa: D301 - \b keeps click from filling the lines
    problems: list[Problem] = []
    shape = choose_shape(shape, problems, default_shape(out))
    check_paths({"-o": out}, problems)
    for option, path in (("--foods", foods_file), ("--limits", limits_file)):
        if path is None:
            problems.append(Problem(option, f"Name the CSV file: {option} FILE."))
    stop_with(problems)

    from mealopt.diet_problem.problem import load_diet_problem
    from mealopt.diet_problem.solve import solve_diet

    problem = load_diet_problem(Path(str(foods_file)), Path(str(limits_file)), whole=whole)
    answer = solve_diet(problem)
    if shape == JSON or answer.status == "optimal":  # JSON alone can hold "there is none"
        result = Output(
            lambda: build_frame(problem, answer), lambda: show_answer(problem, answer, find_screen(out)),
            lambda: describe(answer),
        )  # fmt: skip
        deliver(write_result(result, shape), out, {})
    if not quiet and problem.unlimited:
        click.echo(f"Columns without a limit, left out: {', '.join(problem.unlimited)}.", err=True)
    if answer.status != "optimal":
        raise NoPlanError(f"{answer.status.capitalize()}. {answer.explanation}")


def describe(answer: DietAnswer) -> dict[str, Any]:
    """Return an answer as plain values."""
    values: dict[str, Any] = {
        "status": answer.status,
        "objective": answer.objective,
        "amounts": answer.amounts,
        "shadow_prices": answer.shadow_prices,
        "reduced_costs": answer.reduced_costs,
        "totals": answer.totals,
        "bound": answer.bound,
    }
    if answer.certificate is not None:
        values["proof"] = {
            "primal_violation": answer.certificate.primal_violation,
            "dual_violation": answer.certificate.dual_violation,
            "duality_gap": answer.certificate.gap,
        }
    if answer.explanation:
        values["explanation"] = answer.explanation
    return values


def build_frame(problem: DietProblem, answer: DietAnswer) -> pd.DataFrame:
    """Return an answer as rows: the objective, foods with reduced costs, nutrients with shadow prices."""
    import pandas as pd

    nothing = float("nan")
    rows: list[tuple[Any, ...]] = [("objective", "cost", answer.objective, "", nothing, nothing, nothing)]
    rows += [
        (
            "food", food_id, answer.amounts.get(food_id, nothing), "", finite(problem.minimum[place]),
            finite(problem.maximum[place]), answer.reduced_costs.get(food_id, nothing),
        )
        for place, food_id in enumerate(problem.food_ids)
    ]  # fmt: skip
    rows += [
        (
            "nutrient", limit.nutrient, answer.totals.get(limit.nutrient, nothing), limit.unit,
            finite(limit.minimum), finite(limit.maximum), answer.shadow_prices.get(limit.nutrient, nothing),
        )
        for limit in problem.limits
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def finite(value: float) -> float:
    """Return a limit, blank where there is none."""
    return value if abs(value) != float("inf") else float("nan")


def show_answer(problem: DietProblem, answer: DietAnswer, screen: Screen) -> str:
    """Return an answer for people."""
    lines = [screen.style(f"Least cost {answer.objective:.10g}", bold=True), ""]
    whole = not answer.shadow_prices
    rows = [
        (name, f"{answer.amounts[food_id]:.6g}", f"{answer.amounts[food_id] * price:.6g}",
         "" if whole else f"{answer.reduced_costs[food_id]:.6g}")
        for food_id, name, price in zip(problem.food_ids, problem.names, problem.prices, strict=True)
        if answer.amounts[food_id]
    ]  # fmt: skip
    lines += draw_table(
        ("food", "amount", "cost", "" if whole else "reduced cost"), rows, screen, right=(1, 2, 3)
    )
    lines.append("")
    limits = []
    for limit in problem.limits:
        low, high = limit.minimum, limit.maximum
        price = answer.shadow_prices.get(limit.nutrient, 0.0)
        limits.append(
            (limit.nutrient, f"{answer.totals[limit.nutrient]:.6g}", limit.unit,
             "" if finite(low) != low else f"{low:g}", "" if finite(high) != high else f"{high:g}",
             f"{price:.6g}" if price else "")
        )  # fmt: skip
    header = ("nutrient", "amount", "unit", "at least", "at most", "" if whole else "shadow price")
    lines += draw_table(header, limits, screen, right=(1, 3, 4, 5))
    if whole and answer.bound is not None:
        lines += ["", f"Broken amounts would cost {answer.bound:.6g}: no whole ones can cost less."]
    return "\n".join(lines) + "\n"
