"""`python -m mealopt` is `mealopt`."""

from __future__ import annotations

import sys

from mealopt.cli import main

if __name__ == "__main__":
    sys.exit(main())
