import reference_vm  # noqa: F401  (first: it decides which form of spec/ is imported)
