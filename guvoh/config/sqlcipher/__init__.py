"""Django's SQLite backend over SQLCipher, keyed by the vault.

It asks the vault agent for the key at each new connection and keeps none. It knows nothing of what it stores.
"""
