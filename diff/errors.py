"""What can go wrong in the harness, by name.

Every error carries the exit status that the command line gives it, so that no
command has to guess: 2 for wrong use or malformed input, 3 for an environment
that failed (disk, permission, a target that cannot be started).
"""

from typing import ClassVar


class HarnessError(Exception):
    """Any error of the harness that a user can act on; its text is one line."""

    exit_status: ClassVar[int] = 2


class FormError(HarnessError):
    """A JSON document does not have its documented form.

    `path` is the JSON path of the offending part (`$.arguments[0]`), `problem` says
    what was found there and what was expected.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


class CaseError(FormError):
    """A case is malformed."""


class OutcomeError(FormError):
    """An outcome is malformed; from a target this becomes the outcome `protocol-error`."""


class ProtocolError(HarnessError):
    """A target broke the target protocol: a frame or a message that the protocol does not allow."""

    exit_status = 3


class HandshakeError(ProtocolError):
    """A target's hello is missing, late, malformed or contradicts what it was started as."""


class TargetUnavailable(HarnessError):
    """A target cannot be started, or does not stay alive long enough to say hello."""

    exit_status = 3


class UnknownTarget(HarnessError):
    """A name that is neither a built-in target nor an entry of `targets.toml`."""


class EnvironmentFailure(HarnessError):
    """The machine or the installation is not as it has to be; the text says what to mend."""

    exit_status = 3


class StoreError(HarnessError):
    """The store of a campaign cannot be used."""

    exit_status = 3


class StoreUnavailable(StoreError):
    """The store's file cannot be opened or written: no permission, a read-only folder."""


class StoreFull(StoreError):
    """The disk is full, or the store has reached its size ceiling. What was written stays."""


class StoreBusy(StoreError):
    """Another process holds the store for longer than we wait."""


class StoreCorrupt(StoreError):
    """The file is not a store, or is damaged."""


class StoreMissing(StoreError):
    """There is no store at the path that was given."""

    exit_status = 2


class StoreMismatch(StoreError):
    """The store belongs to another revision, gas table or a newer program; mixing is refused."""

    exit_status = 2


class UnknownFinding(HarnessError):
    """No finding of the store has the given name, or several begin with it."""
