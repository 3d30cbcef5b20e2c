"""The calendar of meals: RFC 5545 as strict readers want it, and the same bytes every time."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.plan.calendar import escape_text, fold_line, format_calendar, name_owner
from mealopt.plan.portions import Serving, list_portions
from mealopt.request.person import Person

MONDAY = dt.date(2026, 11, 30)
BANANA, EGG, OATS, TAP_WATER = "63107010", "31103010", "56203066", "94000100"
STAMP = re.compile(r"\d{8}T\d{6}Z?")


def unfold(text):
    """Return the content lines, as a reader puts them together."""
    return text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")


def unescape(text):
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


def events_of(text):
    """Return the events of a calendar as dictionaries, checking its structure."""
    assert text.endswith("\r\n")
    lines = unfold(text)[:-1]
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    events, event = [], None
    for line in lines:
        name, mark, value = line.partition(":")
        assert mark, line
        if line == "BEGIN:VEVENT":
            assert event is None
            event = {}
        elif line == "END:VEVENT":
            events.append(event)
            event = None
        elif event is not None:
            assert name not in event
            event[name] = value
    return events


@pytest.fixture(scope="module")
def portions(knowledge):
    servings = [
        Serving("1", "breakfast", OATS, 0.5), Serving("1", "breakfast", BANANA, 1),
        Serving("1", "breakfast", EGG, 2), Serving("1", "breakfast", TAP_WATER, 1),
        Serving("1", "dinner", EGG, 1), Serving("2", "snack", TAP_WATER, 2),
    ]  # fmt: skip
    return list_portions(servings, knowledge).frame


def test_a_day_as_a_reader_sees_it(portions, knowledge):
    events = events_of(format_calendar(portions, knowledge, MONDAY))
    assert [(event["DTSTART"], event["DTEND"]) for event in events] == [
        ("20261130T073000", "20261130T080000"),
        ("20261130T183000", "20261130T191500"),
        ("20261201T153000", "20261201T154500"),
    ]  # floating: no zone, no Z
    breakfast = events[0]
    assert unescape(breakfast["SUMMARY"]) == "Breakfast: Boiled egg and oatmeal with banana"
    assert unescape(breakfast["DESCRIPTION"]).split("\n") == [
        "Egg, boiled or poached: 2 eggs", "Oatmeal, plain, made with milk: ½ cup",
        "Banana, fresh: 1 banana", "Tap water: 1 cup", "About 393 kcal.",
    ]  # fmt: skip
    assert unescape(events[2]["SUMMARY"]) == "Snacks: Tap water"
    assert {event["DTSTAMP"] for event in events} == {"20261130T000000Z"}


def test_the_same_plan_is_the_same_bytes(portions, knowledge):
    first = format_calendar(portions, knowledge, MONDAY, "ann")
    shuffled = portions.sample(frac=1, random_state=5)
    assert format_calendar(shuffled, knowledge, MONDAY, "ann") == first


def test_identities_follow_date_meal_and_owner(portions, knowledge):
    def uids(*options, plan=portions):
        return [event["UID"] for event in events_of(format_calendar(plan, knowledge, *options))]

    mine = uids(MONDAY)
    assert len(set(mine)) == 3
    assert not set(mine) & set(uids(MONDAY, "bob"))
    assert not set(mine) & set(uids(MONDAY + dt.timedelta(days=7)))
    other = portions.assign(grams=portions["grams"] * 2)  # another plan takes the place of the old one
    assert uids(MONDAY, plan=other) == mine
    assert all(re.fullmatch(r"[0-9a-f-]{36}", uid) for uid in mine)


def test_an_average_day_is_had_seven_times(knowledge):
    average = list_portions([Serving("average", "lunch", EGG, 0.3)], knowledge).frame
    events = events_of(format_calendar(average, knowledge, MONDAY))
    days = [(MONDAY + dt.timedelta(days=number)).strftime("%Y%m%d") for number in range(7)]
    assert [event["DTSTART"][:8] for event in events] == days
    assert len({event["UID"] for event in events}) == 7


def test_a_meal_may_go_on_past_midnight(portions, knowledge):
    from dataclasses import replace

    late = replace(knowledge, meals=tuple(replace(m, time=dt.time(23, 50)) for m in knowledge.meals))
    events = events_of(format_calendar(portions, late, dt.date(2027, 12, 31)))
    assert (events[0]["DTSTART"], events[0]["DTEND"]) == ("20271231T235000", "20280101T002000")


def test_people_have_their_own_names():
    ann, bob = Person(age=35, sex="female"), Person(age=35, sex="male")
    assert name_owner(ann) == name_owner(Person(age=35.0, sex="female"))
    assert name_owner(ann) != name_owner(bob)
    assert name_owner(ann) != name_owner(Person(age=35, sex="female", conditions=("warfarin",)))
    assert re.fullmatch(r"[0-9a-f]{8}", name_owner(ann))


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Milk, 2 %", "Milk\\, 2 %"),
        ("a;b", "a\\;b"),
        ("a\\b", "a\\\\b"),
        ("a\\,b", "a\\\\\\,b"),
        ("one\r\ntwo\rthree\nfour", "one\\ntwo\\nthree\\nfour"),
        ("bell\x07 nul\x00 del\x7f tab\t", "bell nul del tab\t"),
        ("a: b", "a: b"),
    ],
)
def test_escaping(text, escaped):
    assert escape_text(text) == escaped


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_text_comes_back_from_a_calendar(text):
    line = f"SUMMARY:{escape_text(text)}"
    folded = fold_line(line)
    for part in folded.split("\r\n"):
        assert len(part.encode()) <= 75
        part.encode().decode()  # no character is cut in two
    assert all(part.startswith(" ") for part in folded.split("\r\n")[1:])
    assert unfold(folded) == [line]
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in kept if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127))
    assert unescape(line.removeprefix("SUMMARY:")) == kept


@pytest.mark.parametrize(("length", "lines"), [(74, 1), (75, 1), (76, 2), (75 + 74, 2), (75 + 75, 3)])
def test_lines_are_folded_at_seventy_five_octets(length, lines):
    assert len(fold_line("x" * length).split("\r\n")) == lines
    first, _ = fold_line("é" * 60).split("\r\n")
    assert len(first.encode()) == 74


@given(st.lists(st.tuples(st.text(min_size=1, max_size=40), st.integers(1, 7)), min_size=1, max_size=8))
def test_any_plan_is_a_sound_calendar(knowledge, foods):
    servings = [Serving(str(day), "lunch", EGG, 1) for _, day in foods]
    plan = list_portions(servings, knowledge).frame
    plan["food"] = [name.encode("utf-8", "replace").decode() for name, _ in foods]
    text = format_calendar(plan, knowledge, MONDAY)
    events = events_of(text)
    assert len(events) == len({day for _, day in foods})
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
    for event in events:
        assert all(STAMP.fullmatch(event[name]) for name in ("DTSTAMP", "DTSTART", "DTEND"))
