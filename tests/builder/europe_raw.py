"""A made-up file of EFSA's values in the shape of the published one."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE = "dri/efsa_drv_nutriR.csv"
HEAD = [
    "Order",
    "Table",
    "Nutrient type",
    "Nutrient",
    "Units",
    "DRV",
    "Sex",
    "Stage",
    "Age group",
    "Value",
    "Value note",
]


def list_rows(own: Path) -> list[list[str]]:
    """Return rows for every rule: children and adults, and what is particular about zinc and iron."""
    with (own / "europe_rules.csv").open(encoding="utf-8", newline="") as file:
        rules = list(csv.DictReader(file))
    rows = []
    for rule in rules:
        head = ["1", "T", "X", rule["raw_name"], rule["raw_unit"] or "ug RE/d", rule["raw_drv"]]
        note = "20-35" if rule["side"] == "range" else ""
        for sex in ("Males", "Females"):
            rows.append([*head, sex, "None", "7-11 mo", "99", note])
            rows.append([*head, sex, "None", "4-6 yr", "1", note])
            if rule["nutrient"] == "zinc_mg":
                rows.append([*head, sex, "300 mg/d phytate", ">18 yr", "2", note])
                rows.append([*head, sex, "600 mg/d phytate", ">18 yr", "3", note])
            elif rule["nutrient"] == "iron_mg" and sex == "Females":
                rows.append([*head, sex, "Premenopausal", ">18 yr", "6", note])
                rows.append([*head, sex, "Postmenopausal", ">18 yr", "5", note])
            else:
                rows.append([*head, sex, "None", ">18 yr", "4", note])
        if rule["nutrient"] == "zinc_mg":
            rows.append([*head, "Females", "Pregnancy", "18-24 yr", "1.6", "+"])
        if rule["nutrient"] == "calcium_mg":
            rows.append([*head, "Females", "Pregnancy", "18-24 yr", "8", ""])
            rows.append([*head, "Females", "Pregnancy", ">25 yr", "7", ""])
        if rule["nutrient"] == "folate_dfe_ug":
            rows.append([*head, "Females", "Lactation", "Lactation", "9", ""])
    return rows


def write_europe(folder: Path, own: Path) -> None:
    """Write the file into a raw folder."""
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEAD, *list_rows(own)])
