"""Who did what to whom, in the terms of the HURIDOCS Events formats: actors, events, acts, involvements,
sources, figures; and the register of protected persons that the guard reads.

It never holds a queue, a deadline or a permission: those are casework's.
"""
