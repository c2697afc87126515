"""What `make bench` runs: time and memory beside targets, and beside other programs of the field."""
