"""The far side: the protocol, processes that cannot harm the harness, how targets are had."""
