"""Every branch of the encoder and of the response reader is walked by their own tests.

Run it by `python tests/check_coverage.py`. Those two modules decide what a server takes for commands, and what we take
for its verdict. Only their own tests count, not what others happen to pass through. Exit code 0 if all is covered,
else that of pytest or of coverage (2).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ("gui/mailferry/imap/append.py", "gui/mailferry/imap/response.py")
TESTS = ("tests/imap/test_append.py", "tests/imap/test_append_cancelled.py", "tests/imap/test_append_properties.py",
         "tests/imap/test_response.py")


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        data = f"--data-file={directory}/coverage"
        coverage = [sys.executable, "-m", "coverage"]
        tests = [*coverage, "run", data, "--branch", "-m", "pytest", "-q", *TESTS]
        tested = subprocess.run(tests, cwd=ROOT, check=False)
        if tested.returncode:
            return tested.returncode
        report = [*coverage, "report", data, "--show-missing", "--fail-under=100", "--precision=2",
                  f"--include={','.join(MODULES)}"]
        return subprocess.run(report, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
