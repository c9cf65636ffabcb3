"""Keys and sealed things: the vault and its agent, age envelopes, sealed files, signatures.

Owns every use of a cipher in the house. It never knows what is being sealed, nor who asks.
"""
