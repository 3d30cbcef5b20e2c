"""Every command of README and docs, run: what stands under it is what it prints, and no link is dead.

    python bench/printed.py [--show | --write] [FILE.md ...]

Of each page the commands in its fenced blocks are run in their order in one folder of their own; `$ cat FILE`
makes the file that stands below it. What is printed under a command has to be what comes, `…` on a line of
its own standing for any lines. Commands within a line of text are not run: their names and options have to
exist. `--show` prints what comes, `--write` puts it in place: as many lines as stood around each `…`. What
cannot be run here stands in NOT_RUN, with its reason.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from reference import walk_commands

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/SOURCES.md", *sorted(
    str(path.relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md")
))  # fmt: skip
NOT_RUN = {
    "pip install": "installs",
    "dask ": "a cluster",
    "--scheduler": "a cluster",
    "foods import": "files of other publishers",
    "--foods foods.csv": "made by an import",
    "make app": "serves the page until it is stopped",
    "make week": "what it runs is run by the test of the wheel",
}
RESUMED = "people were done before"  # printed where a batch was stopped: nobody stops one here
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(mealopt [^`]+|make [a-z-]+[^`]*)`")
PROGRESS = re.compile(r"[\d,]+ of [\d,]+ people( · .*)?")  # a batch says so every ten seconds
LINK = re.compile(r"\]\(([^)\s]+)\)")
ANY, WIDTH = "…", "80"


@dataclass
class Step:
    """A command and what the page says it prints, `None` where it says nothing."""

    command: str
    said: list[str] = field(default_factory=list)


def list_steps(page: str) -> list[Step]:
    """Return the commands of a page's fenced blocks, each with what stands under it."""
    steps: list[Step] = []
    for language, block in FENCE.findall(page):
        lines = block.rstrip("\n").split("\n")
        if language == "python":
            steps.append(Step("python\n" + block))
        elif lines[0].startswith("$ "):
            for line in lines:
                if line.startswith("$ "):
                    steps.append(Step(line[2:]))
                else:
                    steps[-1].said.append(line)
        elif lines[0].startswith(("mealopt ", "make ")):
            steps += [Step(line.split("  #")[0].rstrip()) for line in lines]
    return steps


def find_reason(step: Step) -> str | None:
    """Return why a command is not run, `None` where it is."""
    if any(RESUMED in line for line in step.said):
        return "a batch that was stopped"
    return next((why for part, why in NOT_RUN.items() if part in step.command), None)


def run_step(step: Step, folder: Path) -> list[str]:
    """Return what a command prints, stdout and stderr together."""
    if step.command.startswith("cat "):
        Path(folder, step.command[4:]).write_text("\n".join(step.said) + "\n", encoding="utf-8")
        return step.said
    words = shlex.split(step.command)
    run = [sys.executable, "-m", *words] if words[0] == "mealopt" else None
    if step.command.startswith("python\n"):
        run = [sys.executable, "-c", step.command.removeprefix("python\n")]
    if run is None:
        raise SystemExit(f"no way to run: {step.command}")
    done = subprocess.run(
        run, cwd=folder, env={**os.environ, "COLUMNS": WIDTH, "NO_COLOR": "1"}, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode not in {0, 3} or (done.returncode == 3 and not step.said):
        return [f"exit code {done.returncode}", *done.stdout.splitlines()]
    return drop_progress(done.stdout.rstrip("\n").split("\n"))


def drop_progress(lines: list[str]) -> list[str]:
    """Return lines without those on what is being done: whether they come hangs on the machine's pace."""
    stripped = [line.rstrip() for line in lines]
    return [line for line in stripped if not line.endswith(f" {ANY}") and not PROGRESS.fullmatch(line)]


def agrees(said: list[str], came: list[str]) -> bool:
    """Say whether what a page says is what came; ANY stands for any lines, none among them."""
    parts: list[list[str]] = [[]]
    for line in said:
        if line.strip() == ANY:
            parts.append([])
        else:
            parts[-1].append(line.rstrip())
    if len(parts) == 1:
        return parts[0] == came
    if came[: len(parts[0])] != parts[0]:
        return False
    place = len(parts[0])
    for part in parts[1:-1]:
        starts = range(place, len(came) - len(part) + 1)
        found = next((start for start in starts if came[start : start + len(part)] == part), None)
        if found is None:
            return False
        place = found + len(part)
    last = parts[-1]
    return not last or (len(came) - len(last) >= place and came[-len(last) :] == last)


def fit(said: list[str], came: list[str]) -> list[str] | None:
    """Return what came with as many lines around each ANY as a page shows; `None` where a part has no place.

    A part between two ANY begins at the line that says what its first one did, whatever the numbers.
    """
    parts: list[list[str]] = [[]]
    for line in said:
        if line.strip() == ANY:
            parts.append([])
        else:
            parts[-1].append(line)
    if len(parts) == 1:
        return came
    found, place = came[: len(parts[0])], len(parts[0])
    for part in parts[1:-1]:
        shape = re.sub(r"[\d.,%]+", "#", part[0])
        starts = (n for n in range(place, len(came)) if re.sub(r"[\d.,%]+", "#", came[n]) == shape)
        start = next(starts, None)
        if start is None:
            return None
        place = start + len(part)
        found += [ANY, *came[start:place]]
    return [*found, ANY, *(came[-len(parts[-1]) :] if parts[-1] else [])]


def write_step(path: Path, step: Step, came: list[str]) -> bool:
    """Put what a command prints in the place of what a page says; says whether it could."""
    text = path.read_text(encoding="utf-8")
    old, new = "\n".join([f"$ {step.command}", *step.said]), fit(step.said, came)
    if new is None or text.count(old) != 1:
        return False
    path.write_text(text.replace(old, "\n".join([f"$ {step.command}", *new])), encoding="utf-8")
    return True


def check_page(name: str, text: str, *, show: bool, write: bool = False) -> list[str]:
    """Return what is wrong with the commands of a page's blocks, and was not put right."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for step in list_steps(text):
            first = step.command.split("\n")[0]
            reason = find_reason(step)
            if reason is not None:
                print(f"{name}: not run ({reason}): {first}")
                continue
            came = run_step(step, Path(folder))
            failed = came[0].startswith("exit code")
            differs = step.said and not agrees(step.said, came)
            if write and differs and not failed and write_step(ROOT / name, step, came):
                print(f"{name}: written: {first}")
            elif failed or differs:
                wrong.append(f"{name}: {first}\n  prints something else than the page says" + (
                    ":\n" + "\n".join(f"    {line}" for line in came) if show or failed else ""
                ))  # fmt: skip
            else:
                print(f"{name}: as printed: {first}" if step.said else f"{name}: ran: {first}")
    return wrong


def list_options() -> dict[str, set[str]]:
    """Return the options of each command, by its words: `foods import fdc`."""
    from mealopt.cli import door

    return {
        words.removeprefix("mealopt").strip(): {
            option
            for parameter in context.command.get_params(context)
            for option in (*parameter.opts, *parameter.secondary_opts)
            if option.startswith("-")
        }
        for words, context in walk_commands(door, "mealopt")
    }


def check_inline(name: str, text: str, options: dict[str, set[str]], targets: set[str]) -> list[str]:
    """Return commands within the text whose name or options do not exist."""
    wrong = []
    for command in INLINE.findall(FENCE.sub("", text)):
        words = command.replace("\\|", "|").split()
        if words[0] == "make":
            wrong += [f"{name}: no such target: {command}"] if words[1] not in targets else []
            continue
        known = ""
        for word in words[1:]:
            if f"{known} {word}".strip() not in options:
                break
            known = f"{known} {word}".strip()
        if not known and len(words) > 1 and not words[1].startswith("-"):
            wrong.append(f"{name}: no such command: {command}")
        used = {word.split("=")[0].rstrip(".,;") for word in words if word.startswith("-") and word != "-"}
        wrong += [f"{name}: {option} is no option of {command}" for option in sorted(used - options[known])]
    return wrong


def check_links(name: str, text: str) -> list[str]:
    """Return links to files and headings that do not exist."""
    wrong = []
    for target in LINK.findall(FENCE.sub("", text)):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        if not file.exists():
            wrong.append(f"{name}: no such file: {target}")
        elif anchor and anchor not in list_anchors(file.read_text(encoding="utf-8")):
            wrong.append(f"{name}: no such heading: {target}")
    return wrong


def list_anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def main() -> int:
    """Check every page and say what is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", default=PAGES)
    parser.add_argument("--show", action="store_true", help="print what comes where it differs")
    parser.add_argument("--write", action="store_true", help="put what comes in its place")
    asked = parser.parse_args()
    options = list_options()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    wrong = []
    for name in asked.pages:
        text = (ROOT / name).read_text(encoding="utf-8")
        wrong += check_links(name, text) + check_inline(name, text, options, targets)
        wrong += check_page(name, text, show=asked.show, write=asked.write)
    print("\n".join(wrong) if wrong else f"{len(asked.pages)} pages say what is so")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
