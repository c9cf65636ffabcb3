"""Log lines that say what failed and where in the code, never with what contents."""

import logging
import traceback


class WithoutContents(logging.Formatter):
    """A message's arguments, an exception's text and a request's address can all carry names: none is printed."""

    def format(self, record: logging.LogRecord) -> str:
        kind = type(record.exc_info[1]).__name__ if record.exc_info and record.exc_info[1] else ""
        where = f"{record.name}:{record.funcName}"
        if record.exc_info and record.exc_info[2]:
            last = traceback.extract_tb(record.exc_info[2])[-1]
            where = f"{last.name} line {last.lineno}"
        return f"{self.formatTime(record, self.datefmt)} {record.levelname} {where} {kind}".rstrip()
