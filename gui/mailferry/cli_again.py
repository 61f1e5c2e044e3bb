"""The commands that go on with an import: `mailferry resume` with what was left, `retry` with what was refused.

Return codes as everywhere: 0 all arrived; 1 something was refused or not sent; 2 nothing could be done.
"""

from __future__ import annotations

import argparse
import contextlib
import enum
from dataclasses import replace

from mailferry import cli_sources
from mailferry.cli_run import NOT_STARTED, OK, Run, WrongUse, complain
from mailferry.errors import Problem
from mailferry.progress import tell
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.values import BatchState, BatchView, ImportId, OnRefused, Retry


class How(enum.StrEnum):
    """What `mailferry retry` can be asked for."""

    AGAIN = "again"
    HALVES = "halves"
    ONE_BY_ONE = "one-by-one"
    REPAIR = "repair"
    ASIDE = "aside"
    SKIP = "skip"
    ACCEPT = "accept"
    MISSING = "missing"


_RETRIES = {How.AGAIN: Retry.AGAIN, How.HALVES: Retry.HALVES, How.ONE_BY_ONE: Retry.ONE_BY_ONE,
            How.REPAIR: Retry.REPAIR, How.ASIDE: Retry.ASIDE, How.SKIP: Retry.SKIP, How.ACCEPT: Retry.ACCEPT,
            How.MISSING: Retry.MISSING}
ON_REFUSED_HELP = ("keep a copy of each message that the server refuses for what it is (aside), repair it and send it "
                   "again where that can be done (repair), or only name it (report)")


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser],
                 parents: list[argparse.ArgumentParser]) -> None:
    """Add the parsers of these commands; `parents` have the options of sign-in and sending."""
    resume = commands.add_parser("resume", parents=parents, help="go on with what was left",
                                 description="Go on with imports that were broken off, and with their verification.")
    cli_sources.add_password_options(resume)
    resume.add_argument("--account", metavar="USER@HOST", help="only this account")
    resume.add_argument("--on-refused", choices=[choice.value for choice in OnRefused],
                        help=ON_REFUSED_HELP + "; without it, as the import was told")
    retry = commands.add_parser("retry", parents=parents, help="send again what was refused",
                                description="Send the batches of an import again that were refused, or could not be "
                                "read, or deal with them otherwise. The report of the import names them.")
    retry.add_argument("import_id", metavar="IMPORT", type=int, help="the number of the import")
    retry.add_argument("--batch", type=int, metavar="N", help="only this batch; one that needs you has to be named")
    which = retry.add_mutually_exclusive_group()
    which.add_argument("--how", choices=[how.value for how in How], default=How.AGAIN.value,
                       help="send it again as it is (again), in two halves until the cause is found (halves), each "
                            "message alone (one-by-one), or changed so that the server may take it (repair); keep "
                            "copies and leave it out (aside), leave it out (skip), count it as arrived, since you "
                            "have seen it there (accept), or, where a part of it was found there, send the rest "
                            "(missing)")
    which.add_argument("--into", metavar="MAILBOX", help="send it into this other mailbox; / is the hierarchy")


def resume(options: argparse.Namespace) -> int:
    """`mailferry resume`: also what was to be verified, or to be cleaned up."""
    run = Run(options, Passwords())
    engine = run.engine
    try:
        views = {view.name: view.endpoint for view in engine.accounts()
                 if engine.has_work(view.name) or engine.has_staging(view.name) or engine.unverified(view.name)}
        if options.account is not None:
            if options.account not in {view.name for view in engine.accounts()}:
                raise WrongUse(f"No import for {options.account} is known here.")
            views = {name: endpoint for name, endpoint in views.items() if name == options.account}
        if len(views) > 1 and (options.password_file or options.password_env):
            raise WrongUse(f"One password was given, but {len(views)} accounts have work left: choose one with "
                           f"--account.")
        if not views and not options.json:
            tell("Nothing is left to go on with.")
            return OK
        endpoints = [replace(endpoint, ca_file=options.ca_file or endpoint.ca_file) for endpoint in views.values()]
        imports: list[ImportId] = []
        for endpoint in endpoints:
            imports += sorted({*engine.open_imports(endpoint.name), *engine.unverified(endpoint.name)})
            run.know_password(endpoint)
        read = [account for import_id in imports for account in engine.source_accounts(import_id)]
        accounts = run.know_sources(list(dict.fromkeys(read)), endpoints)
        if options.on_refused is not None:
            for import_id in imports:
                engine.choose_on_refused(import_id, OnRefused(options.on_refused))
        for endpoint in endpoints:
            run.open_account(endpoint)
        if not run.connected(endpoints):
            return NOT_STARTED
        return run.finish(imports, [*endpoints, *accounts])
    finally:
        run.close()


def retry(options: argparse.Namespace) -> int:
    """`mailferry retry`. Raises Problem."""
    run = Run(options, Passwords())
    try:
        endpoint = run.engine.account_of(options.import_id)
        endpoint = replace(endpoint, ca_file=options.ca_file or endpoint.ca_file)
        with contextlib.closing(run.engine.reader()) as reader:
            batches = [batch for batch in reader.batches(options.import_id, limit=100_000) if _is_meant(batch, options)]
        if not batches:
            raise WrongUse(f"Import {options.import_id} has no such batch that was refused.")
        run.know_password(endpoint)
        run.open_account(endpoint, old_work=False)
        if not run.connected([endpoint]):
            return NOT_STARTED
        done = 0
        for batch in batches:
            try:
                if options.into is not None:
                    run.engine.retry_elsewhere(batch.id, tuple(part for part in options.into.split("/") if part))
                else:
                    run.engine.retry(batch.id, _RETRIES[How(options.how)])
                done += 1
            except Problem as error:
                complain(error, f"Batch {batch.id}: ")
        return run.finish([options.import_id], [endpoint]) if done else NOT_STARTED
    finally:
        run.close()


def _is_meant(batch: BatchView, options: argparse.Namespace) -> bool:
    if batch.failed and not batch.current:  # it could not be read: where its file is back, it can be
        return (options.batch in (None, batch.id) and options.into is None
                and options.how in (How.AGAIN.value, How.SKIP.value))
    if not batch.current:
        return False
    if options.batch is not None:
        return bool(batch.id == options.batch)
    return batch.state is BatchState.REJECTED
