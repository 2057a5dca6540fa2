"""The store's SQLite file: opening, migration, atomic writes, and errors by name.

What is written survives `kill -9` at any moment: every change is one transaction of a
write-ahead log. Nothing here knows what is stored.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias, final

from diff.errors import (
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreMismatch,
    StoreMissing,
    StoreUnavailable,
)

PAGE_BYTES = 4096
BUSY_SECONDS = 30.0
NEARLY_FULL_BYTES = 1 << 20
"""Less free space than this on the disk, and a failed write is the disk's fault."""

Row: TypeAlias = tuple[Any, ...]


@final
class Database:
    """One open file. Every method raises a StoreError of `diff.errors` when it fails."""

    def __init__(
        self, path: Path, migrations: Sequence[str], ceiling_bytes: int, writable: bool
    ) -> None:
        self._path = path
        self._depth = 0
        self._ceiling_pages = max(64, ceiling_bytes // PAGE_BYTES)
        with self._named_errors():
            self._connection = _connect(path, writable)
        try:
            with self._named_errors():
                self._prepare(migrations, writable)
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self, migrations: Sequence[str], writable: bool) -> None:
        run = self._connection.execute
        version = run("PRAGMA user_version").fetchone()[0]
        if version > len(migrations):
            raise StoreMismatch(
                f"{self._path}: made by a newer program (schema {version}, this one knows "
                f"{len(migrations)})"
            )
        if not writable:
            if version < len(migrations):
                raise StoreMismatch(
                    f"{self._path}: schema {version} is older than {len(migrations)} and the "
                    "store cannot be written to; open it once where it can"
                )
            return
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
        run("PRAGMA foreign_keys = ON")
        run(f"PRAGMA max_page_count = {self._ceiling_pages}")
        for number in range(version, len(migrations)):
            self._migrate(migrations[number], number + 1)

    def _migrate(self, script: str, version: int) -> None:
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        try:
            if run("PRAGMA user_version").fetchone()[0] < version:  # nobody was faster
                for statement in script.split(";"):
                    if statement.strip():
                        run(statement)
                run(f"PRAGMA user_version = {version}")
            run("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                run("ROLLBACK")
            raise

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """All writes inside are one transaction, written or not as a whole; may be nested."""
        if self._depth:
            yield
            return
        with self._named_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0

    def write(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run a statement that writes; the id of the last row inserted."""
        with self.atomic(), self._named_errors():
            return self._connection.execute(statement, values).lastrowid or 0

    def write_many(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row."""
        with self.atomic(), self._named_errors():
            self._connection.executemany(statement, rows)

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        with self._named_errors():
            return self._connection.execute(query, values).fetchall()

    def row(self, query: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, if any."""
        with self._named_errors():
            found: Row | None = self._connection.execute(query, values).fetchone()
            return found

    @property
    def size_bytes(self) -> int:
        """The size of the file and its log on disk."""
        sizes = 0
        for suffix in ("", "-wal"):
            with suppress(OSError):
                sizes += os.stat(f"{self._path}{suffix}").st_size
        return sizes

    def shrink(self) -> None:
        """Give unused pages back to the disk."""
        with self._named_errors():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        with suppress(sqlite3.Error):
            self._connection.close()

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._named(error) from None

    def _named(self, error: sqlite3.Error) -> StoreError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        path = self._path
        if code == sqlite3.SQLITE_FULL:
            return self._full()
        if code == sqlite3.SQLITE_IOERR and _free_bytes(path) < NEARLY_FULL_BYTES:
            return self._full()
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StoreBusy(f"{path}: another process has it locked")
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return StoreCorrupt(f"{path}: not a store, or damaged: {error}")
        if code in _UNAVAILABLE:
            return StoreUnavailable(f"{path}: {error} ({_reason(path)})")
        return StoreError(f"{path}: {error}")

    def _full(self) -> StoreError:
        free = _free_bytes(self._path)
        if free < NEARLY_FULL_BYTES:
            return StoreFull(f"{self._path}: the disk is full; what was written before is kept")
        ceiling = self._ceiling_pages * PAGE_BYTES >> 20
        return StoreFull(
            f"{self._path}: it has reached its ceiling of {ceiling} MiB; remove what old "
            "campaigns left (`pvm findings --gc`) or allow more"
        )


_UNAVAILABLE = (
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM),
    *(sqlite3.SQLITE_IOERR, sqlite3.SQLITE_AUTH),
)


def _connect(path: Path, writable: bool) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    if writable:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"{path.parent}: {error.strerror}") from None
        return _open(f"{uri}?mode=rwc")
    if not path.exists():
        raise StoreMissing(f"{path}: there is no store; `pvm fuzz --store {path}` makes one")
    try:
        connection = _open(f"{uri}?mode=ro")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        # A read-only folder without the log's files: the file alone can still be read.
        return _open(f"{uri}?mode=ro&immutable=1")
    return connection


def _open(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(
        uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def _free_bytes(path: Path) -> int:
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return 0


def _reason(path: Path) -> str:
    folder = path.parent
    if path.is_dir():
        return "it is a folder"
    if not folder.is_dir():
        return f"{folder} is no folder"
    if not os.access(folder, os.W_OK):
        return f"{folder} is read-only"
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        return "no permission"
    return "the file system refuses"
