#!/usr/bin/env python3
"""Where cfn-tidy and cfn-lint agree on templates, and where they do not.

    scripts/agreement.py [--cfn-lint PROGRAM] [--cfn-tidy PROGRAM] [--ids E,W] [--list] TEMPLATE...

Both programs check the same files. A finding of one agrees with the other when the other has one of the same severity on
the same line of the same file, whatever its id. Only ids that rules of cfn-tidy stand for are looked at. `--list` prints
each finding that stands alone. For a template that cannot be read cfn-lint reports nothing else, so nothing else counts.
"""

import argparse
import collections
import json
import pathlib
import subprocess

Finding = collections.namedtuple("Finding", "file line id message")
FILES_AT_ONCE = 200


def main():
    options = arguments()
    names = [str(path) for path in options.templates]
    chosen = tuple(options.ids.split(","))
    known = ids_with_a_rule(options.cfn_tidy)
    foreign = [f for f in cfn_lint(options.cfn_lint, names) if f.id in known and f.id.startswith(chosen)]
    own = [f for f in cfn_tidy(options.cfn_tidy, names) if f.id.startswith(chosen)]
    unreadable = {f.file for f in foreign if f.id == "E0000"}
    own = [f for f in own if f.file not in unreadable or f.id == "E0000"]
    missed, extra = alone(foreign, own), alone(own, foreign)
    print_table(foreign, own, missed, extra)
    if options.list:
        print_alone("only cfn-lint", missed)
        print_alone("only cfn-tidy", extra)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cfn-lint", default="cfn-lint", help="the command cfn-lint")
    parser.add_argument("--cfn-tidy", default="cfn-tidy", help="the command cfn-tidy")
    parser.add_argument("--ids", default="E", help="beginnings of the ids that count, separated by commas")
    parser.add_argument("--list", action="store_true", help="print each finding that only one of the two has")
    parser.add_argument("templates", nargs="+", type=pathlib.Path)
    return parser.parse_args()


def output_of(command):
    """The JSON on standard output; both programs exit with another code than 0 when they have findings."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.stdout.strip() else []


def ids_with_a_rule(program):
    rules = output_of([program, "rule", "--all", "--output-format", "json"])
    return {id for rule in rules for id in rule["cfn_lint"]}


def in_parts(names):
    return (names[start : start + FILES_AT_ONCE] for start in range(0, len(names), FILES_AT_ONCE))


def cfn_lint(program, names):
    """cfn-lint's findings; a template that it breaks down on is named and passed over."""
    for part in in_parts(names):
        yield from findings_of_part(program, part)


def findings_of_part(program, names):
    done = subprocess.run([program, "-c", "I", "-f", "json", "--", *names], capture_output=True, text=True, check=False)
    if "Traceback" not in done.stderr:
        for row in json.loads(done.stdout or "[]"):
            # It explains the finding that it names: why a branch of an alternative does not fit.
            if row.get("ParentId"):
                continue
            line = row["Location"]["Start"]["LineNumber"]
            yield Finding(row["Filename"], line, row["Rule"]["Id"], row["Message"])
    elif len(names) == 1:
        print(f"cfn-lint breaks down on {names[0]}")
    else:
        for half in (names[: len(names) // 2], names[len(names) // 2 :]):
            yield from findings_of_part(program, half)


def cfn_tidy(program, names):
    for part in in_parts(names):
        for row in output_of([program, "check", "--isolated", "--output-format", "json", "--", *part]):
            if row["cfn_lint"]:
                place = row["cfn_lint"]
                message = f"{row['rule']}: {row['message']}"
                yield Finding(row["filename"], place["line"], place["id"], message)


def place(finding):
    """What two findings have in common that agree: the file, the line and the severity."""
    return (str(pathlib.PurePath(finding.file)), finding.line, finding.id[0])


def alone(findings, others):
    places = {place(other) for other in others}
    return [finding for finding in findings if place(finding) not in places]


def print_table(foreign, own, missed, extra):
    counts = [collections.Counter(f.id for f in findings) for findings in (foreign, own, missed, extra)]
    print(f"{'id':8}{'cfn-lint':>10}{'cfn-tidy':>10}{'missed':>8}{'extra':>7}")
    for id in sorted(set().union(*counts)):
        print(f"{id:8}{counts[0][id]:10}{counts[1][id]:10}{counts[2][id]:8}{counts[3][id]:7}")
    theirs, ours = len(set(map(place, foreign))), len(set(map(place, own)))
    both = theirs - len(set(map(place, missed)))
    print(f"lines with findings: cfn-lint {theirs}, cfn-tidy {ours}, both {both}", end="")
    print(f", recall {both / theirs:.3f}" if theirs else "", end="")
    print(f", precision {both / ours:.3f}" if ours else "")


def print_alone(title, findings):
    print(f"\n{title}:")
    for finding in sorted(findings):
        print(f"{finding.file}:{finding.line}: {finding.id} {' '.join(finding.message.split())}")


if __name__ == "__main__":
    main()
