"""`python -m mailferry` is the command."""

import sys

from mailferry.cli import main

sys.exit(main())
