"""Reducing a list of choices: shorter first, then smaller numbers."""

from collections.abc import Callable, Sequence


def shrink(
    record: Sequence[int],
    keeps: Callable[[Sequence[int]], tuple[int, ...] | None],
    tries: int,
) -> tuple[int, ...]:
    best = tuple(record)
    seen: set[tuple[int, ...]] = {best}

    def attempt(candidate: Sequence[int]) -> bool:
        nonlocal best, tries
        key = tuple(candidate)
        if tries <= 0 or key in seen or (len(key), key) >= (len(best), best):
            return False
        seen.add(key)
        tries -= 1
        used = keeps(key)
        if used is None or (len(used), used) >= (len(best), best):
            return False
        best = used
        seen.add(used)
        return True

    improved = True
    while improved and tries > 0:
        improved = False
        for size in (16, 8, 4, 2, 1):
            at = 0
            while at < len(best):
                if attempt(best[:at] + best[at + size :]):
                    improved = True
                else:
                    at += size
        for at in range(len(best)):
            for value in (0, 1):
                if at < len(best) and attempt(best[:at] + (value,) + best[at + 1 :]):
                    improved = True
            low, high = 0, best[at] if at < len(best) else 0
            while low + 1 < high:
                middle = (low + high) // 2
                if at < len(best) and attempt(best[:at] + (middle,) + best[at + 1 :]):
                    improved = True
                    high = middle
                else:
                    low = middle
    return best
