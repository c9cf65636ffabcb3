"""Files, sealed one by one under a key per case, and how they came and who looked.

It never writes a plain byte to the disk, and never decides who may see a case.
"""
