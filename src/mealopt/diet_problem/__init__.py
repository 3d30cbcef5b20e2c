"""Any diet problem at all: foods and limits from two tables, solved with proof."""
