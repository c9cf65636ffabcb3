"""Opens envelopes, keeps the intake keys, answers reporters, and decides what becomes of a report.

The only room of the desk that may touch an envelope. It never works a case.
"""
