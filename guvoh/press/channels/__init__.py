"""Posts of a release on networks, one module per network.

Will own the networks' tokens and limits. It never writes a text of its own and never posts what the newest
catalogue does not name.
"""
