"""Stories in three languages, the guard at work on them, approvals, and releases to the press spool.

It never publishes what a second person has not approved word for word.
"""
