"""The tables of the store, as steps from one schema version to the next.

A step that was released is never changed: a new one is appended.
"""

from typing import Final

_TABLES: Final = """
CREATE TABLE identity (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE campaign (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    plan TEXT NOT NULL,
    identity TEXT NOT NULL,
    targets TEXT NOT NULL,
    left_out TEXT NOT NULL,
    state TEXT NOT NULL,
    started TEXT NOT NULL,
    ended TEXT,
    summary TEXT
);
CREATE TABLE piece (
    campaign INTEGER NOT NULL,
    lane TEXT NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (campaign, lane, first)
);
CREATE TABLE corpus (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    lane TEXT NOT NULL,
    identity TEXT NOT NULL,
    body TEXT NOT NULL,
    record TEXT NOT NULL,
    features TEXT NOT NULL,
    campaign INTEGER NOT NULL,
    UNIQUE (lane, identity)
);
CREATE TABLE finding (
    key TEXT PRIMARY KEY,
    lane TEXT NOT NULL,
    subject TEXT NOT NULL,
    severity TEXT NOT NULL,
    state TEXT NOT NULL,
    verdict TEXT NOT NULL,
    count INTEGER NOT NULL,
    campaign INTEGER NOT NULL,
    number INTEGER NOT NULL,
    document TEXT NOT NULL
);
CREATE TABLE sighting (
    campaign INTEGER NOT NULL,
    key TEXT NOT NULL,
    number INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (campaign, key, number)
)
"""

_RETRIES: Final = """
CREATE TABLE retry (
    campaign INTEGER NOT NULL,
    key TEXT NOT NULL,
    still INTEGER NOT NULL,
    PRIMARY KEY (campaign, key)
)
"""

MIGRATIONS: Final = (_TABLES, _RETRIES)
"""Step i leads from schema version i to i + 1."""
