from guvoh.config.sqlcipher import base


class DatabaseWrapper(base.DatabaseWrapper):
    """The same library, the same settings, no key."""

    def unseal(self, connection):  # noqa: ARG002 - the signature of the sealed one
        return
