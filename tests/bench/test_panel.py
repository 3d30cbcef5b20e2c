"""The panel's checks speak when a kept plan is spoiled, and are silent when it is not."""

import json
from copy import deepcopy

import pytest
from panel import Job, check_kept, read_kept
from panel_checks import check_result
from panel_raw import read_raw
from panel_report import Planned, quantile, say_report
from small_panel import BEANS, BREAD, MILK, PEAR, RARE, STEW, TOFU, WATER, make_week, write_data, write_raw

LISTS = ("musts", "twice", "too_much", "wrong_meal", "outside")


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    folder = tmp_path_factory.mktemp("panel")
    write_raw(folder / "raw")
    write_data(folder / "data")
    return read_raw(folder / "raw", folder / "data")


def complaints(checked):
    return {name for name in LISTS if getattr(checked, name)} | ({"aims"} if checked.aims else set())


def change(result, day, meal, food, *, grams=1.0, to=None):
    """Multiply a food's grams or move it to another meal."""
    row = next(r for r in result["servings"] if r[:3] == [day, meal, food])
    row[1], row[3] = to or row[1], row[3] * grams


def copy_day(result, source, target):
    rest = [row for row in result["servings"] if row[0] != target]
    result["servings"] = rest + [[target, *row[1:]] for row in rest if row[0] == source]


def test_nothing_is_wrong_with_a_week_that_is_right(raw):
    checked = check_result(make_week(), raw)
    assert complaints(checked) == set()
    assert (checked.foods, checked.plants) == (7, 3)  # bread, milk, stew, beans, pear, water, tofu
    assert checked.sizes == {"breakfast": [3] * 7, "lunch": [3] * 7, "dinner": [3] * 7}
    assert checked.dish == (4, BEANS)
    assert (checked.amounts_unjudged, checked.meals_unjudged, checked.meals_borrowed) == (3, 3, 3)


SPOILED = {
    "stew three times over": (lambda w: change(w, "1", "lunch", STEW, grams=3), {"too_much"}),
    "bread doubled and more": (lambda w: change(w, "1", "breakfast", BREAD, grams=6), {"musts", "too_much"}),
    "bread left out": (lambda w: change(w, "1", "breakfast", BREAD, grams=0), {"musts"}),
    "sugar of FPED": (lambda w: change(w, "1", "lunch", PEAR, grams=3), {"musts"}),
    "an aim on one day": (lambda w: change(w, "1", "lunch", PEAR, grams=0.9), {"aims"}),
    "pear at dinner": (lambda w: change(w, "1", "lunch", PEAR, to="dinner"), {"wrong_meal"}),
    "tofu at breakfast": (lambda w: change(w, "5", "lunch", TOFU, to="breakfast"), {"wrong_meal"}),
    "a day twice": (lambda w: copy_day(w, "5", "7"), {"twice"}),
    "a day missing": (
        lambda w: w.update(servings=[row for row in w["servings"] if row[0] != "3"]), {"musts"}
    ),
    "a vegan": (lambda w: w["row"].update(diet="vegan"), {"outside"}),
    "without dairy": (lambda w: w["row"].update(without="dairy"), {"outside"}),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_each_check_speaks(raw, name):
    spoil, expected = SPOILED[name]
    week = make_week()
    spoil(week)
    assert complaints(check_result(week, raw)) == expected


def test_doubling_any_food_shows_beside_the_plans_own_figures(raw):
    week = make_week()
    first = check_result(week, raw)
    week.update(score=first.score, cost=first.cost * raw.factor)
    assert check_result(week, raw).score_off == pytest.approx(0)
    for place, (day, meal, food, _) in enumerate(week["servings"]):
        spoiled = deepcopy(week)
        spoiled["servings"][place][3] *= 2
        checked = check_result(spoiled, raw)
        assert food == WATER or (checked.cost_off > 1e-3 and checked.score_off > 1e-3), (day, meal, food)


def test_a_blank_of_ours_counts_towards_a_maximum(raw):
    week = make_week()
    week["limits"] = [["sodium_mg", "maximum", 2100, 2100, "total", 2100]]
    assert check_result(week, raw).musts == []
    change(week, "5", "lunch", TOFU, grams=3)  # 750 g at 100 mg a 100 g, where the table has a blank
    assert [line[:5] for line in check_result(week, raw).musts] == ["day 5"]


def test_by_period_a_day_has_its_share_and_the_week_all_of_it(raw):
    week = make_week()
    week["limits"] = [["fruit_total_cup", "minimum", 0.9, 0.9, "total", 0.6]]
    change(week, "1", "lunch", PEAR, grams=0.9)
    assert [line[:5] for line in check_result(week, raw).musts] == ["day 1"]
    change(week, "2", "lunch", PEAR, grams=1.2)
    assert check_result({**week, "by_period": True}, raw).musts == []
    change(week, "2", "lunch", PEAR, grams=1 / 1.2)
    assert [line[:8] for line in check_result({**week, "by_period": True}, raw).musts] == ["day week"]
    change(week, "1", "lunch", PEAR, grams=0.5)
    missed = {line[:5] for line in check_result({**week, "by_period": True}, raw).musts}
    assert missed == {"day 1", "day w"}


def test_a_rare_food_is_not_judged_but_counted(raw):
    week = make_week()
    for row in week["servings"]:
        if row[:3] == ["1", "lunch", STEW]:
            row[2] = RARE
        if row[:3] == ["7", "dinner", BREAD]:
            row[2] = RARE  # 0 % of its five reports, half of its category's
    checked = check_result(week, raw)
    assert complaints(checked) == set()
    assert (checked.amounts_unjudged, checked.meals_unjudged, checked.meals_borrowed) == (5, 5, 4)


def test_score_and_cost_are_those_of_the_grams(raw):
    week = make_week()
    week["servings"] = [["1", "lunch", BREAD, 100], ["1", "lunch", PEAR, 100], ["1", "lunch", WATER, 500]]
    week.update(portions="exact", cost=0.875, score=25.0)
    checked = check_result(week, raw)
    # 310 kcal: fruit 0.6 cup is full marks, no vegetables, fat ratio 2 of 1.2 to 2.5, 1.29 g sodium per
    # 1,000 kcal of 2.0 to 1.1, sugar 2.6 % of energy is full marks
    expected = 5 + 10 * 0.8 / 1.3 + 10 * (2.0 - 0.4 / 0.31) / 0.9 + 10
    assert checked.score == pytest.approx(expected)
    assert checked.score_off == pytest.approx(expected - 25)
    assert checked.cost == pytest.approx(0.4 + 0.3)  # prices of 2017/18, not of 2015/16; tap water free
    assert checked.cost_off == pytest.approx(0)


def test_variety_needs_half_a_helping_in_the_week(raw):
    week = make_week()
    dinner = next(row for row in week["servings"] if row[2] == RARE or row[:2] == ["7", "dinner"])
    dinner[2:] = [RARE, 49]
    assert check_result(week, raw).foods == 7
    dinner[3] = 50
    assert check_result(week, raw).foods == 8


def test_the_report_says_what_is_wrong(raw):
    week = {**make_week(), "gap": 0.05, "money_gap": 0.04, "seconds": 2.0, "wall": 3.0}
    lost = {"id": "p1", "row": {"diet": "vegan", "without": "", "energy_kcal": "1500"}, "error": "no day",
            "exact": "plan", "explained": False}  # fmt: skip
    change(week, "1", "lunch", PEAR, to="dinner")
    eaten = {"cost": "8", "hei2020": "50", "core_met": "2"}
    lines = list(say_report([week, lost], [Planned(week, check_result(week, raw), eaten)], raw))
    text = "\n".join(lines)
    assert lines[0].startswith("| diet | people | planned | explained |")
    assert "foods at a meal with less than 10 % of their occasions: 1, in the plans of 1 people" in text
    assert "the exact linear program has a plan for 1" in text
    assert "| vegan | 1 | 0 | 0 |" in text


def test_quantiles_go_by_the_nearest_rank():
    values = list(range(1, 201))
    assert [quantile(values, share) for share in (0.05, 0.5, 0.95)] == [10, 100, 190]
    assert quantile([7.0], 0.05) == 7.0


def test_an_interrupted_run_goes_on(tmp_path):
    kept = tmp_path / "kept.jsonl"
    assert read_kept(kept) == []
    row = {"id": "p0", "age": "40"}
    result = {"id": "p0", "row": row, "portions": "whole", "digest": "a"}
    kept.write_text(json.dumps(result) + "\n" + json.dumps(result)[:20])
    assert read_kept(kept) == [result]
    assert check_kept([result], [Job(row, "whole", "x", every_day=False)], "a") == []
    assert check_kept([result], [Job(deepcopy(row), "exact", "x", every_day=False)], "b") == [
        "p0: kept for another kind of portions", "p0: kept for another set of tables",
    ]  # fmt: skip


def test_milk_is_no_plant(raw):
    assert MILK not in raw.plants
