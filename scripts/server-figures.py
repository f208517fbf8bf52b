#!/usr/bin/env python3
"""Measures the language server: key to findings, start to findings, memory.

    scripts/server-figures.py target/release/cfn-tidy TEMPLATE...

For each template, 1,000 edits of one letter in a comment at its end are sent, each after the findings of the one before.
The memory is that of a server with 100 copies of the first template open. Nothing else should run on the machine.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

EDITS = 1000
COPIES = 100


class Server:
    def __init__(self, program):
        self.process = subprocess.Popen([program, "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.send("initialize", {"capabilities": {}}, 1)
        self.read()
        self.send("initialized", {})

    def send(self, method, params, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def read(self):
        length = 0
        while (line := self.process.stdout.readline().strip()):
            name, value = line.split(b":")
            length = int(value) if name == b"Content-Length" else length
        return self.process.stdout.read(length)

    def open(self, uri, text):
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})

    def edit(self, uri, version, line, character, letter):
        place = {"line": line, "character": character}
        change = {"range": {"start": place, "end": place}, "text": letter}
        document = {"uri": uri, "version": version}
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})

    def memory(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024

    def processor_time(self):
        """The time that the server has worked, in milliseconds, whatever else the machine did."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def end(self):
        self.send("shutdown", None, 2)
        self.read()
        self.send("exit", None)
        self.process.wait()


def main():
    program, paths = sys.argv[1], [Path(path) for path in sys.argv[2:]]
    starts = []
    for _ in range(20):
        begin = time.perf_counter()
        server = Server(program)
        server.open("file:///folder/app.yaml", paths[0].read_text())
        server.read()
        starts.append((time.perf_counter() - begin) * 1000)
        server.end()
    print(f"start to first findings: {statistics.median(starts):.1f} ms (median of {len(starts)})")
    for path in paths:
        text = path.read_text().rstrip("\n") + "\n# "
        server = Server(program)
        server.open("file:///folder/app.yaml", text)
        server.read()
        line, times, worked = text.count("\n"), [], server.processor_time()
        for index in range(EDITS):
            begin = time.perf_counter()
            server.edit("file:///folder/app.yaml", index + 2, line, 2 + index, "x")
            server.read()
            times.append((time.perf_counter() - begin) * 1000)
        worked = (server.processor_time() - worked) / EDITS
        times.sort()
        print(f"{path.name}, {len(text) / 1000:.0f} KB: {times[EDITS // 2]:.2f} ms from key to findings"
              f" (99 of 100 within {times[EDITS * 99 // 100]:.2f} ms;"
              f" {worked:.2f} ms of processor time)")
        server.end()
    server = Server(program)
    for index in range(COPIES):
        server.open(f"file:///folder/{index}.yaml", paths[0].read_text())
        server.read()
    print(f"{COPIES} open templates: {server.memory():.0f} MB")
    server.end()


main()
