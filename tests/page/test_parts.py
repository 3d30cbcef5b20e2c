"""The parts of the page that need no page: words, bars, the waterfall, kept answers."""

from __future__ import annotations

import math
import threading
from concurrent.futures import Future
from dataclasses import replace

import pytest

pytest.importorskip("streamlit", reason="the page needs the extra `app`")

from mealopt.desk import answers, jobs
from mealopt.desk.question import Question, compare_requests
from mealopt.desk.reasons import find_reasons
from mealopt.errors import NoPlanError
from mealopt.explain.driver import Driver
from mealopt.explain.parametric import PriceRange
from mealopt.knowledge.foods import shorten_name
from mealopt.knowledge.nutrients import lower_first
from mealopt.page import waiting
from mealopt.page.care import lay_out_lines
from mealopt.page.nutrients import place_bar, say_limits
from mealopt.page.prices import say_price
from mealopt.page.waiting import Task, wait_for
from mealopt.page.why import build_waterfall
from mealopt.page.words import (
    escape_markdown,
    say_amount,
    say_more,
    show_money,
    show_percent,
)  # fmt: skip
from mealopt.page.worth import build_cells, name_rows
from mealopt.request.person import Person

ASKED = Question(Person(35, "female"), "omnivore", "balanced", portions="exact")


def test_markdown_in_a_name_is_shown_not_obeyed():
    assert escape_markdown("*Salt* [x](http://y) :red[z] $1$") == (
        r"\*Salt\* \[x\]\(http\://y\) \:red\[z\] \$1\$"
    )
    assert escape_markdown("one\n\n# two") == r"one \# two"


def test_amounts_read_well():
    assert show_money(3.456) == r"\$3.46"
    assert show_money(-1) == r"−\$1.00"
    assert [show_percent(share) for share in (0.639, -0.04, 0.001)] == ["+64 %", "−4 %", "0 %"]
    assert shorten_name("Milk, 2 % fat") == "Milk"
    assert lower_first("Vitamin D") == "vitamin D"
    assert lower_first("HEI-2020") == "HEI-2020"


@pytest.mark.parametrize(
    ("amount", "food", "said"),
    [
        ("1 banana", "Banana, fresh", "**1 banana**, fresh"),
        ("2 eggs", "Egg, fried", "**2 eggs**, fried"),
        ("2 bananas", "Banana", "**2 bananas**"),
        ("¾ cup", "Milk", "**¾ cup** Milk"),
    ],
)
def test_no_word_is_said_twice(amount: str, food: str, said: str):
    assert say_amount(amount, food) == said


@pytest.mark.parametrize(
    ("amount", "minimum", "maximum", "end"),
    [
        (0.0, 320.0, math.nan, 0.0),
        (160.0, 320.0, math.nan, 0.25),
        (320.0, 320.0, math.nan, 0.5),
        (480.0, 320.0, math.nan, 0.75),
        (9999.0, 320.0, math.nan, 1.0),
        (1750.0, 1000.0, 2500.0, 0.75),
        (3000.0, 1000.0, 2500.0, 1.0),
        (100.0, math.nan, 400.0, 0.25),
        (2000.0, 2000.0, 2000.0, 1.0),
        (1.0, math.nan, 0.0, 1.0),
    ],
)
def test_a_bar_has_its_minimum_in_the_middle_and_its_limit_at_the_end(amount, minimum, maximum, end):
    assert place_bar(amount, minimum, maximum).end == pytest.approx(end)


def test_limits_in_words(knowledge):
    magnesium = next(n for n in knowledge.nutrients if n.kind == "core" and n.decimals == 0)
    assert say_limits(magnesium, 320.0, math.nan) == "at least 320"
    assert say_limits(magnesium, math.nan, 2300.0) == "at most 2,300"
    assert say_limits(magnesium, 1000.0, 2500.0) == "1,000 to 2,500"
    assert say_limits(magnesium, 2000.0, 2000.0) == "goal 2,000"


def test_the_waterfall_adds_up_to_the_whole(knowledge):
    bars = build_waterfall(answers.find_exact(ASKED), knowledge)
    parts, whole = bars.iloc[:-1], bars.iloc[-1]
    assert parts["share"].sum() == pytest.approx(1.0, abs=1e-6)
    assert whole["end"] == pytest.approx(1.0, abs=1e-6)
    assert list(parts["start"].iloc[1:]) == list(parts["end"].iloc[:-1])


def test_the_same_question_has_the_same_answer_and_another_its_own():
    again = Question(Person(35, "female"), "omnivore", "balanced", portions="exact")
    assert answers.find_exact(again) is answers.find_exact(ASKED)
    other = answers.find_exact(Question(Person(60, "male"), "vegan", "balanced", portions="exact"))
    assert other.person.age == 60
    assert other.rules.diet == "vegan"


def test_answers_of_many_threads_keep_to_their_questions():
    people = [Person(age, sex) for age in (25.0, 45.0, 65.0) for sex in ("female", "male")]
    found: dict[Person, object] = {}

    def ask(person: Person) -> None:
        found[person] = answers.find_exact(Question(person, "omnivore", "cheapest", portions="exact")).person

    threads = [threading.Thread(target=ask, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {person: person for person in people}


def test_the_cache_drops_what_was_longest_unasked():
    cache = jobs.Cache(room=2)
    plan = answers.find_exact(ASKED)
    asked = [Question(Person(age, "female"), "omnivore", "balanced") for age in (30.0, 40.0, 50.0)]
    cache.put(asked[0], plan)
    cache.put(asked[1], plan)
    assert cache.get(asked[0]) is plan
    cache.put(asked[2], plan)
    assert cache.get(asked[1]) is None
    assert cache.get(asked[0]) is plan


def test_whole_portions_come_from_the_background(monkeypatch):
    plan = answers.find_exact(ASKED)
    monkeypatch.setattr(answers, "solve_whole", lambda _: plan)
    assert answers.start_whole(ASKED).result(timeout=30) is plan


def test_an_error_in_the_background_reaches_who_waits(monkeypatch):
    def refuse(question: Question) -> None:
        raise NoPlanError("nothing")

    monkeypatch.setattr(answers, "solve_whole", refuse)
    with pytest.raises(NoPlanError, match="nothing"):
        answers.start_whole(ASKED).result(timeout=30)


def test_a_cancelled_job_leaves_the_queue(monkeypatch):
    solved = []
    monkeypatch.setattr(answers, "solve_whole", solved.append)
    with answers.plan_work.take_process(jobs.PAGE), answers.plan_work.take_process(jobs.HELPER):
        job = answers.start_whole(ASKED)
        assert job.cancel()
    later = answers.start_whole(ASKED)
    later.result(timeout=30)
    assert len(solved) == 1


def test_a_refusal_is_kept_like_any_answer(monkeypatch):
    asked = Question(Person(35, "female"), "omnivore", "balanced", budget=0.5, portions="exact")
    with pytest.raises(NoPlanError) as first:
        answers.find_exact(asked)
    monkeypatch.setattr(answers, "make_plan", None)
    with pytest.raises(NoPlanError) as second:
        answers.find_exact(asked)
    assert second.value is first.value


def test_a_message_of_several_lines_becomes_a_list():
    assert lay_out_lines("It misses:\n  Iron: 2 mg\nTry:\n  spend $3\n") == (
        "It misses\\:\n\n- Iron\\: 2 mg\n\nTry\\:\n\n- spend \\$3"
    )


def priced(prices: PriceRange) -> Driver:
    return Driver("vitamin_d_ug", "Vitamin D", "minimum", 15.0, 0.03, "$ per µg", 0.1, 1, prices)


@pytest.mark.parametrize(
    ("prices", "said"),
    [
        (
            PriceRange(0.03, 0.03, 13.9, 15.2),
            "3 ¢ per microgram, the only price there is · from 13.9 to 15.2 µg",
        ),
        (PriceRange(0.03, 0.03, 0.0, math.inf), "3 ¢ per microgram, the only price there is"),
        (
            PriceRange(0.02, 0.04, 13.9, 16.0),
            "Two prices per microgram: 2 ¢ for less and 4 ¢ for more · from 13.9 to 16.0 µg",
        ),
        (
            PriceRange(0.02, math.inf, 13.9, 15.0),
            "Two prices per microgram: 2 ¢ for less and nothing fits with more · from 13.9 to 15.0 µg",
        ),
    ],
)
def test_a_price_says_its_range_and_both_sides_where_they_differ(prices: PriceRange, said: str):
    assert say_price(priced(prices)).replace("\\", "") == said


def test_what_a_swap_costs_in_words():
    assert [say_more(amount).replace("\\", "") for amount in (0.04, -1.2, 0.0001)] == [
        "4 ¢ a day more",
        "$1.20 a day less",
        "costs the same",
    ]


def test_the_heat_map_adds_up_to_what_foods_cost():
    reasons = find_reasons(ASKED)
    cells = build_cells(reasons.worth)
    cost = 100 * reasons.worth.groupby("food_id")["worth_usd"].sum()
    drawn = cells.groupby("food_id")["cents"].sum()
    assert drawn.to_dict() == pytest.approx(cost[drawn.index].to_dict(), abs=1e-9)
    assert len({*name_rows(cells).values()}) == len(drawn)


def test_a_request_becomes_answers_and_nothing_else_changes(knowledge):
    assert compare_requests(ASKED, ASKED.person, ASKED.rules("exact"), knowledge) == {}
    vegan = next(name for name, diet in knowledge.diets.items() if diet.column)
    rules = replace(ASKED.rules("exact"), diet=vegan, budget=3.0, minimums={"fiber_g": 20.0})
    rules = replace(rules, meal_maximums={"carbohydrate_g": 60.0})
    assert compare_requests(ASKED, ASKED.person, rules, knowledge) == {
        "diet": vegan,
        "budget": 3.0,
        "own": [("minimum", "fiber_g", 20.0), ("meal_maximum", "carbohydrate_g", 60.0)],
    }


class Place:
    """Where something is said, then room is made for the result."""

    def markdown(self, _: str) -> None:
        """Say it."""

    def empty(self) -> None:
        """Make room."""


def test_what_waits_shows_each_result():
    shown: list[object] = []
    ready: Future[str] = Future()
    ready.set_result("a plan")
    failed: Future[str] = Future()
    failed.set_exception(NoPlanError("none"))
    wait_for([Task(job, Place(), "Waiting …", shown.append) for job in (ready, failed)])
    assert shown == ["a plan", None]


def test_a_changed_input_ends_the_wait(monkeypatch):
    def change() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(waiting, "notice_change", change)
    never: Future[str] = Future()
    with pytest.raises(KeyboardInterrupt):
        wait_for([Task(never, Place(), "Waiting …", print)])
    assert never.cancelled()
