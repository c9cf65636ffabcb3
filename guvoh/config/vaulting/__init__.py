"""The commands `guvoh agent`, `guvoh lock` and `guvoh vault`: who can open the vault, and its master key.

Owns what an operator is asked and told. It never keeps a secret, and needs no running desk.
"""
