"""Corners: where two limits meet a price is two, and each is told; small programs, and published ones."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from mealopt.diet_problem.problem import load_diet_problem
from mealopt.diet_problem.solve import solve_diet
from mealopt.explain.parametric import FAR, Curve, Point, find_prices, trace_curve

PUBLISHED = Path(__file__).parent.parent / "published"
CASES = sorted(path.name for path in PUBLISHED.iterdir() if path.is_dir())


def hull(*lines, low=0.0, high=math.inf, furthest=100.0):
    """Return the curve of the largest of some lines (slope, height), and what it was asked."""
    asked = []

    def solve(at):
        asked.append(at)
        if not low - 1e-12 <= at <= high + 1e-12:
            return None
        slope, value = max(((slope, slope * at + height) for slope, height in lines), key=lambda x: x[1])
        return Point(at, value, slope)

    return Curve(solve, lambda most: high if most else low, 0.0, furthest), asked


@pytest.mark.parametrize("slope", [1.0, 2.0, 3.0], ids=["from below", "neither", "from above"])
def test_a_corner_has_two_prices_whatever_slope_the_solver_gives_it(slope):
    curve, _ = hull((1.0, 0.0), (3.0, -20.0), (0.5, 4.0), (9.0, -140.0))
    found = find_prices(curve, Point(10.0, 10.0, slope))
    assert (found.below, found.above) == pytest.approx((1.0, 3.0))
    assert (found.low, found.high) == pytest.approx((8.0, 20.0))
    assert not found.unique


def test_a_unique_price_holds_between_the_corners():
    curve, asked = hull((1.0, 0.0), (3.0, -20.0), (0.5, 4.0))
    found = find_prices(curve, Point(9.0, 9.0, 1.0))
    assert found.unique
    assert (found.below, found.low, found.high) == pytest.approx((1.0, 8.0, 10.0))
    assert len(asked) < 20


def test_tiny_prices_of_large_amounts_are_told_apart():
    """A microgram's price is far below any fixed tolerance: two slopes of 1e-8 are not one."""
    curve, _ = hull((1e-8, 5.0), (2e-8, 5.0 - 1e-8 * 3000), furthest=12000.0)
    found = find_prices(curve, Point(3000.0, 5.0 + 3e-5, 1e-8))
    assert not found.unique
    assert (found.below, found.above) == pytest.approx((1e-8, 2e-8))


def test_without_another_slope_there_is_no_end():
    curve, _ = hull((2.0, 0.0))
    found = find_prices(curve, Point(25.0, 50.0, 2.0))
    assert found.unique
    assert found.low == 0.0
    assert math.isinf(found.high)


def test_where_nothing_fits_the_range_ends_and_at_the_edge_the_price_is_infinite():
    curve, _ = hull((2.0, 0.0), low=9.0, high=11.0)
    inside = find_prices(curve, Point(10.0, 20.0, 2.0))
    assert (inside.low, inside.high) == pytest.approx((9.0, 11.0))
    edge = find_prices(curve, Point(11.0, 22.0, 5.0))
    assert edge.below == pytest.approx(2.0)
    assert math.isinf(edge.above)
    assert not edge.unique


def test_a_curve_has_its_corners_and_no_other_points():
    curve, _ = hull((1.0, 0.0), (3.0, -20.0), (0.5, 4.0), (9.0, -140.0))
    corners = trace_curve(curve, 5.0, 30.0)
    assert [point.at for point in corners] == pytest.approx([5.0, 8.0, 10.0, 20.0, 30.0])
    assert [point.value for point in corners] == pytest.approx([6.5, 8.0, 10.0, 40.0, 130.0])


def write_problem(folder, foods, limits):
    (folder / "foods.csv").write_text(foods, encoding="utf-8")
    (folder / "limits.csv").write_text(limits, encoding="utf-8")
    return load_diet_problem(folder / "foods.csv", folder / "limits.csv")


def move(problem, place, side, at):
    limits = list(problem.limits)
    limits[place] = replace(limits[place], **{side: at})
    return replace(problem, limits=tuple(limits))


def curve_of(problem, place, side):
    """Return the curve of one limit of a published problem, every point a solve of its own."""
    limit = problem.limits[place]
    start = getattr(limit, side)

    def solve(at):
        if (side == "minimum" and at > limit.maximum) or (side == "maximum" and at < limit.minimum):
            return None
        answer = solve_diet(move(problem, place, side, at))
        if answer.status != "optimal":
            return None
        return Point(at, answer.objective, answer.shadow_prices[limit.nutrient])

    def edge(most):
        """Halve the way between what fits and what does not."""
        fits, fails = start, start * FAR + 1.0 if most else 0.0
        for _ in range(60):
            middle = (fits + fails) / 2
            fits, fails = (fits, middle) if solve(middle) is None else (middle, fails)
        return fits

    return Curve(solve, edge, 0.0, start * FAR + 1.0)


TWINS = "nutrient,unit,min,max\niron,mg,10,\nzinc,mg,10,\n"


def test_two_equal_minimum_rows_share_a_price_of_nobodys_own(tmp_path):
    """Two minima that one food meets at once: less of either alone saves nothing, more of either costs."""
    foods = "food_id,name,price,iron,zinc\nbeans,Beans,2,1,1\n"
    problem = write_problem(tmp_path, foods, TWINS)
    answer = solve_diet(problem)
    assert answer.objective == pytest.approx(20.0)
    for place in (0, 1):
        curve = curve_of(problem, place, "minimum")
        price = answer.shadow_prices[problem.limits[place].nutrient]
        found = find_prices(curve, Point(10.0, 20.0, price))
        assert not found.unique
        assert (found.below, found.above) == pytest.approx((0.0, 2.0))
        assert curve.point(9.0).value == pytest.approx(20.0)
        assert curve.point(11.0).value == pytest.approx(22.0)


def test_a_cap_that_is_just_reached_makes_a_corner(tmp_path):
    foods = "food_id,name,price,max,iron\nbeans,Beans,1,5,2\nliver,Liver,3,,2\n"
    problem = write_problem(tmp_path, foods, "nutrient,unit,min,max\niron,mg,10,\n")
    curve = curve_of(problem, 0, "minimum")
    found = find_prices(curve, Point(10.0, 5.0, solve_diet(problem).shadow_prices["iron"]))
    assert (found.below, found.above) == pytest.approx((0.5, 1.5))
    assert not found.unique


@pytest.mark.parametrize("case", CASES)
def test_prices_of_published_problems_hold_to_their_ends(case):
    """Every side that presses, unique or not: each one-sided price is confirmed by solving on its side."""
    folder = PUBLISHED / case
    problem = load_diet_problem(folder / "foods.csv", folder / "limits.csv")
    answer = solve_diet(problem)
    seen = 0
    for place, limit in enumerate(problem.limits):
        price = answer.shadow_prices[limit.nutrient]
        if limit.minimum == limit.maximum or abs(price) < 1e-9 or seen >= 3:
            continue
        seen += 1
        side = "minimum" if price > 0 else "maximum"
        start = getattr(limit, side)
        curve = curve_of(problem, place, side)
        found = find_prices(curve, Point(start, answer.objective, price))
        if found.unique:
            assert found.below == pytest.approx(price)
        for slope, end in ((found.below, found.low), (found.above, found.high)):
            if math.isinf(slope):
                assert curve.point(start + (1e-4 if slope > 0 else -1e-4) * start) is None
                continue
            stop = start * FAR if math.isinf(end) else end
            inside = curve.point(start + (stop - start) * 0.999)
            assert inside.value == pytest.approx(answer.objective + slope * (inside.at - start), rel=1e-8)
            if math.isfinite(end) and end > 0.0:
                beyond = curve.point(end + (end - start) * 0.5 + math.copysign(1e-3 * start, end - start))
                line = answer.objective + slope * ((beyond.at if beyond else 0.0) - start)
                assert beyond is None or beyond.value > line + 1e-9 * abs(line)
    assert seen


def test_a_corner_among_the_published_problems():
    """Stigler's calories meet another limit when asked exactly where two of his prices meet."""
    folder = PUBLISHED / "stigler1945_77"
    problem = load_diet_problem(folder / "foods.csv", folder / "limits.csv")
    answer = solve_diet(problem)
    place, limit = next(
        (place, limit)
        for place, limit in enumerate(problem.limits)
        if answer.shadow_prices[limit.nutrient] > 1e-9
    )
    curve = curve_of(problem, place, "minimum")
    found = find_prices(curve, Point(limit.minimum, answer.objective, answer.shadow_prices[limit.nutrient]))
    corner = found.high
    moved = move(problem, place, "minimum", corner)
    there = solve_diet(moved)
    at_corner = find_prices(
        curve_of(moved, place, "minimum"),
        Point(corner, there.objective, there.shadow_prices[limit.nutrient]),
    )
    assert not at_corner.unique
    assert at_corner.below == pytest.approx(found.above, rel=1e-6)
    assert at_corner.above > at_corner.below * (1 + 1e-6)
    step = min(corner * 1e-3, (at_corner.high - corner) / 2)
    below, above = curve.point(corner - step), curve.point(corner + step)
    assert there.objective - below.value == pytest.approx(at_corner.below * step, rel=1e-6)
    assert above.value - there.objective == pytest.approx(at_corner.above * step, rel=1e-6)
