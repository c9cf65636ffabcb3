"""Template filters of the front door."""
