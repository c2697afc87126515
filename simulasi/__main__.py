"""``python -m simulasi`` is the command ``simulasi``."""

from simulasi.cli.main import main

main()
