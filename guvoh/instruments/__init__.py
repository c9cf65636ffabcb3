"""Plain Python instruments, each useful on its own: names, terms, seal, likeness, figures.

They know neither Django nor the network, and they never import a zone.
"""
