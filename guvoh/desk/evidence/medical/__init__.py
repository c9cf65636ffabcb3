"""Medical documentation after the Istanbul Protocol (2022): examinations, body diagrams, the report.

A degree of consistency is a clinician's alone. Nothing here says whether somebody was tortured.
"""
