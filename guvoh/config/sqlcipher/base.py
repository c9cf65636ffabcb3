import datetime as dt
import decimal
from itertools import tee

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base as stock
from django.db.backends.sqlite3._functions import register as register_functions
from sqlcipher3 import dbapi2 as Database

# Converters and adapters belong to a module, so the stock ones do not reach SQLCipher's.
Database.register_converter("bool", b"1".__eq__)
Database.register_converter("date", stock.decoder(stock.parse_date))
Database.register_converter("time", stock.decoder(stock.parse_time))
Database.register_converter("datetime", stock.decoder(stock.parse_datetime))
Database.register_converter("timestamp", stock.decoder(stock.parse_datetime))
Database.register_adapter(decimal.Decimal, str)
Database.register_adapter(dt.date, stock.adapt_date)
Database.register_adapter(dt.datetime, stock.adapt_datetime)

# Sealed pages cost about three times a plain page to read cold: a cache that holds the working set pays it back.
CACHE_KIB = 64 * 1024


class WrongDatabaseKey(Exception):
    """The database is damaged, or sealed with another vault's key."""


class SQLCipherCursor(Database.Cursor):
    """Django's placeholder conversion on SQLCipher's cursor: the stock class inherits from the stock module's."""

    convert_query = stock.SQLiteCursorWrapper.convert_query

    def execute(self, query, params=None):
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, stock.Mapping) else None
        return super().execute(self.convert_query(query, param_names=names), params)

    def executemany(self, query, param_list):
        peekable, param_list = tee(iter(param_list))
        first = next(peekable, None)
        names = list(first) if isinstance(first, stock.Mapping) else None
        return super().executemany(self.convert_query(query, param_names=names), param_list)


class DatabaseWrapper(stock.DatabaseWrapper):
    Database = Database

    def get_new_connection(self, conn_params):
        connection = Database.connect(**conn_params)
        # SQLCipher prints page numbers of damaged databases to stderr unless told otherwise before the key is set.
        connection.execute("PRAGMA cipher_log_level = NONE")
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise ImproperlyConfigured("The database library is not SQLCipher: the desk would store plain text.")
        self.unseal(connection)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")
        except Database.DatabaseError as error:
            connection.close()
            raise WrongDatabaseKey from error
        register_functions(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA legacy_alter_table = OFF")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # what is deleted is written over: a destroyed key, or what a sealed case held before, must not wait in a
        # free page for whoever opens the vault
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        return connection

    def unseal(self, connection):
        connection.set_key(f"x'{settings.VAULT.key('db/v1').hex()}'")

    def drop_old_pages(self) -> bool:
        """Empty the write-ahead log, where the former content of changed pages lies, into the database.

        Returns False while another connection still reads from it; the next call does it then.
        """
        with self.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        return not busy

    def create_cursor(self, name=None):  # noqa: ARG002 - Django's signature
        return self.connection.cursor(factory=SQLCipherCursor)
