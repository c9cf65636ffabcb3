"""Who did what to whom, in the terms of the HURIDOCS Events formats: actors, events, acts, involvements,
sources, figures; the register of protected persons that the guard reads, and the coalition's own rules for it.

It never holds a queue or a deadline, nor who may see a person or a case: those are casework's.
"""
