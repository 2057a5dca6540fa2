"""Which targets take part in a campaign, and why the others do not."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from diff.comparing.signature import REFERENCE
from diff.errors import HarnessError
from diff.targets.process import ProcessTarget
from diff.targets.registry import entry_named
from diff.targets.target import Hello, TargetSpec
from fuzz.lanes import find_lane


@dataclass(frozen=True, slots=True)
class Lineup:
    """The targets that answered, with their handshakes, and one line for each that is missing."""

    specs: tuple[TargetSpec, ...]
    hellos: Mapping[str, Hello]
    left_out: tuple[str, ...]

    @property
    def versions(self) -> dict[str, str]:
        """What each target said its version is."""
        return {name: hello.version for name, hello in self.hellos.items()}

    def asked_in(self, lane: str) -> tuple[str, ...]:
        """The targets that claim a lane."""
        name = find_lane(lane).name
        return tuple(target for target, hello in self.hellos.items() if name in hello.lanes)


def default_targets(lanes: Iterable[str]) -> tuple[str, ...]:
    """The targets of all these lanes, each once."""
    return tuple(dict.fromkeys(name for lane in lanes for name in find_lane(lane).targets))


def line_up(names: Sequence[str], file: Path | None = None) -> Lineup:
    """Start every target once to see that it works. Raises UnknownTarget for a name of none.

    `file` holds the user's own targets, in place of the `targets.toml` of the checkout.
    """
    entries = [entry_named(name, file) for name in dict.fromkeys(names) if name != REFERENCE]
    left_out: list[str] = []
    specs: list[TargetSpec] = []
    for entry in entries:
        why = entry.unavailable()
        if why is None:
            specs.append(entry.spec())
        else:
            left_out.append(f"left out: {why}")
    return _probe(specs, left_out)


def _probe(specs: Sequence[TargetSpec], left_out: list[str]) -> Lineup:
    hellos: dict[str, Hello] = {}
    with ThreadPoolExecutor(max(1, len(specs))) as threads:
        for spec, answer in zip(specs, threads.map(_hello, specs), strict=True):
            if isinstance(answer, HarnessError):
                left_out.append(f"left out: {spec.name}: {answer}; try `pvm targets check`")
            else:
                hellos[spec.name] = answer
    kept = tuple(spec for spec in specs if spec.name in hellos)
    return Lineup(kept, hellos, tuple(left_out))


def _hello(spec: TargetSpec) -> Hello | HarnessError:
    target = ProcessTarget(spec)
    try:
        return target.hello()
    except HarnessError as error:
        return error
    finally:
        target.close()
