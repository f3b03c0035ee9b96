"""Bytes that may be too many to hold: on the disk without a name, and gone when nobody needs them any more."""

import io
import os
from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast
from weakref import finalize


class Scratch:
    """What `write` puts into a file that nobody else sees; each call opens it anew, from its beginning."""

    def __init__(self, write: Callable[[BinaryIO], None]) -> None:
        """Let the bytes be written."""
        with TemporaryFile() as file:
            write(cast("BinaryIO", file))
            file.flush()
            # A bare descriptor: a file object that goes in a cycle with this one may be let go first, and complains.
            self._file = os.dup(file.fileno())
        finalize(self, os.close, self._file)

    def __call__(self) -> BinaryIO:
        """Open it to be read: a second try, or a second reader, has a place of its own."""
        return cast("BinaryIO", io.BufferedReader(_Place(self, self._file)))


class _Place(io.RawIOBase):
    """A reader's own place in a file that others read too."""

    def __init__(self, scratch: Scratch, file: int) -> None:
        self._scratch, self._file, self._at = scratch, file, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._file

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: os.fstat(self._file).st_size}[whence]
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        found = os.pread(self._file, len(buffer), self._at)
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)
