"""Guvoh's figures beside those of the tools a user would pick instead, in one run on one machine.

Owns the measures, the floors that must hold, and the alternatives at their best reasonable use.
Never ships with Guvoh, and holds no texts: the generators under tests/ write them, or files from outside.
"""
