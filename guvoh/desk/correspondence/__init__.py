"""Letters to state bodies, their delivery, the clocks they start, the replies, and the next rung.

It never sends anything by itself: escalation is a task for a person.
"""
