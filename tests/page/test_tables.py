"""Prices and foods of a person's own, uploaded: planned with, or refused with every problem in its place."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest

from mealopt.desk.tables import ROOM, keep_tables, recall_tables
from mealopt.errors import BadInputError
from mealopt.knowledge.library import load_knowledge
from mealopt.page.tables import FOODS, PRICES, list_prices
from tests.page.driving import change, everything, open_page

pytestmark = pytest.mark.page


def upload(page, key, name, text):
    page.file_uploader(key=key).set_value((name, text.encode(), "text/csv")).run()
    assert not page.exception
    return page


def cost_of(page):
    return float(re.sub(r"[^\d.]", "", page.title[0].value.split("a day")[0]))


@pytest.fixture
def cheapest():
    return open_page(goal="cheapest")


def test_our_prices_can_be_taken_edited_and_given_back(cheapest, knowledge):
    rows = list(csv.DictReader(io.StringIO(list_prices())))
    assert [row["food_id"] for row in rows] == list(knowledge.foods.ids)
    before = cost_of(cheapest)
    same = upload(cheapest, PRICES, "mine.csv", list_prices())
    assert "Planned with mine.csv" in everything(same).replace("\\", "")
    assert cost_of(same) == before
    lines = [f"{row['food_id']},{float(row['price_per_100g']) * 2}" for row in rows]
    twice = upload(cheapest, PRICES, "twice.csv", "food_id,price_per_100g\n" + "\n".join(lines))
    assert cost_of(twice) == pytest.approx(2 * before, rel=0.02)
    ours = upload_nothing(cheapest, PRICES)
    assert cost_of(ours) == before
    assert "Planned with" not in everything(ours)


def upload_nothing(page, key):
    page.file_uploader(key=key).set_value([]).run()
    assert not page.exception
    return page


def test_a_bad_file_is_refused_with_every_problem_and_ours_stand(cheapest, knowledge):
    before = cost_of(cheapest)
    some = knowledge.foods.ids[0]
    bad = f"food_id,price_per_100g\nnothing,1\n{some},cheap\n{some},-2\n"
    page = upload(cheapest, PRICES, "bad.csv", bad)
    said = everything(page).replace("\\", "")
    assert "Not used: ours are" in said
    for part in ("bad.csv, line 2, column food_id", "bad.csv, line 3, column price_per_100g: 'cheap': Not a"):
        assert part in said
    assert cost_of(page) == before
    change(page, "goal", "balanced")
    assert "Not used: ours are" in everything(page).replace("\\", "")


def test_a_table_of_ones_own_is_planned_with_and_what_it_lacks_is_said(data_folder):
    with (data_folder / "foods.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    keep = [n for n, name in enumerate(header) if name != "vitamin_d_ug"]
    out = io.StringIO()
    csv.writer(out).writerows([[row[n] for n in keep] for row in (header, *rows[::3])])
    page = upload(open_page(), FOODS, "pantry.csv", out.getvalue())
    said = everything(page).replace("\\", "")
    assert f"Planned with pantry.csv: {len(rows[::3]):,} foods" in said
    assert "not measured: vitamin D" in said
    assert "every target it can measure met" in said or "every must it can measure met" in said
    assert "Vitamin D**  \n:red[not measured]" in said
    assert set(page.multiselect(key="exclude").options) <= {row[1] for row in rows[::3]}


def test_a_table_without_prices_is_asked_for_them(data_folder):
    with (data_folder / "foods.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    keep = [n for n, name in enumerate(header) if name != "price_per_100g"]
    out = io.StringIO()
    csv.writer(out).writerows([[row[n] for n in keep] for row in (header, *rows[:40])])
    page = upload(open_page(), FOODS, "free.csv", out.getvalue())
    assert "This table has no prices" in everything(page).replace("\\", "")


def test_tables_that_are_gone_are_not_replaced_in_silence(knowledge):
    first, *others = (replace(knowledge, digest=f"made up {n}") for n in range(ROOM + 1))
    for own in (first, *others):
        keep_tables(own)
    assert recall_tables(others[-1].digest) is others[-1]
    assert recall_tables("") is load_knowledge()
    with pytest.raises(BadInputError, match="Upload them again"):
        recall_tables(first.digest)


def test_european_targets_are_asked_where_they_are_chosen(knowledge):
    page = open_page(standard="eu")
    said = everything(page).replace("\\", "")
    assert "those of the European Food Safety Authority" in said
    assert "Europe" in page.query_params["standard"]
    ours = change(page, "standard", "us")
    assert "European Food Safety" not in everything(ours).replace("\\", "")
