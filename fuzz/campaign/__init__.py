"""One campaign: its plan, the workers that run its pieces, and what it has learned so far."""
