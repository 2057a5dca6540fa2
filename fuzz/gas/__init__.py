"""Every priced entry made to happen, on operands of each of its kinds, and measured on the host."""
