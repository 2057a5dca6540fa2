"""What the fuzzing commands say of an exception of the host, which is always a defect of ours."""

import traceback


def told(error: Exception) -> str:
    """The exception and the place that raised it."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({place.filename}:{place.lineno})"
