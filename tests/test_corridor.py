"""The corridor of rooms: which may import which, what is loaded when, and no knowledge typed in code."""

from __future__ import annotations

import ast
import csv
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

# each room and the rooms it is built on (the table of the design); what those are built on is allowed too
BUILT_ON = {
    "errors": set(),
    "tolerances": set(),  # how far numbers may be from what they stand for
    "arithmetic": {"tolerances"},  # products whose last digit no machine decides
    "tables": {"errors"},  # CSV in, files out: knows no diet
    "knowledge": {"tables", "arithmetic"},
    "request": {"knowledge"},
    "linear": {"errors", "arithmetic"},  # columns, rows and their proof: knows no food
    "rules": {"request", "linear"},  # a module for each kind of rule
    "average": {"rules"},  # the exact day
    "week": {"average"},  # meals people had
    "singles": {"average"},  # foods put together one by one, where no meals are known
    "diet_problem": {"knowledge", "linear"},  # any diet problem at all
    "plan": {"request"},
    "explain": {"average", "plan"},
    "planner": {"explain", "week", "singles"},  # the walk along it: all but the doors and the batch
    "meals": {"planner"},  # what people do with a week of meals
    "changes": {"meals"},  # what people do with a plan they have
    "alternatives": {"changes"},  # other plans beside one
    "eaten": {"changes"},  # something else was eaten
    "household": {"planner"},  # people who share a meal
    "batch": {"planner"},
    "importers": {"knowledge"},
    "cli": {"batch", "alternatives", "eaten", "household", "importers", "diet_problem"},
    "desk": {"batch", "eaten", "household"},  # what the page asks and is answered, without Streamlit
    "page": {"desk", "importers"},
    "__main__": {"cli", "page"},
}
ONLY_IN = {"pulp": {"linear"}, "highspy": {"linear"}, "streamlit": {"page"}}

# names of tables that stand in code, each with the reason
NAMES_IN_CODE = {
    "energy_kcal": "a column of the published files and a field of Person, not the row of a table",
    "omnivore": "the default of Rules; a test below holds that the table has it",
}


def reach(room):
    """Return the rooms a room may import."""
    below = set().union(*(reach(other) | {other} for other in BUILT_ON[room]))
    return below | {room}


@cache
def modules(source_folder):
    """Return each module with its room, path and syntax tree."""
    found = []
    for path in sorted(source_folder.rglob("*.py")):
        room = path.relative_to(source_folder).parts[0].removesuffix(".py")
        if room != "__init__":
            found.append((room, path.relative_to(source_folder), ast.parse(path.read_text(encoding="utf-8"))))
    return found


def imported(tree):
    """Yield the dotted names a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the corridor"
            module = node.module or ""
            yield from (f"{module}.{name.name}" for name in node.names)


def test_every_room_is_on_the_plan(source_folder):
    rooms = {room for room, _, _ in modules(source_folder)}
    assert rooms <= set(BUILT_ON), "a new room needs its place in the corridor"
    assert {"errors", "knowledge", "request", "linear", "rules", "plan", "explain"} <= rooms


def test_no_room_imports_back(source_folder):
    back = []
    for room, path, tree in modules(source_folder):
        for name in imported(tree):
            parts = name.split(".")
            if parts[0] != "mealopt" or len(parts) == 1:
                continue
            other = parts[1]
            # `from mealopt import Person` goes through the front door, which is for people and for doors
            allowed = other in reach(room) if other in BUILT_ON else room in {"cli", "page", "batch"}
            if not allowed:
                back.append(f"{path} imports {name}")
    assert back == []


@pytest.mark.parametrize("library", ONLY_IN)
def test_each_tool_has_its_room(source_folder, library):
    strangers = [
        str(path)
        for room, path, tree in modules(source_folder)
        if room not in ONLY_IN[library] and any(name.split(".")[0] == library for name in imported(tree))
    ]
    assert strangers == []


MACHINES_OWN = {"dot", "matmul", "inner", "vdot", "tensordot", "log", "exp", "power"}  # of numpy


def test_no_machine_decides_a_last_digit(source_folder):
    found = []
    for room, path, tree in modules(source_folder):
        for node in ast.walk(tree) if room != "arithmetic" else ():
            product = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult)
            named = isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"np", "np.linalg"}
            if product or (named and (node.attr in MACHINES_OWN or "linalg" in ast.unparse(node.value))):
                found.append(f"{path}:{node.lineno} {ast.unparse(node)}")
    assert found == []


def find_circle(graph):
    """Return the names of a circle in a graph of names, empty where there is none."""
    left = {name: set(after) & set(graph) for name, after in graph.items()}
    while ends := [name for name, after in left.items() if not after]:
        for name in ends:
            del left[name]
        left = {name: after - set(ends) for name, after in left.items()}
    return sorted(left)


def imported_modules(source_folder):
    """Return which modules each module imports, for the type checker alone too."""
    names = {}
    for _, path, tree in modules(source_folder):
        dotted = ".".join(("mealopt", *path.with_suffix("").parts)).removesuffix(".__init__")
        names[dotted] = tree.body
    graph = {}
    for dotted, body in names.items():
        found = set(imported(ast.Module(body, [])))
        found |= {name.rpartition(".")[0] for name in found}
        graph[dotted] = found & set(names)
        graph[dotted].discard(dotted)
    return graph


def test_the_corridor_has_no_circle():
    assert find_circle(BUILT_ON) == []
    assert find_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a", "b", "c", "d"]


def test_no_module_imports_in_a_circle(source_folder):
    assert find_circle(imported_modules(source_folder)) == []


RECORDS = {  # modules that hold figures and do nothing
    "average/large_answer", "cli/explained", "explain/driver", "tolerances", "week/answer",
}  # fmt: skip
# modules tested through those that use them, and where
TESTED_AT = {
    "__main__": "cli/test_door.py",
    "average/large_search": "average/test_large.py",
    "batch/outputs": "batch/test_store.py",
    "cli/foods_import": "importers/test_table.py",
    "cli/show_import": "importers/test_table.py",
    "cli/verify": "plan/test_verify.py",
    "desk/misfit": "page/test_page.py",
    "desk/reasons": "page/test_worth.py",
    "importers/guess": "importers/test_mapping.py",
    "linear/restricted": "linear/test_pricing.py",
    **dict.fromkeys(("page/actions", "page/charts", "page/cheaper", "page/curve"), "page/test_why.py"),
    **dict.fromkeys(("page/clicks", "page/had", "page/today", "page/week"), "page/test_turns.py"),
    **dict.fromkeys(
        (
            "page/downloads", "page/headline", "page/main", "page/nothing", "page/own_targets",
            "page/sidebar", "page/size",
        ),
        "page/test_page.py",
    ),
    "page/sources": "page/test_tables.py",
    "singles/day": "singles/test_deal.py",
    "singles/history": "singles/test_search.py",
    "singles/redeal": "test_changes.py",
    "week/again": "test_meals.py",
    "week/swap": "test_meals.py",
}  # fmt: skip


def test_every_module_has_a_test_of_its_name_or_says_where_it_is_tested(source_folder):
    tests = Path(__file__).parent
    without = {
        path.with_suffix("").as_posix()
        for _, path, _ in modules(source_folder)
        if path.name != "__init__.py" and not (tests / path.parent / f"test_{path.name}").exists()
    }
    assert without == RECORDS | set(TESTED_AT)
    assert all((tests / where).is_file() for where in TESTED_AT.values())


LONGEST_MODULE, LONGEST_FUNCTION = 300, 60  # lines: past that something wants another door


def test_nothing_is_too_long_to_look_over(source_folder):
    long = []
    for _, path, tree in modules(source_folder):
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        long += [
            f"{path} {function.name}"
            for function in functions
            if function.end_lineno - function.lineno >= LONGEST_FUNCTION
        ]
        if len((source_folder / path).read_text(encoding="utf-8").splitlines()) > LONGEST_MODULE:
            long.append(str(path))
    assert long == []


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        (
            "import mealopt; mealopt.__version__",
            "numpy pandas pulp highspy streamlit click mealopt.knowledge",
        ),
        ("from mealopt import BadInputError, NoPlanError", "numpy pandas pulp highspy streamlit"),
        (
            "from mealopt import Person, Rules, load_knowledge; load_knowledge()",
            "pandas pulp highspy streamlit",
        ),
        ("from mealopt import plan_week", "streamlit"),
    ],
)
def test_nothing_is_loaded_before_it_is_used(statement, absent):
    code = f"{statement}\nimport sys\nprint([m for m in {absent.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_wrong_name_of_the_library_is_an_attribute_error():
    import mealopt

    with pytest.raises(AttributeError, match="no attribute 'plan_month'"):
        _ = mealopt.plan_month
    for name in mealopt.__all__:
        assert getattr(mealopt, name) is not None


def keys(path, column):
    with path.open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file)} - {""}


@pytest.fixture(scope="session")
def table_names(data_folder):
    return (
        keys(data_folder / "nutrients.csv", "nutrient")
        | keys(data_folder / "foods.csv", "food_id")
        | keys(data_folder / "diets.csv", "diet")
        | keys(data_folder / "diets.csv", "column")
        | keys(data_folder / "exclusions.csv", "column")
        | keys(data_folder / "eating_index.csv", "component")
    )


def docstrings(tree):
    """Return the nodes that are docstrings."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, kinds)]
    return {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}


def test_no_nutrient_food_or_diet_is_named_in_code(source_folder, table_names):
    named = []
    for path in sorted(source_folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        skipped = docstrings(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
                found = {node.value} & (table_names - set(NAMES_IN_CODE))
                named += [f"{path.relative_to(source_folder)}:{node.lineno}: {name}" for name in found]
    assert named == []


def test_the_names_that_do_stand_in_code_are_rows(table_names):
    assert set(NAMES_IN_CODE) <= table_names


def test_the_defaults_of_the_rules_are_rows(knowledge):
    from mealopt import Rules

    rules = Rules()
    assert not knowledge.diets[rules.diet].column  # the default diet leaves nothing out
    assert rules.goal in knowledge.goals
