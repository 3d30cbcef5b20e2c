"""What each food is bought for."""

from __future__ import annotations

from bench.explain import Report, check_worth


def failures(check, *ingredients):
    report = Report()
    check(*ingredients, report, "")
    assert report.checks
    return report.failures


def test_what_foods_are_bought_for_adds_up(explained):
    assert failures(check_worth, explained) == {}
