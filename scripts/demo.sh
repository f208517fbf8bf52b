#!/bin/sh
# Shows on examples/ what cfn-tidy would change, and what the macro Uselatest would do. Changes nothing.
cd "$(dirname "$0")/.." || exit 2

echo '# cfn-tidy check --diff examples'
cargo run --quiet --package cfn-tidy -- check --isolated --diff examples
[ $? -le 1 ] || exit 2

echo
echo '# uselatest preview examples/app.yaml --layers examples/layers.json'
cargo run --quiet --package uselatest --no-default-features --bin uselatest -- preview examples/app.yaml --layers examples/layers.json
