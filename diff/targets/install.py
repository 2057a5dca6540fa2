"""Puts the packages of the targets into the user's cache, whole or not at all.

A package is made in a temporary folder beside its place and renamed at the end, under a
lock, so that neither an interruption nor a second installation at the same time leaves
half of one. The log of the last attempt is kept. `install.json` in the folder says how
it was made. A second checkout finds everything in its place.
"""

import contextlib
import errno
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

import platformdirs

from diff.targets.packages import InstallError, Package

CACHE_NAME = "pvm-reference"
RECORD = "install.json"
TAIL_LINES = 12
"""Lines of a failed command's log that the error shows."""

Progress = Callable[[str, int, int], None]
"""Called with a line to show, the steps done and the steps in all (0: unknown)."""


class InstallInterrupted(InstallError):
    """The user stopped an installation; nothing of it was kept."""

    exit_status = 130


def cache_folder() -> Path:
    """Where packages lie: `targets/` in the user's cache folder of this project."""
    return platformdirs.user_cache_path(CACHE_NAME) / "targets"


def folder_of(package: Package) -> Path:
    """Where the package lies when it is installed."""
    return cache_folder() / package.identity


def log_of(package: Package) -> Path:
    """The log of the last attempt to install the package."""
    return cache_folder() / f"{package.identity}.log"


def is_installed(package: Package) -> bool:
    """Whether the package is there, whole: its record is written last."""
    folder = folder_of(package)
    return (folder / RECORD).is_file() and (folder / package.product).exists()


def install(package: Package, progress: Progress = lambda text, done, total: None) -> Path:
    """Install the package unless it is there; its folder.

    Raises InstallError (why, and what helps; the log's place when a command failed) and
    InstallInterrupted. In both cases nothing of the attempt is left but the log.
    """
    if is_installed(package):
        return folder_of(package)
    versions = package.tools()
    with _clear_errors(), _lock(package, progress) as lock:
        if is_installed(package):
            return folder_of(package)
        _remove_leftovers(package)
        _check_space(package)
        return _make(package, versions, progress, lock)


def _make(package: Package, versions: Mapping[str, str], progress: Progress, lock: int) -> Path:
    place = folder_of(package)
    partial = _partial(package)
    partial.mkdir(parents=True)
    try:
        package.prepare(partial)
        _run(package, partial, progress, lock)
        for name in package.leftovers:
            shutil.rmtree(partial / name, ignore_errors=True)
        if not (partial / package.product).exists():
            raise InstallError(
                f"{package.identity}: {package.how} succeeded but made no {package.product}; "
                f"see {log_of(package)}"
            )
        write_record(package, partial, versions)
        shutil.rmtree(place, ignore_errors=True)  # without a record it is not a package
        os.rename(partial, place)
    except KeyboardInterrupt:
        raise InstallInterrupted(
            f"{package.identity}: interrupted; nothing was installed, the log is "
            f"{log_of(package)}; run the same command again"
        ) from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return place


def write_record(package: Package, folder: Path, versions: Mapping[str, str]) -> None:
    """Write `install.json`: what this is and how it came here."""
    command = [part.replace(str(folder), "<folder>") for part in package.command(folder)]
    record = {
        "name": package.name,
        "version": package.version,
        "how": package.how,
        "command": command,
        "flags": list(package.flags),
        "tools": dict(versions),
    }
    (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def read_record(package: Package) -> Mapping[str, object] | None:
    """The record of an installed package; None when there is none or it cannot be read."""
    try:
        record = json.loads((folder_of(package) / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) else None


# Running the command


def _run(package: Package, partial: Path, progress: Progress, lock: int) -> None:
    """Run the package's command in a process group of its own, its output into the log.

    The command inherits the lock: if this process is killed, nobody builds into the same
    folder before the command has ended as well.
    """
    environment = {**os.environ, **package.environment(partial)}
    command = list(package.command(partial))
    with log_of(package).open("w", encoding="utf-8") as log:
        log.write("$ " + " ".join(command) + "\n")
        log.flush()
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=partial,
                text=True,
                errors="replace",
                start_new_session=True,
                pass_fds=(lock,),
            )
        except OSError as error:
            raise InstallError(f"{package.identity}: cannot run {command[0]}: {error}") from None
        try:
            status = _follow(package, process, log, progress)
        except BaseException:
            _end(process)
            raise
    if status != 0:
        raise InstallError(_failure(package, status))


def _follow(
    package: Package, process: subprocess.Popen[str], log: IO[str], progress: Progress
) -> int:
    assert process.stdout is not None
    done = 0
    step = re.compile(package.step) if package.step else None
    for line in process.stdout:
        log.write(line)
        log.flush()
        if step is not None and step.match(line):
            done += 1
            progress(line.strip(), done, package.steps)
        elif step is None:
            progress(line.strip(), 0, 0)
    return process.wait()


def _end(process: subprocess.Popen[str]) -> None:
    """Stop the command and everything that it started."""
    for number, grace in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 30.0)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(grace)
            return


def _failure(package: Package, status: int) -> str:
    """One line with the cause if the log shows a known one, then the end of the log."""
    lines = log_of(package).read_text(encoding="utf-8", errors="replace").splitlines()
    text = "\n".join(lines)
    cause = f"{package.how} failed with status {status}"
    for pattern, meaning in _CAUSES:
        if re.search(pattern, text, re.IGNORECASE):
            cause = f"{meaning} ({cause})"
            break
    tail = "\n".join("  | " + line for line in lines[-TAIL_LINES:])
    return f"{package.identity}: {cause}; the log is {log_of(package)}\n{tail}"


_CAUSES = (
    (r"no space left on device", "the disk is full"),
    (r"could not resolve host|failed to download|ENOTFOUND|ECONNREFUSED|network", "no network"),
    (r"do not match the hashes|EINTEGRITY|checksum", "the download is not what was pinned"),
    (r"linker `?cc`? not found|pkg-config|libffi", "a C compiler, pkg-config or libffi is missing"),
)


# The folder


def _partial(package: Package) -> Path:
    return cache_folder() / f".{package.identity}.partial"


def _remove_leftovers(package: Package) -> None:
    """Remove what an installation left that was killed; the lock says that none runs."""
    partial = _partial(package)
    if partial.exists():
        shutil.rmtree(partial)


def _check_space(package: Package) -> None:
    free = shutil.disk_usage(cache_folder()).free
    if free < package.needs_bytes:
        raise InstallError(
            f"{package.identity}: the build needs about {package.needs_bytes >> 20} MiB in "
            f"{cache_folder()}, {free >> 20} MiB are free"
        )


@contextlib.contextmanager
def _lock(package: Package, progress: Progress) -> Iterator[int]:
    """Hold the package's lock, a descriptor; wait for another installation of it to end."""
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{package.identity}.lock").open("w") as file:
        waiting = False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not waiting:
                    progress("waiting for another installation of it to end", 0, 0)
                waiting = True
                time.sleep(0.2)
        yield file.fileno()


@contextlib.contextmanager
def _clear_errors() -> Iterator[None]:
    """Turn errors of the file system into InstallError with what helps."""
    try:
        yield
    except OSError as error:
        where = error.filename or cache_folder()
        if error.errno == errno.ENOSPC:
            raise InstallError(f"the disk is full: {where}") from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise InstallError(
                f"cannot write {where}: {error.strerror}; set XDG_CACHE_HOME to a folder "
                "that can be written"
            ) from None
        raise InstallError(f"{where}: {error.strerror or error}") from None
