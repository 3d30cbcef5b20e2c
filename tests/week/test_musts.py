"""What days and their week are held to: the same by flat lists as by the bounds themselves."""

from __future__ import annotations

import numpy as np
import pytest

from mealopt.week.musts import list_musts

SCALES = (0.3, 0.9, 1.0, 1.4)  # times what the week should hold


@pytest.fixture(scope="module")
def days(model):
    """Seven days near what they should hold, each its own."""
    demand = model.demand
    low, high = (np.where(np.isfinite(b), b, 0.0) for b in (demand.week_lower, demand.week_upper))
    return np.outer(np.linspace(0.8, 1.2, model.days), np.maximum(low, high / 2))


def short_of(rows, lower, upper, scales):
    """Return what each row misses, as shares of each must, together."""
    low, high = scales
    return (np.maximum(0.0, lower - rows) / low + np.maximum(0.0, rows - upper) / high).sum(axis=1)


@pytest.mark.parametrize("scale", SCALES)
def test_what_days_and_weeks_miss_is_that_of_the_bounds(model, days, scale):
    demand, musts, rows = model.demand, list_musts(model.demand, model.days, 0.0), scale * days
    plain = short_of(rows, demand.day_lower, demand.day_upper, demand.day_scale)
    assert musts.price(rows, 40.0, weekly=False) == pytest.approx(40.0 * plain)
    plain = short_of(rows, demand.week_lower, demand.week_upper, demand.week_scale)
    aims = sum(usd * np.maximum(0.0, value - rows[:, number]) for number, value, usd in demand.aims)
    assert musts.price(rows, 40.0, weekly=True) == pytest.approx(40.0 * plain + aims)


def test_what_is_missed_is_pressed_alone_and_no_aim(model, days):
    musts = list_musts(model.demand, model.days, 0.0)
    missed = musts.find_missed(0.5 * days)
    assert missed.any()
    assert not missed[musts.aim_usd > 0].any()
    pressed = musts.press(missed, 2.0)
    usual, dearer = (np.abs(one.weigh(40.0)) for one in (musts, pressed))
    assert dearer[missed] == pytest.approx(2.0 * usual[missed])
    assert (dearer[~missed] == usual[~missed]).all()


def test_a_must_is_aimed_at_a_margin_inside(model):
    plain, inside = (list_musts(model.demand, model.days, margin) for margin in (0.0, 0.01))
    must = plain.aim_usd == 0
    moved = (inside.bound - plain.bound) * plain.sign
    assert moved[must] == pytest.approx(0.01 * np.abs(plain.bound[must]))
    assert (moved[~must] == 0.0).all()
