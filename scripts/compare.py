#!/usr/bin/env python3
"""Compares cfn-tidy with other tools on the same templates, in one run on one machine.

usage: compare.py CFN_TIDY FOLDER [--most N]

CFN_TIDY is a release build of cfn-tidy, FOLDER contains templates. The others are those of the Python that runs this
script: `pip install cfn-lint==1.58.0 cfn-flip==1.3.0`, and `cloudformation-validate==1.14.0`, which is left out where it
is not installed; one engine of it checks all files. Prints CPU seconds (user and system) and the peak of memory of each;
wall-clock time on a shared machine says little.
"""
import argparse
import importlib.util
import os
import subprocess
import sys
import time


def run(command):
    """CPU seconds, seconds and peak memory in MB of one command."""
    begin = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss / 1024


def templates(folder, most):
    found = []
    for root, _, files in os.walk(folder):
        found += [os.path.join(root, f) for f in files if f.endswith(('.yaml', '.yml', '.json', '.template'))]
    return sorted(found)[:most]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('cfn_tidy')
    arguments.add_argument('folder')
    arguments.add_argument('--most', type=int, default=None)
    options = arguments.parse_args()
    files = templates(options.folder, options.most)
    size = sum(os.path.getsize(f) for f in files)
    print(f'{len(files)} files, {size / 1e6:.2f} MB')
    tidy = run([options.cfn_tidy, 'check', '--isolated', '--quiet', *files])
    rows = [('cfn-tidy check', tidy)]
    rows.append(('cfn-tidy check --diff', run([options.cfn_tidy, 'check', '--isolated', '--quiet', '--diff', *files])))
    rows.append(('cfn-lint', run([sys.executable, '-c', LINT, '--', *files])))
    flip = [sys.executable, '-c', FLIP, *files]
    rows.append(('cfn-flip --clean', run(flip)))
    if importlib.util.find_spec('cloudformation_validate'):
        rows.append(('cloudformation-validate', run([sys.executable, '-c', VALIDATE, *files])))
    for name, (cpu, wall, memory) in rows:
        print(f'{name:24} {cpu:9.3f} s CPU {wall:9.3f} s {memory:8.1f} MB   {cpu / tidy[0]:8.1f} x cfn-tidy check')


LINT = 'import sys; from cfnlint.runner import main; sys.exit(main())'

FLIP = '''
import sys
import cfn_flip
for name in sys.argv[1:]:
    try:
        cfn_flip.to_yaml(open(name, encoding="utf-8").read(), clean_up=True)
    except Exception:
        pass
'''

VALIDATE = '''
import sys
from cloudformation_validate import CompositeEngine, ValidationError
engine = CompositeEngine()
for name in sys.argv[1:]:
    try:
        engine.validate_template(name)
    except ValidationError:
        pass
'''

main()
