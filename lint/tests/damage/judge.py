"""Reads templates with PyYAML, as a judge that shares no code with cfn-tidy.

Each request on standard input is a length of four bytes, big-endian, and a text in UTF-8; the answer has the same form:
"ok" and a line break with the value in JSON, or "error" and a line break with the reason. All scalars of a value are
strings, aliases and merge keys are expanded, and of equal keys the last one counts.
"""

import json
import struct
import sys

import yaml

MERGE = "tag:yaml.org,2002:merge"
LIMIT = 200_000

sys.setrecursionlimit(10_000)


class Refused(Exception):
    """A template without a plain value."""


class Reader:
    def __init__(self):
        self.open = set()
        self.left = LIMIT

    def value(self, node):
        self.left -= 1
        if self.left < 0:
            raise Refused("too large")
        tag = node.tag if node.tag.startswith("!") and node.tag != "!" else None
        if isinstance(node, yaml.ScalarNode):
            return self.function(tag, node.value) if tag else node.value
        if id(node) in self.open:
            raise Refused("recursive")
        self.open.add(id(node))
        is_list = isinstance(node, yaml.SequenceNode)
        plain = [self.value(item) for item in node.value] if is_list else self.mapping(node)
        self.open.discard(id(node))
        return self.function(tag, plain) if tag else plain

    def mapping(self, node):
        own, merged = {}, {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise Refused("complex key")
            if key.tag == MERGE:
                self.merge(value, merged)
            elif key.tag.startswith("!") and key.tag != "!":
                raise Refused("tagged key")
            else:
                own[key.value] = self.value(value)
        return {**merged, **own}

    def merge(self, node, merged):
        for source in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            if not isinstance(source, yaml.MappingNode) or id(source) in self.open:
                raise Refused("merge of something else")
            for key, value in self.mapping(source).items():
                merged.setdefault(key, value)

    @staticmethod
    def function(tag, argument):
        name = tag[1:]
        if name in ("Ref", "Condition"):
            return {name: argument}
        if name == "GetAtt" and isinstance(argument, str):
            return {"Fn::GetAtt": argument.split(".", 1)}
        return {"Fn::" + name: argument}


def read(text):
    if text.removeprefix("\ufeff").lstrip().startswith("{"):
        try:
            return strings(json.loads(text.removeprefix("\ufeff"), parse_int=str, parse_float=str))
        except (ValueError, RecursionError):
            pass
    documents = list(yaml.compose_all(text, Loader=yaml.CSafeLoader))
    if "\t" in text:
        # In some contexts libyaml overlooks a tab that PyYAML's own scanner refuses, as other readers do.
        list(yaml.compose_all(text, Loader=yaml.SafeLoader))
    if len(documents) != 1 or documents[0] is None:
        raise Refused(f"{len(documents)} documents")
    return Reader().value(documents[0])


def strings(value):
    if isinstance(value, dict):
        return {key: strings(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [strings(inner) for inner in value]
    return value if isinstance(value, str) else json.dumps(value)


def answer(text):
    try:
        value = read(text)
    except (yaml.YAMLError, Refused, RecursionError) as error:
        return "error\n" + " ".join(str(error).split())
    return "ok\n" + json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def main():
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while header := requests.read(4):
        text = requests.read(struct.unpack(">I", header)[0]).decode()
        reply = answer(text).encode("utf-8", "backslashreplace")
        answers.write(struct.pack(">I", len(reply)) + reply)
        answers.flush()


main()
