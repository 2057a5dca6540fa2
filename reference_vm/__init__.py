"""Loading, execution and tracing of the specification."""

from reference_vm.execution import Execution, execute

__all__ = ["Execution", "execute"]
