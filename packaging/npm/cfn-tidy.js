#!/usr/bin/env node
// Runs the binary of the package for this platform, which npm installed as an optional dependency.
'use strict';

const { spawnSync } = require('node:child_process');

const name = `@uselatest/cfn-tidy-${process.platform}-${process.arch}`;
const program = process.platform === 'win32' ? 'cfn-tidy.exe' : 'cfn-tidy';

let binary;
try {
  binary = require.resolve(`${name}/bin/${program}`);
} catch {
  console.error(`error: the package ${name} is not installed; if npm omitted optional dependencies, install it by name, ` +
    'and if there is none for this platform, use another way: https://github.com/uselatest/uselatest#install');
  process.exit(2);
}

const { status, signal, error } = spawnSync(binary, process.argv.slice(2), { stdio: 'inherit' });
if (error) {
  console.error(`error: cannot run ${binary}: ${error.message}`);
  process.exit(2);
}
if (signal) {
  // Ends as the program did, so that a shell sees the same.
  process.kill(process.pid, signal);
}
process.exit(status ?? 2);
