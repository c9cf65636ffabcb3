"""The public side: the site and, later, the posts on networks.

Owns what readers see. It reads signed releases only, holds no database and no key of the desk, and never learns
of a case.
"""
