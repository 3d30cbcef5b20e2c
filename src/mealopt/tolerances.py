"""How far numbers may be from what they stand for, each with its reason; relative unless a unit is given."""

# what a solver and its certificate leave open: a limit is met, an answer proved, an amount whole within this
PROVED = 1e-6
# what is left of portions, dollars, shares and steps where nothing is: less is the solver's rounding
TRACE = 1e-9
# what is left where floating-point terms of one size cancel
ROUNDING = 1e-12
# HiGHS: its own tolerance, and that of a second try
USUAL, SHARP = 1e-7, 1e-9
# a column comes in when a unit of it saves more than this [$]
PAYS = 1e-9
# two values of an optimum closer than this are one; so are two of its slopes
SAME, SAME_PRICE = 1e-9, 1e-6
# two figures of a file: what a solver leaves open in each
WRITTEN = 2 * PROVED
