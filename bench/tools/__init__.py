"""The tools measured, one module each: TOLD says how the tool is used, Finder finds people in a text.

A Finder is built from the register; `find` gives the ids of the people found, by how sure the tool is.
HOME names Рустам Саидов in a way the tool is made to find. Never imported together: each runs in its own process.
"""
