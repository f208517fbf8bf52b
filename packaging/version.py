"""The version of the workspace, and where the repository is."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent


def version():
    """Returns the version in [workspace.package] of the root Cargo.toml."""
    text = (ROOT / 'Cargo.toml').read_text(encoding='utf-8')
    return re.search(r'^\[workspace\.package\]\nversion = "([^"]+)"', text, re.MULTILINE).group(1)
