#!/usr/bin/env python3
"""Renews lint/data/lambda-runtimes.txt, the dates on which AWS deprecates the runtimes of Lambda.

    scripts/lambda-runtimes.py [--as-of YYYY-MM-DD] [LmbdRuntimeLifecycle.json] > lint/data/lambda-runtimes.txt

The dates are those of "Lambda runtimes" in the AWS Lambda Developer Guide, as cfn-lint collects them in
`data/AdditionalSpecs/LmbdRuntimeLifecycle.json` (MIT-0). Without a path, the file of the cfn-lint that is installed
beside this Python is read, so `pip install --upgrade cfn-lint` comes first.
"""
import argparse
import datetime
import importlib.metadata
import importlib.resources
import json
import pathlib
import sys

# AWS announces a deprecation at least 180 days before it ("Runtime deprecation policy" in the Developer Guide).
NOTICE = datetime.timedelta(days=180)

HEAD = """\
# The runtimes of AWS Lambda. Each line: name, date of deprecation, date from which AWS blocks the creation of
# functions, date from which it blocks their update, and the newest runtime of the same language; - if there is none.
# Written by scripts/lambda-runtimes.py.
# source: "Lambda runtimes" in the AWS Lambda Developer Guide, as collected by {origin} (MIT-0)
# as of: {as_of}
# announced until: {announced_until}"""


def main():
    options = arguments()
    if options.lifecycle is None:
        package = importlib.resources.files("cfnlint")
        text = (package / "data/AdditionalSpecs/LmbdRuntimeLifecycle.json").read_text()
        origin = f"cfn-lint {importlib.metadata.version('cfn-lint')}"
    else:
        text, origin = options.lifecycle.read_text(), "cfn-lint"
    rows = rows_of(json.loads(text))
    print(HEAD.format(origin=origin, as_of=options.as_of, announced_until=options.as_of + NOTICE))
    for row in rows:
        print(*row)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    today = datetime.date.today()
    parser.add_argument("--as-of", type=datetime.date.fromisoformat, default=today, help="the date of the data")
    parser.add_argument("lifecycle", nargs="?", type=pathlib.Path, help="LmbdRuntimeLifecycle.json of cfn-lint")
    return parser.parse_args()


def rows_of(lifecycle):
    for name, entry in sorted(lifecycle.items()):
        dates = [entry["deprecated"], entry["create-block"], entry["update-block"]]
        for date in filter(None, dates):
            datetime.date.fromisoformat(date)
        if entry["deprecated"] is None:
            sys.exit(f"{name}: no date of deprecation")
        yield [name, *(value or "-" for value in [*dates, entry["successor"]])]


if __name__ == "__main__":
    main()
