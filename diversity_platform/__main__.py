"""``python -m diversity_platform``."""

from diversity_platform.cli.main import main

main()
