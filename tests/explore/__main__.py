"""The exploration as a command, further than the tests go: `python -m tests.explore [--messages 1 2 3] [--troubles N]`.

As it stands it takes some minutes for all deliveries; with three troubles in a run, and batches of two or three, up to
half an hour for each. The tests go as far as two troubles, for one message by MULTIAPPEND three.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.explore.explorer import Explorer, PromiseBroken

from mailferry.transfer.values import DeliveryKind, OnReject


def main(arguments: Sequence[str] | None = None) -> int:
    """Explore; 1 if the promise was broken somewhere."""
    parser = argparse.ArgumentParser(prog="python -m tests.explore", description=__doc__)
    parser.add_argument("--messages", type=int, nargs="+", default=[1, 2, 3], help="messages of a batch (1 2 3)")
    parser.add_argument("--troubles", type=int, default=2, help="what may go wrong in one run (2)")
    parser.add_argument("--delivery", type=DeliveryKind, nargs="+", default=list(DeliveryKind))
    options = parser.parse_args(arguments)
    broken, states = 0, 0
    for kind, count, on_reject in itertools.product(options.delivery, options.messages,
                                                    (OnReject.ISOLATE, OnReject.SKIP)):
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="mf-explore-") as folder:
            what = f"{kind.value}, {count} messages, {options.troubles} troubles, {on_reject.value}"
            try:
                found = Explorer(Path(folder), count, kind, budget=options.troubles, on_reject=on_reject).explore()
            except PromiseBroken as error:
                print(f"{what}: BROKEN: {error}", flush=True)
                broken += 1
            else:
                states += len(found.states)
                print(f"{what}: {found.runs:,} runs, {len(found.states):,} states, {time.monotonic() - began:.0f} s",
                      flush=True)
    print(f"{states:,} states in all")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
