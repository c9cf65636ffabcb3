"""One person's name in three languages: its forms, the identity guard, and the keys two registers share.

Owns the rules (YAML under rules/) by which a protected person is found in a text and taken out of it.
Never stores a register, never opens a network connection, and never writes a matched name to a log.
"""
