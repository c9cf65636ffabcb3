"""Settings, addresses and start-up of each zone, the command line, and the demo.

The only place that sees all three zones. It holds no rule of its own.
"""
