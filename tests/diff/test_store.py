"""The store keeps what was written, whatever happens to the process, the folder or the disk."""

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from diff.comparing.signature import Signature
from diff.errors import (
    StoreCorrupt,
    StoreFull,
    StoreMismatch,
    StoreMissing,
    StoreUnavailable,
    UnknownFinding,
)
from diff.findings.finding import Finding
from diff.findings.store import CorpusEntry, Store
from diff.findings.store_schema import MIGRATIONS
from tests.diff.samples import IDENTITY, finding, int_case

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "campaign.sqlite"


def test_a_campaign_is_read_back_as_it_was_written(path: Path) -> None:
    with Store(path, IDENTITY) as store:
        number = store.begin_campaign({"seed": 7}, {"rust": {"version": "1"}}, ["node: not there"])
        store.keep_piece(number, "float", 256, 256, {"b": 2})
        store.keep_piece(number, "float", 0, 256, {"a": 1})
        store.keep_piece(number, "float", 0, 256, {"a": "again"})
        store.end_campaign(number, "done", {"cases": 512})
    with Store(path, IDENTITY, writable=False) as store:
        (record,) = store.campaigns()

        assert (record.number, record.state, record.plan) == (1, "done", {"seed": 7})
        assert record.left_out == ("node: not there",)
        assert record.summary == {"cases": 512}
        assert record.identity == IDENTITY
        assert list(store.pieces(1)) == [{"a": 1}, {"b": 2}]


def test_the_corpus_keeps_order_and_forgets_nothing(path: Path) -> None:
    entries = [
        CorpusEntry("float", int_case(n).body, (n,), (f"feature {n}",)) for n in (5, 3, 9, 3)
    ]
    with Store(path, IDENTITY) as store:
        store.keep_corpus(1, entries[:2])
        store.keep_corpus(2, entries[2:])

        assert store.corpus("float") == entries[:3]
        assert store.corpus("float", before_campaign=2) == entries[:2]
        assert store.corpus("cbor") == []


def test_a_finding_keeps_its_first_sighting_and_the_smaller_case(path: Path) -> None:
    first = finding(case=int_case(123456), number=40)
    smaller = finding(case=int_case(1), number=90, count=1)
    larger = finding(case=int_case(1234567), number=91)
    with Store(path, IDENTITY) as store:
        for found in (first, smaller, larger):
            store.keep_finding(found)
            store.count_finding(found.key, 1, found.number, 5)
        store.count_finding(first.key, 1, 90, 5)  # repeated after an interruption
        kept = store.finding(first.key[:5])

        assert kept.case == int_case(1)
        assert (kept.number, kept.count) == (40, 15)
        assert store.findings() == [kept]
        assert store.findings(campaign=1) == [kept]
        assert store.findings(campaign=2) == []


def test_a_verdict_stays_when_the_case_changes(path: Path) -> None:
    with Store(path, IDENTITY) as store:
        store.keep_finding(finding(case=int_case(99)))
        store.judge(finding().key, "target", "wrong sign")
        store.keep_finding(finding(case=int_case(1)))
        kept = store.finding(finding().key)

        assert (kept.verdict, kept.reason) == ("target", "wrong sign")
        assert kept.case == int_case(1)


def test_a_finding_survives_its_document() -> None:
    whole = finding(state="stateful", preceding=(int_case(4).body,))

    assert Finding.from_json(whole.to_json()) == whole


@pytest.mark.parametrize(
    ("name", "message"), [("zz", "hex digits"), ("00", "no finding"), ("", "hex digits")]
)
def test_an_unknown_finding_is_named(path: Path, name: str, message: str) -> None:
    with Store(path, IDENTITY) as store:
        store.keep_finding(finding())
        with pytest.raises(UnknownFinding, match=message):
            store.finding(name)


def test_an_ambiguous_id_lists_what_it_could_be(path: Path) -> None:
    with Store(path, IDENTITY) as store:
        for number in range(40):
            signature = Signature("float", f"op{number}", "value", ("a", "b"), "t")
            store.keep_finding(finding(signature=signature))
        first = store.findings()[0].key[0]
        same = [found.key for found in store.findings() if found.key[0] == first]
        if len(same) > 1:
            with pytest.raises(UnknownFinding, match=same[1]):
                store.finding(first)


@pytest.mark.parametrize("name", ["revision", "gas table"])
def test_mixing_is_refused_by_name(path: Path, name: str) -> None:
    Store(path, IDENTITY).close()
    with pytest.raises(StoreMismatch, match=f"its {name} is .*, this program's is other"):
        Store(path, {**IDENTITY, name: "other"})
    Store(path, {**IDENTITY, "rules": "changed"}).close()


def test_writes_inside_atomic_are_all_or_nothing(path: Path) -> None:
    with Store(path, IDENTITY) as store:
        number = store.begin_campaign({}, {})
        with suppress(ZeroDivisionError), store.atomic():
            store.keep_piece(number, "float", 0, 1, {})
            store.keep_finding(finding())
            raise ZeroDivisionError

        assert list(store.pieces(number)) == []
        assert store.findings() == []


def test_an_older_store_is_migrated(path: Path) -> None:
    """A store of schema 1 gets the tables of the later steps, and keeps its content."""
    connection = sqlite3.connect(path)
    connection.executescript(MIGRATIONS[0])
    connection.execute("INSERT INTO identity VALUES ('revision', 'pvm-1')")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    with pytest.raises(StoreMismatch, match="schema 1 is older"):
        Store(path, IDENTITY, writable=False)
    with Store(path, IDENTITY) as store:
        store.keep_retries(1, {"ab": True, "cd": False})

        assert store.retries(1) == {"ab": True, "cd": False}
    with pytest.raises(StoreMismatch, match="revision"):
        Store(path, {**IDENTITY, "revision": "pvm-2"})


def test_a_newer_store_is_refused(path: Path) -> None:
    Store(path, IDENTITY).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreMismatch, match="schema 99"):
        Store(path, IDENTITY)


def test_what_is_no_store_is_named(path: Path, tmp_path: Path) -> None:
    path.write_text("not a database at all, but long enough to be read as one" * 50)
    with pytest.raises(StoreCorrupt):
        Store(path, IDENTITY)
    with pytest.raises(StoreMissing, match="pvm fuzz --store"):
        Store(tmp_path / "absent.sqlite", IDENTITY, writable=False)
    with pytest.raises(StoreUnavailable, match="it is a folder"):
        Store(tmp_path, IDENTITY)
    with pytest.raises(StoreUnavailable):
        Store(path / "below" / "a-file.sqlite", IDENTITY)


def fill(store: Store, campaign: int) -> None:
    for first in range(2000):
        store.keep_piece(campaign, "float", first, 1, {"pad": "x" * 1000})


def test_the_ceiling_is_an_error_and_gc_makes_room(path: Path) -> None:
    with Store(path, IDENTITY, ceiling_bytes=1 << 20) as store:
        number = store.begin_campaign({}, {})
        with pytest.raises(StoreFull, match="ceiling of 1 MiB"):
            fill(store, number)
        kept = len(list(store.pieces(number)))
        store.end_campaign(number, "done", {})

        assert 500 < kept < 1100
        assert store.gc() > 500_000
        assert store.campaigns()[0].state == "done"
        store.keep_piece(number, "float", 0, 1, {})


def test_gc_keeps_the_newest_corpus_and_every_finding(path: Path) -> None:
    entries = [CorpusEntry("float", int_case(n).body, (n,), ()) for n in range(20)]
    with Store(path, IDENTITY) as store:
        for _ in range(3):
            store.end_campaign(store.begin_campaign({}, {}), "done", {})
        store.keep_corpus(1, entries)
        store.keep_finding(finding())
        store.gc(keep_campaigns=1, keep_corpus=5)

        assert [entry.record for entry in store.corpus("float")] == [(n,) for n in range(15, 20)]
        assert len(store.findings()) == 1
        assert [record.number for record in store.campaigns()] == [3]


def run_writer(path: Path, **options: object) -> "subprocess.Popen[str]":
    process: subprocess.Popen[str] = subprocess.Popen(
        [sys.executable, "-m", "tests.diff.store_writer", str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )
    return process


def test_what_was_written_survives_kill_9(path: Path) -> None:
    """Killed at random moments: every number that was reported is there, and nothing is torn."""
    chance = random.Random(5)
    reported = -1
    for _ in range(6):
        writer = run_writer(path)
        assert writer.stdout is not None
        line = writer.stdout.readline()
        time.sleep(chance.random() * 0.25)
        writer.kill()
        rest = writer.communicate()[0]
        complete = (line + rest).rpartition("\n")[0].split()
        reported = max([reported, *map(int, complete)])
        with Store(path, IDENTITY, writable=False) as store:
            numbers = [piece["number"] for piece in store.pieces(1)]

            assert numbers == list(range(len(numbers)))
            assert len(numbers) > reported
            assert store.finding(finding().key).count == len(numbers)
    assert reported > 10


def test_a_full_disk_is_named_and_loses_nothing(path: Path) -> None:
    """The system refuses to let the file grow, as a full disk does."""

    def no_room() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    out, errors = run_writer(path, preexec_fn=no_room).communicate(timeout=60)
    last = int(out.split()[-1])

    assert last > 5
    assert "diff.errors.Store" in errors.splitlines()[-1]
    with Store(path, IDENTITY) as store:
        assert len(list(store.pieces(1))) == last + 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_read_only_folder_is_named() -> None:
    """As a user who may not write there (root may write anywhere)."""
    script = (
        "import os, sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path; from diff.findings.store import Store\n"
        "from diff.errors import StoreError\n"
        "from tests.diff.samples import IDENTITY\n"
        "os.setuid(65534)\n"
        "print(len(Store(Path(sys.argv[1]), IDENTITY, writable=False).findings()))\n"
        "for name in (sys.argv[1], sys.argv[1] + '.new'):\n"
        "    try:\n        Store(Path(name), IDENTITY)\n"
        "    except StoreError as error:\n        print(error.exit_status, error)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "campaign.sqlite"
        Store(path, IDENTITY).close()
        path.parent.chmod(0o555)
        result = subprocess.run(
            [sys.executable, "-c", script, str(path), str(ROOT)],
            capture_output=True,
            text=True,
            check=False,
        )
    lines = result.stdout.splitlines()

    assert lines[0] == "0", result.stderr
    assert len(lines) == 3
    assert all(line.startswith("3 ") and "read-only" in line for line in lines[1:])
