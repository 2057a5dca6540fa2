"""Draws for the cases that CPython 3.14 answered: the same on every Python, and no `random`."""

import hashlib


class Draw:
    """A stream of choices."""

    def __init__(self, seed):
        self.state = seed * 2 + 1

    def below(self, limit):
        """Return an integer from 0 to below the limit."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def one(self, choices):
        """Return one of the choices."""
        return choices[self.below(len(choices))]

    def some(self, choices, most):
        """Return up to `most` of the choices, joined."""
        return "".join(self.one(choices) for _ in range(self.below(most + 1)))


def error_text(error):
    """Return an exception as type and text."""
    return f"{type(error).__name__}: {error}"


def chunk_digests(answers, size=100):
    """Return a digest of each chunk of answers, so that a difference can be found."""
    digests, chunk = [], []
    for answer in answers:
        chunk.append(answer)
        if len(chunk) == size:
            digests.append(digest(chunk))
            chunk = []
    return [*digests, digest(chunk)] if chunk else digests


def digest(chunk):
    """Return a short digest of a list of texts."""
    text = "\n".join(each.encode("unicode_escape").decode("ascii") for each in chunk)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]
