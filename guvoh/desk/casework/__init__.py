"""Cases and the people in them, needs, referrals, consent, tasks, closure, and who may see which case.

It never opens an envelope, writes a letter or publishes: the apps above pull from it.
"""
