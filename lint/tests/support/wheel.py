"""Packs a binary into a wheel for this machine, as maturin does for a release, but within a second.

usage: wheel.py BINARY VERSION FOLDER
"""
import pathlib
import sys
import sysconfig
import zipfile

binary, version, folder = sys.argv[1:]
platform = sysconfig.get_platform().replace('-', '_').replace('.', '_')
name = f'cfn_tidy-{version}'
info = f'{name}.dist-info'
script = zipfile.ZipInfo(f'{name}.data/scripts/cfn-tidy')
script.external_attr = 0o100755 << 16
with zipfile.ZipFile(pathlib.Path(folder) / f'{name}-py3-none-{platform}.whl', 'w') as wheel:
    wheel.writestr(script, pathlib.Path(binary).read_bytes())
    wheel.writestr(f'{info}/METADATA', f'Metadata-Version: 2.1\nName: cfn-tidy\nVersion: {version}\n')
    wheel.writestr(f'{info}/WHEEL', f'Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-{platform}\n')
    files = [*(entry.filename for entry in wheel.infolist()), f'{info}/RECORD']
    wheel.writestr(f'{info}/RECORD', ''.join(f'{file},,\n' for file in files))
