#!/bin/sh
# Builds the function for both architectures and names the archives:
# uselatest-<version>-arm64.zip and uselatest-<version>-x86_64.zip, in target/package or in the folder given.
# Needs cargo-lambda and zig (both also come from PyPI: pip install cargo-lambda ziglang).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-$root/target/package}
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$root/Cargo.toml")
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
# The size options in macro/.cargo count only there.
cd "$root/macro"
for architecture in arm64 x86_64; do
    flag=--$(echo "$architecture" | tr _ -)
    cargo lambda build --release --locked --no-default-features --features aws --bin bootstrap --output-format zip \
        "$flag" --lambda-dir "$folder/$architecture"
    mv "$folder/$architecture/bootstrap/bootstrap.zip" "$folder/uselatest-$version-$architecture.zip"
    rm -r "${folder:?}/$architecture"
done
ls -l "$folder"/uselatest-"$version"-*.zip
