"""Which branches of the specification the tests reach, and why the others stay unreached."""
