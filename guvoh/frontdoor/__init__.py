"""The public front door: a sealed report form, the receipt and its reply box, and pages of plain advice.

Owns what a stranger sees and sends. It seals before anything reaches the disk, and never holds a key that opens, a
database, a session, or anything that tells who came, from where or at what hour.
"""
