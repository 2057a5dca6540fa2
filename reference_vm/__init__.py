"""Loading, execution and tracing of the specification."""

from reference_vm.form import choose

choose()  # before anything imports spec
