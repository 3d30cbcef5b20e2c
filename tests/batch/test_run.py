"""Many people in, four tables out."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from mealopt.batch.people import open_people
from mealopt.cli import door
from mealopt.errors import NoPlanError
from mealopt.knowledge.library import load_knowledge
from mealopt.planner import make_plan

if TYPE_CHECKING:
    from pathlib import Path

    from mealopt.plan.plan import Plan
    from mealopt.request.person import Person

HEADER = "id,age,sex,energy_kcal,diet,without,conditions,min:fiber_g\n"
FINE = "a,34,female,2000,vegan,peanuts;tree-nuts,,\nb,70,male,2200,,,warfarin,30\n"


def run_batch(folder: Path, text: str, *options: str) -> tuple[int, str]:
    people = folder / "people.csv"
    people.write_text(text, encoding="utf-8")
    out = folder / "out"
    runner = CliRunner()
    words = ["batch", str(people), "-o", str(out), "--portions", "exact", "--jobs", "1", *options]
    result = runner.invoke(door, words, prog_name="mealopt")
    return result.exit_code, result.output


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_four_files_in_the_order_of_the_people(tmp_path: Path) -> None:
    code, said = run_batch(tmp_path, HEADER + "z,50,male,2300,,,,\n" + FINE)
    assert code == 0, said
    out = tmp_path / "out"
    assert sorted(path.name for path in out.iterdir()) == [
        "drivers.csv", "journal.jsonl", "plans.csv", "problems.csv", "totals.csv",
    ]  # fmt: skip
    for name in ("plans.csv", "totals.csv", "drivers.csv"):
        assert list(dict.fromkeys(row["id"] for row in rows_of(out / name))) == ["z", "a", "b"]
    fiber = [row for row in rows_of(out / "totals.csv") if row["nutrient"] == "fiber_g" and row["id"] == "b"]
    assert fiber[0]["minimum"] == "30"
    warned = rows_of(out / "problems.csv")
    assert [(row["id"], row["line"]) for row in warned] == [("b", "4")]
    assert warned[0]["problem"].startswith("Warning, with the plan: Warfarin")
    assert "3 of 3 people have a plan; plans with a warning: 1" in said


def test_the_order_of_the_people_changes_nothing_else(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    lines = FINE.splitlines(keepends=True)
    run_batch(first, HEADER + "".join(lines))
    run_batch(second, HEADER + "".join(reversed(lines)))
    for name in ("plans.csv", "totals.csv", "drivers.csv"):
        texts = [(folder / "out" / name).read_text(encoding="utf-8") for folder in (first, second)]
        assert sorted(texts[0].splitlines()) == sorted(texts[1].splitlines())


def test_whoever_is_not_understood_becomes_a_problem_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan(person: Person, *rest: Any) -> Plan:
        if person.energy_kcal == 700:
            msg = "No plan meets every target. It misses:\n  Fiber"
            raise NoPlanError(msg)
        return make_plan(person, *rest)

    monkeypatch.setattr("mealopt.batch.work.make_plan", plan)
    people = (
        "young,2,female,,,,,\nmixed,x,femail,,vegn,penuts;soy,,abc\nfine,34,female,2000,,,,\n"
        "ill,40,male,,,,kidney_disease,\nhungry,34,female,700,,,,60\nblank,,male,,,,,\n"
    )
    code, said = run_batch(tmp_path, HEADER + people)
    assert code == 3, said
    out = tmp_path / "out"
    assert {row["id"] for row in rows_of(out / "plans.csv")} == {"fine"}
    problems = rows_of(out / "problems.csv")
    found = {(row["id"], row["line"], row["column"], row["value"]) for row in problems}
    assert {
        ("young", "2", "age", "2"), ("mixed", "3", "age", "x"), ("mixed", "3", "sex", "femail"),
        ("mixed", "3", "diet", "vegn"), ("mixed", "3", "without", "penuts"),
        ("mixed", "3", "min:fiber_g", "abc"), ("blank", "7", "age", ""),
    } <= found  # fmt: skip
    texts = {row["id"]: row["problem"] for row in problems}
    assert "doctor" in texts["ill"]
    assert texts["hungry"] == "No plan meets every target. It misses: Fiber"
    assert "1 of 6 people have a plan; for 2 none exists or could be given; 3 were not understood" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            HEADER.replace("without", "witout") + FINE,
            "line 1, column witout: Unknown column. Did you mean without?",
        ),
        (
            HEADER.replace("min:fiber_g", "min:fibre_g") + FINE,
            "min:fibre_g: Unknown nutrient. Did you mean fiber_g?",
        ),
        (HEADER.replace("age", "years") + FINE, "The column age is missing"),
        (HEADER.replace("sex", "age") + FINE, "column age: This column stands twice"),
        (HEADER + FINE + "a,50,male,,,,,\n", "line 4, column id: 'a': The same id as in line 2"),
        (HEADER + FINE + ",50,male,,,,,\n", "line 4, column id: Blank"),
        (HEADER + FINE + "c,50,male\n", "line 4: 3 cells where the header has 8"),
        (HEADER + FINE + 'c,50,"male,,,,,\n', "The CSV is broken here"),
        ((HEADER + FINE).replace(",", "|"), "separated by bars"),
        (HEADER + FINE.replace("vegan", "ve\0gan"), "line 2: A NUL byte"),
        ("", "The file is empty"),
        (HEADER, "header but no row"),
    ],
)
def test_a_file_broken_as_a_whole_is_refused(tmp_path: Path, text: str, said: str) -> None:
    code, output = run_batch(tmp_path, text)
    assert code == 2, output
    assert said in output
    assert str(tmp_path / "people.csv") in output
    assert not (tmp_path / "out").exists()


def test_other_encodings_and_missing_files_are_named(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes((HEADER + FINE.replace("vegan", "végan")).encode("latin-1"))
    result = CliRunner().invoke(
        door, ["batch", str(path), "-o", str(tmp_path / "out"), "--portions", "exact"]
    )
    assert result.exit_code == 2
    assert "line 2: A character that is not UTF-8" in result.output
    result = CliRunner().invoke(door, ["batch", str(tmp_path / "nobody.csv"), "--days", "3", "--seed", "x"])
    assert result.exit_code == 2
    for part in ("-o", "--days", "--seed", "There is no such file"):
        assert part in result.output


def test_a_byte_order_mark_and_blank_lines_are_welcome(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("\ufeff" + HEADER + "\n" + FINE.replace("a,34", "NA,34") + ",,,,,,,\n", encoding="utf-8")
    people = open_people(path, load_knowledge())
    rows = list(people.rows())
    assert people.count == 2
    assert [(row.id, row.line) for row in rows] == [("NA", 3), ("b", 4)]
    assert [given.text for given in rows[0].words["without"]] == ["peanuts", "tree-nuts"]


def test_an_id_that_looks_like_a_formula_is_guarded_and_still_verified(tmp_path: Path) -> None:
    code, said = run_batch(tmp_path, HEADER + "=cmd,34,female,2000,,,,\n")
    assert code == 0, said
    plans = tmp_path / "out" / "plans.csv"
    assert {row["id"] for row in rows_of(plans)} == {"'=cmd"}
    result = CliRunner().invoke(door, ["verify", str(plans), "--people", str(tmp_path / "people.csv")])
    assert result.exit_code == 0, result.output
    assert "1 plan checked. Nothing is off." in result.output


def test_an_interrupted_batch_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mealopt.batch.work.make_plan", stop)
    code, said = run_batch(tmp_path, HEADER + FINE)
    assert code == 130
    assert "Nothing was written" in said
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "plans.csv").write_text("mine")
    for options in ((), ("--restart",)):
        code, said = run_batch(tmp_path, HEADER + FINE, *options)
        assert code == 2
        assert "The folder has plans.csv, and this batch did not write it. Move it away" in said
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["plans.csv"]
    assert (tmp_path / "out" / "plans.csv").read_text() == "mine"


def test_a_bug_is_a_row_too_and_exit_code_1_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan(person: Person, *rest: Any) -> Plan:
        if person.age == 34:
            raise ZeroDivisionError("by\nnothing")
        return make_plan(person, *rest)

    monkeypatch.setattr("mealopt.batch.work.make_plan", plan)
    code, said = run_batch(tmp_path, HEADER + FINE)
    assert code == 1
    assert "1 of 2 people have a plan; with 1 mealopt failed (a bug: see the table of problems)" in said
    assert {row["id"] for row in rows_of(tmp_path / "out" / "plans.csv")} == {"b"}
    bug = rows_of(tmp_path / "out" / "problems.csv")[0]
    assert (bug["id"], bug["line"]) == ("a", "2")
    assert bug["problem"].startswith("This is a bug in mealopt: ZeroDivisionError: by nothing. Please report")


def test_memory_that_runs_out_is_the_machines_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan(person: Person, *rest: Any) -> Plan:
        if person.age == 70:
            raise MemoryError
        return make_plan(person, *rest)

    monkeypatch.setattr("mealopt.batch.work.make_plan", plan)
    monkeypatch.setattr("mealopt.batch.store.COMMIT_SECONDS", 0.0)
    code, said = run_batch(tmp_path, HEADER + FINE)
    assert code == 1
    assert "The memory ran out. What is done is safe: use fewer --jobs" in said
    monkeypatch.undo()
    code, said = run_batch(tmp_path, HEADER + FINE)
    assert code == 0
    assert "1 of 2 people were done before: going on from there." in said
    assert "2 of 2 people have a plan" in said


def test_a_file_changed_under_a_running_batch_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = FINE.splitlines(keepends=True)
    text = HEADER + first + ",,,,,,,\n" * 50_000 + second  # more than is read ahead

    def plan(*asked: Any) -> Plan:
        (tmp_path / "people.csv").write_text(text.replace("2200", "2300"), encoding="utf-8")
        return make_plan(*asked)

    monkeypatch.setattr("mealopt.batch.work.make_plan", plan)
    code, said = run_batch(tmp_path, text)
    assert code == 2
    assert "The file was changed while the batch was using it" in said
    assert not (tmp_path / "out" / "plans.csv").exists()


def test_doing_it_again_says_so_and_restart_does_it_anew(tmp_path: Path) -> None:
    run_batch(tmp_path, HEADER + FINE)
    plans = tmp_path / "out" / "plans.csv"
    before = plans.stat().st_mtime_ns, plans.read_bytes()
    code, said = run_batch(tmp_path, HEADER + FINE)
    assert code == 0
    assert "2 of 2 people have a plan; plans with a warning: 1. It was done before: nothing to do" in said
    assert (plans.stat().st_mtime_ns, plans.read_bytes()) == before
    code, said = run_batch(tmp_path, HEADER + FINE, "--strict")
    assert code == 2
    assert "--strict (not given before, yes now)" in said
    code, said = run_batch(tmp_path, HEADER + FINE, "--restart")
    assert code == 0
    assert plans.read_bytes() == before[1]
    assert plans.stat().st_mtime_ns != before[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a", "--age 34 --sex female --energy 2000 --diet vegan --without peanuts --without tree-nuts"),
        ("b", "--age 70 --sex male --energy 2200 --condition warfarin --min fiber_g=30"),
    ],
)
def test_everyone_gets_what_they_would_get_alone(tmp_path: Path, name: str, words: str) -> None:
    run_batch(tmp_path, HEADER + FINE, "--days", "1")
    alone = tmp_path / "alone.csv"
    result = CliRunner().invoke(door, ["day", *words.split(), "--portions", "exact", "-o", str(alone)])
    assert result.exit_code == 0, result.output
    rows = [row for row in rows_of(tmp_path / "out" / "plans.csv") if row.pop("id") == name]
    assert rows == rows_of(alone)
