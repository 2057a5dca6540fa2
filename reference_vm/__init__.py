"""Loading, execution and tracing of the specification."""

from reference_vm.form import choose

choose()  # before anything imports spec

from reference_vm.execution import Execution, execute  # noqa: E402

__all__ = ["Execution", "execute"]
