"""What `packaging/dev.py try` runs inside `.venv`: the sample mail goes into a practice mailbox by the command line,
and where there is a display the window opens on that mailbox, with more sample mail ready to drag."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from mailferry import cli
from mailferry.paths import resources
from mailferry.sandbox import Sandbox

PASSWORD_VARIABLE = "MAILFERRY_TRY_PASSWORD"  # its name, not a password


def main() -> int:
    """Returns the exit code of the import, or of the window if it was opened."""
    sample = resources() / "sample"
    with Sandbox(strict=True) as sandbox, tempfile.TemporaryDirectory(prefix="mailferry-") as state_folder:
        os.environ[PASSWORD_VARIABLE] = sandbox.password
        print("The sample mail goes into a practice mailbox, which is empty at each start.", flush=True)
        code = cli.main([
            "import", str(sample / "Letters.mbox"), str(sample / "Archive"),
            "--to", f"imap://{sandbox.user}@{sandbox.host}:{sandbox.port}/", "--plaintext",
            "--password-env", PASSWORD_VARIABLE, "--state-dir", state_folder])
        del os.environ[PASSWORD_VARIABLE]
        if code:
            return code
        if not has_display():
            print("There is no display here; with one, the window opens now.")
            return 0
        from mailferry.ui import app

        print("The window opens on that mailbox. Drag more mail into it; close it to end.", flush=True)
        return app.run(practice=sandbox, offer=[sample / "More mail to drag"], state_dir=Path(state_folder))


def has_display() -> bool:
    """Whether a window can be shown: X11 or Wayland on Linux, always on Windows and macOS."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
