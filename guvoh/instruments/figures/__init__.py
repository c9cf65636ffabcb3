"""Honest statistics: how long one waits, those still waiting counted in, and which cells of a table stay unsaid.

Plain functions over numbers: they know no letter, no case and no person, and they draw nothing.
"""
