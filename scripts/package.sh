#!/bin/sh
# Builds the functions of the macro and of the refresher for both architectures and names the archives:
# uselatest-<version>-<architecture>.zip and uselatest-refresher-<version>-<architecture>.zip, in target/package or in the
# folder given. The architectures are arm64 and x86_64.
# Needs cargo-lambda and zig (both also come from PyPI: pip install cargo-lambda ziglang).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-$root/target/package}
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$root/Cargo.toml")
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
# The size options in macro/.cargo count only there.
cd "$root/macro"

# package BINARY FEATURES ARCHITECTURE ARCHIVE
package() {
    cargo lambda build --release --locked --no-default-features --features "$2" --bin "$1" --output-format zip \
        "--$(echo "$3" | tr _ -)" --lambda-dir "$folder/$3"
    mv "$folder/$3/$1/bootstrap.zip" "$folder/$4-$version-$3.zip"
    rm -r "${folder:?}/$3"
}

for architecture in arm64 x86_64; do
    package bootstrap aws "$architecture" uselatest
    package refresher fleet "$architecture" uselatest-refresher
done
ls -l "$folder"/uselatest-*"$version"-*.zip
