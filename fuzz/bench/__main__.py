"""`make bench`: the speed of the reference, next to its peers in the same run."""

import platform

from rich.console import Console

from diff.identity import is_compiled
from fuzz.bench.cbor import cbor_table
from fuzz.bench.compiler import print_compiler_tables
from fuzz.bench.float import speed_table, worst_table
from fuzz.bench.forms import forms_table
from fuzz.bench.machine import machine_table
from fuzz.bench.objects import objects_table


def main() -> None:
    """Print all tables."""
    console = Console()
    form = "compiled" if is_compiled() else "interpreted"
    console.print(
        f"reference {form}, CPython {platform.python_version()}, {platform.machine()}, "
        f"{platform.system()}"
    )
    console.print(machine_table())
    console.print(objects_table())
    console.print(forms_table())
    print_compiler_tables(console)
    console.print(speed_table())
    console.print(worst_table())
    console.print(cbor_table())


if __name__ == "__main__":
    main()
