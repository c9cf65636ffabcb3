"""Organisations, members, roles, sign-in, the vault's lock, and the record of every act and read.

Everything above stands on it. It never knows what a case is: the record takes any subject by its words.
"""
