"""Amounts as a shop sells them: they cover what is needed, and read like a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.knowledge.shopping import Size
from mealopt.plan.amounts import choose_packs, round_up, say_grams, say_packs

MILK = (("gallon", 3904), ("half gallon", 1952), ("quart", 976), ("pint", 488))
EGGS = (("carton of 18", 900), ("carton of 12", 600), ("carton of 6", 300))
YOGURT = (("32-oz tub", 907), ("5.3-oz cup", 150))
RICE = (("5-lb bag", 2268), ("2-lb bag", 907), ("1-lb bag", 454))


def sizes_of(pairs):
    return [Size(name, grams) for name, grams in pairs]


@pytest.mark.parametrize(
    ("sizes", "needed", "words"),
    [
        (MILK, 1, "1 pint"),
        (MILK, 488, "1 pint"),
        (MILK, 4 * 244, "1 quart"),  # four cups are a quart, to the gram
        (MILK, 977, "1 quart + 1 pint"),
        (MILK, 1500, "1 half gallon"),
        (MILK, 2100, "1 half gallon + 1 pint"),
        (MILK, 2986, "1 gallon"),  # rather than a half gallon, a quart and a pint
        (MILK, 9000, "2 gallons + 1 quart + 1 pint"),
        (EGGS, 50, "1 carton of 6"),
        (EGGS, 300.0000001, "1 carton of 6"),  # the last digit of a sum is no egg
        (EGGS, 350, "1 carton of 12"),
        (EGGS, 650, "1 carton of 18"),
        (EGGS, 1850, "2 × carton of 18 + 1 carton of 6"),
        (YOGURT, 300, "2 × 5.3-oz cup"),
        (YOGURT, 750, "32-oz tub"),
        (RICE, 600, "2-lb bag"),
        (RICE, 1000, "2-lb bag + 1-lb bag"),
        (RICE, 2000, "5-lb bag"),
        ((("banana", 126),), 882, "7 bananas"),
        ((("ear", 105),), 106, "2 ears"),
        ((("loaf", 500),), 800, "2 × loaf"),
    ],
)
def test_packs(sizes, needed, words):
    packs = choose_packs(needed, sizes_of(sizes))
    assert " + ".join(say_packs(size.name, count) for size, count in packs) == words


@given(st.lists(st.floats(5, 5000), min_size=1, max_size=4, unique=True), st.floats(0.001, 50_000))
def test_packs_cover_what_is_needed_and_little_more(grams, needed):
    sizes = [Size(f"size {number}", size) for number, size in enumerate(sorted(grams, reverse=True))]
    packs = choose_packs(needed, sizes)
    bought = sum(size.grams * count for size, count in packs)
    assert bought >= needed * (1 - 1e-6) - 1e-6 * sizes[0].grams
    # no pack could stay in the shop
    smallest = min(size.grams for size, _ in packs)
    assert bought - smallest < needed + 1e-5 * sizes[0].grams
    assert all(count > 0 for _, count in packs)
    # nor is it more than the largest size alone would be, a pack counting as 0.6 of the smallest size
    alone, worth = -(-needed // sizes[0].grams), 0.6 * sizes[-1].grams
    count = sum(count for _, count in packs)
    assert bought + worth * count <= alone * (sizes[0].grams + worth) * (1 + 1e-6)


@given(st.floats(0, 1e5), st.sampled_from([0.25, 0.5, 1, 10]))
def test_rounding_up_is_a_step_at_most(amount, step):
    rounded = round_up(amount, step)
    assert amount - 1e-6 * step <= rounded + 1e-9
    assert rounded <= max(step, amount + step * (1 + 1e-9))
    assert rounded / step == int(rounded / step)


@pytest.mark.parametrize(
    ("grams", "words"),
    [(0.2, "1 g"), (12, "12 g"), (12.000000001, "12 g"), (12.1, "13 g"), (999.2, "0.999 kg"), (1000, "1 kg"),
     (1247, "1.25 kg"), (13_000, "13 kg")],
)  # fmt: skip
def test_grams(grams, words):
    assert say_grams(grams) == words
