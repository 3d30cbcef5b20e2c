"""Feed the readers of other people's tables damaged files: no crash, no hang, nothing half-written.

    python bench/fuzz.py [--seconds 600] [--seed 0]

Tables in the shapes of the tests, a small release of FoodData Central and a workbook are damaged in one to a
few places (bytes changed, cut out, doubled, swapped with words that mean something to us) and imported. Each
has to end in foods or in a sentence within ten seconds; where it ends in a sentence, no file may be there.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from mealopt.cli import door

if TYPE_CHECKING:
    from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[1]))
SHAPES = import_module("tests.importers.shapes")
RELEASE: dict[str, str] = import_module("tests.importers.test_fdc").RELEASE
LONGEST = 10  # seconds
WORDS = (
    b"", b",", b";", b'"', b"\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b"=1+1", b"<", b"NaN", b"1e400",
    b"-1", b"PK\x03\x04", b"'", b"100 g", b"(kJ)", b"9" * 400, "µ".encode(), b"[[sheet]]", b"\\", b"{}",
    b"]]>",
)  # fmt: skip


def write_seeds(folder: Path) -> list[tuple[str, Path]]:
    """Write one sound file of each kind, with the command that reads it."""
    texts = {
        "french.csv": SHAPES.FRENCH.encode("cp1252"), "german.csv": SHAPES.GERMAN.encode("utf-8-sig"),
        "menu.csv": SHAPES.MENU.encode(), "long.csv": SHAPES.CANADIAN_AMOUNTS.encode(),
        "wide.csv": SHAPES.GERMAN.encode("utf-16"),
    }  # fmt: skip
    found = []
    for name, text in texts.items():
        (folder / name).write_bytes(text)
        found.append(("table", folder / name))
    SHAPES.write_workbook(folder / "british.xlsx", SHAPES.BRITISH)
    found.append(("table", folder / "british.xlsx"))
    with zipfile.ZipFile(folder / "release.zip", "w") as archive:
        for name, content in RELEASE.items():
            archive.writestr(name, content)
    found.append(("fdc", folder / "release.zip"))
    return found


def damage(data: bytes, chance: random.Random) -> bytes:
    """Return some bytes with a few changes."""
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 1, 1, 2, 10, 200)))
        kind = chance.randrange(4)
        if kind == 0:
            middle = chance.choice(WORDS)
        elif kind == 1:
            middle = bytes(chance.randrange(256) for _ in range(end - start))
        elif kind == 2:
            middle = data[start:end] * 2
        else:
            other = chance.randrange(len(data) + 1)
            middle = data[other : other + end - start]
        data = data[:start] + middle + data[end:]
    return data


def damage_inside(path: Path, target: Path, chance: random.Random) -> None:
    """Damage a file, or one of the files inside a zip of which the rest stays sound."""
    if path.suffix == ".csv" or chance.random() < 0.3:
        target.write_bytes(damage(path.read_bytes(), chance))
        return
    with zipfile.ZipFile(path) as sound, zipfile.ZipFile(target, "w") as broken:
        hurt = chance.choice(sound.namelist())
        for name in sound.namelist():
            data = sound.read(name)
            broken.writestr(name, damage(data, chance) if name == hurt else data)


def stop(_: int, __: FrameType | None) -> None:
    """End a run that takes too long."""
    raise TimeoutError


def main() -> None:
    """Damage and import until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance, ends, faults = random.Random(options.seed), Counter[str](), 0
    signal.signal(signal.SIGALRM, stop)
    finish = time.monotonic() + options.seconds
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        seeds = write_seeds(folder)
        while time.monotonic() < finish:
            command, sound = chance.choice(seeds)
            broken, out = folder / f"broken{sound.suffix}", folder / "out.csv"
            damage_inside(sound, broken, chance)
            out.unlink(missing_ok=True)
            words = ["foods", "import", command, str(broken), "-q", "-o", str(out)]
            signal.alarm(LONGEST)
            result = CliRunner().invoke(door, [*words, "--guess"] if command == "table" else words)
            signal.alarm(0)
            ends[f"{command} {sound.suffix}: exit {result.exit_code}"] += 1
            left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
            if result.exit_code not in {0, 2} or left or (result.exit_code == 2) == out.exists():
                faults += 1
                kept = Path(tempfile.gettempdir()) / f"mealopt-fuzz-{faults}{sound.suffix}"
                kept.write_bytes(broken.read_bytes())
                said = f"{' '.join(words[:3])}, exit {result.exit_code}: {result.output[-300:]}"
                print(f"{kept}: {said}", flush=True)
    counts = ", ".join(f"{what}: {count:,}" for what, count in sorted(ends.items()))
    print(f"{ends.total():,} damaged files in {options.seconds:.0f} s: {faults} faults ({counts})")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
