"""Linear programs that know no food: columns and rows, PuLP, HiGHS, column pricing, and the proof."""
