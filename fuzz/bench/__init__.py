"""The reference's speed, next to its peers in the same run: `make bench`, `make bench-gas`."""
