"""What pre-commit installs for the hooks of this repository: the wheel of cfn-tidy, and nothing else.

The wheel itself is described by lint/pyproject.toml.
"""
import pathlib

from setuptools import setup

# The version on PyPI that the hooks of this commit run; packaging/set-version writes it. While it is None, before the
# first release, pip builds lint/, which needs Rust.
PUBLISHED = None

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = f"cfn-tidy @ {(HERE / 'lint').as_uri()}"

setup(
    name="cfn-tidy-hooks",
    version=PUBLISHED or "0",
    install_requires=[f"cfn-tidy=={PUBLISHED}" if PUBLISHED else SOURCE],
    # Nothing of the repository is a Python module, whatever its folders look like.
    packages=[],
    py_modules=[],
)
