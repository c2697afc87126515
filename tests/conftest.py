"""What holds for all tests."""

from hypothesis import settings

# no test reads a clock: a busy machine may take as long as it needs for an example
settings.register_profile("simulasi", deadline=None)
settings.load_profile("simulasi")
