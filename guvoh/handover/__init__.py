"""The two documents that cross a border: the envelope on its way in, the release on its way out.

Owns their formats and the layout of the spool folder. It never knows who writes or reads them.
"""
