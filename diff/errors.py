"""What the harness can refuse, and the exit status that each refusal means.

Every error that a user can cause or has to mend derives from `HarnessError`; the
command line prints its text, without a stack trace, and exits with its status.
"""


class HarnessError(Exception):
    """Something a user must know: what, where, and what to do."""

    exit_status = 3


class UsageError(HarnessError):
    """Wrong use or malformed input: an unknown target, a file that is no case."""

    exit_status = 2


class EnvironmentFailure(HarnessError):
    """The machine refused: a full disk, a missing permission, a failed build."""

    exit_status = 3
