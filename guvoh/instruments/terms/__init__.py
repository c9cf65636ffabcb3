"""The working-day calendar of Tajikistan and the clocks the law sets, driven by dated tables.

Owns: which day is a day off, which rule gives which term, when a term ends and how to check that by hand.
Never: reads the clock, knows a case, raises an alarm or sends anything; callers pass every time in.
"""
