"""Whether two answers agree, where they part first, what is known, and who is to blame."""
