"""What the answers to one case say about each target: see `diff.judge`."""

from diff.judge import Judgement, Localiser, judge

__all__ = ["Judgement", "Localiser", "judge"]
