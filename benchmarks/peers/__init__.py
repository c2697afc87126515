"""The same work done by other programs; they run in an environment of their own (``make bench-peers``)."""
