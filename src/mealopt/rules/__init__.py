"""The kinds of rules, each a module that adds, binds, drops and names its rows; the program they make."""
