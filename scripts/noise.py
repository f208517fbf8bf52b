#!/usr/bin/env python3
"""How much cfn-tidy says about templates.

    scripts/noise.py [--cfn-tidy PROGRAM] [--rules N] [--errors] TEMPLATE_OR_FOLDER...

Findings per file of the rules that are on by default: median, mean and 90th percentile, by severity; then the rules with
the most findings, and in how many files each has some. `--errors` prints each error, too.
"""

import argparse
import collections
import json
import pathlib
import statistics
import subprocess

ENDINGS = {".json", ".template", ".yaml", ".yml"}
FILES_AT_ONCE = 200
SEVERITIES = ("error", "warning", "note")


def main():
    options = arguments()
    files = sorted(set(templates(options.templates)))
    findings = list(check(options.cfn_tidy, files))
    print_per_file(files, findings)
    print_rules(findings, options.rules)
    if options.errors:
        for finding in findings:
            if finding["severity"] == "error":
                place = finding["location"]
                print(f"{finding['filename']}:{place['line']}:{place['column']}: {finding['rule']}: {finding['message']}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cfn-tidy", default="cfn-tidy", metavar="PROGRAM")
    parser.add_argument("--rules", type=int, default=10, metavar="N", help="how many rules are listed")
    parser.add_argument("--errors", action="store_true", help="print each error")
    parser.add_argument("templates", nargs="+", type=pathlib.Path)
    return parser.parse_args()


def templates(paths):
    """The files themselves, and what looks like a template in folders."""
    for path in paths:
        if path.is_dir():
            below = (file for file in path.rglob("*") if file.suffix in ENDINGS and file.is_file())
            yield from (file for file in below if b"Resources" in file.read_bytes())
        else:
            yield path


def check(program, files):
    for start in range(0, len(files), FILES_AT_ONCE):
        names = [str(file) for file in files[start : start + FILES_AT_ONCE]]
        command = [program, "check", "--isolated", "--output-format", "json", "--", *names]
        yield from json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)


def print_per_file(files, findings):
    print(f"{len(files)} files, {len(findings)} findings")
    print(f"{'per file':10}{'median':>8}{'mean':>8}{'90 %':>8}{'most':>8}{'files':>8}")
    for severity in (*SEVERITIES, "all"):
        chosen = [finding for finding in findings if severity in (finding["severity"], "all")]
        found = collections.Counter(finding["filename"] for finding in chosen)
        counts = sorted(found.get(str(file), 0) for file in files)
        ninetieth = counts[(len(counts) * 9) // 10]
        numbers = f"{statistics.median(counts):8.0f}{statistics.mean(counts):8.2f}{ninetieth:8}{counts[-1]:8}"
        print(f"{severity:10}{numbers}{len(found):8}")


def print_rules(findings, count):
    rules = collections.Counter((finding["rule"], finding["severity"]) for finding in findings)
    files = collections.defaultdict(set)
    for finding in findings:
        files[finding["rule"]].add(finding["filename"])
    print(f"\n{'rule':36}{'severity':10}{'findings':>9}{'files':>7}")
    for (rule, severity), findings_of_rule in rules.most_common(count):
        print(f"{rule:36}{severity:10}{findings_of_rule:9}{len(files[rule]):7}")


if __name__ == "__main__":
    main()
