#!/usr/bin/env python3
"""Shows that boto3 and the AWS CLI work against the local run, for every operation that it serves.

    python3 tests/Clients/check.py                   starts a local run of its own
    python3 tests/Clients/check.py --endpoint URL    uses one that runs tests/Clients/Assembly, just started
    python3 tests/Clients/check.py --only sqs        the checks of a module

Needs boto3; the AWS CLI's checks are skipped where `aws` is not on the PATH.
"""

import argparse
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import traceback

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent


class LocalRun:
    """A local run of the checks' assembly on a free port."""

    def __enter__(self):
        command = ["dotnet", "run", "--project", str(REPOSITORY / "infra" / "Local"), "--"]
        self._process = subprocess.Popen(
            command + ["--assembly", str(HERE / "Assembly"), "--port", "0"],
            cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, start_new_session=True)
        shown = []
        for line in self._process.stdout:
            shown.append(line)
            if ready := re.match(r"Ready: (http://\S+)", line):
                self.endpoint = ready.group(1)
                self._drain()
                return self
        raise SystemExit(f"The local run did not start:\n{''.join(shown)}")

    def __exit__(self, *_):
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGINT)
        if self._process.wait(timeout=30) not in (0, 130, -signal.SIGINT):
            raise SystemExit(f"The local run ended with exit code {self._process.returncode}.")

    def _drain(self):
        """Reads on, so that the local run never waits for its reader."""
        threading.Thread(target=lambda: [None for _ in self._process.stdout], daemon=True).start()


def run(endpoint, only):
    from harness import CHECKS, Aws, Skipped
    import checks  # noqa: F401
    from served import not_served, unchecked

    aws = Aws(endpoint)
    failures = 0
    for function in CHECKS:
        module = function.__module__.removeprefix("checks.")
        if only and module not in only:
            continue
        name = f"{module}: {function.__doc__.strip()}"
        try:
            function(aws)
            print(f"ok    {name}")
        except Skipped as reason:
            print(f"skip  {name} ({reason})")
        except Exception as error:  # any failure is reported, and the next check made
            if operation := not_served(error):
                print(f"skip  {name} ({operation} is not served)")
                continue
            failures += 1
            place = next(frame for frame in reversed(traceback.extract_tb(error.__traceback__)) if "checks" in frame.filename)
            print(f"FAIL  {name}\n      {type(error).__name__}: {error}\n      {place.filename}:{place.lineno}: {place.line}")
    if not only:
        for service, operations in unchecked(aws).items():
            failures += 1
            print(f"FAIL  {service}: served, but never called by a check: {', '.join(sorted(operations))}")
    print("All is as on AWS." if failures == 0 else f"{failures} failed.")
    return 1 if failures else 0


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--endpoint", help="of a local run that runs already")
    arguments.add_argument("--only", nargs="*", help="names of modules in checks/")
    options = arguments.parse_args()
    sys.path.insert(0, str(HERE))
    if options.endpoint:
        return run(options.endpoint, options.only)
    with LocalRun() as local:
        return run(local.endpoint, options.only)


if __name__ == "__main__":
    sys.exit(main())
