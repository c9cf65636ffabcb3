"""The demo: a believable coalition of invented people, all three zones on loopback, and a walk through them.

Nothing of it is used by a real desk. Its passphrases are printed for everybody to see.
"""
