"""The pages of the rules, with their examples side by side, and the index of all rules."""

import base64
import json
import re
import zlib
from dataclasses import dataclass

from repository import ROOT, SITE

FOLDER = ROOT / "docs/rules"

EXAMPLE = re.compile(
    r"```(?P<language>yaml|json)\n(?P<before>.*?)```\n(?:\nbecomes\n\n```(?:yaml|json)\n(?P<after>.*?)```\n)?",
    re.DOTALL,
)


FACTS = re.compile(r"\| \| \|\n\|---\|---\|\n(?:\|.*\|\n)+\n")


@dataclass
class Rule:
    """A rule, as its page in docs/rules describes it."""

    name: str
    group: str
    default: str
    severity: str
    fix: str
    ids: list
    summary: str
    text: str


def rules():
    """Returns all rules, by group and name."""
    pages = [path for path in FOLDER.glob("*.md") if path.name != "README.md"]
    found = [read(path) for path in pages]
    groups = [match[1] for match in re.finditer(r"^## (.*)$", (FOLDER / "README.md").read_text(encoding="utf-8"), re.M)]
    return sorted(found, key=lambda rule: (groups.index(rule.group), rule.name))


def read(path):
    """Returns the rule of a page."""
    text = path.read_text(encoding="utf-8")
    facts = dict(re.findall(r"^\| ([\w-]+) \| (.*) \|$", text, re.MULTILINE))
    summary = text.split("|\n\n", 1)[1].split("\n\n", 1)[0].replace("\n", " ")
    ids = [word for word in facts.get("cfn-lint", "").split(", ") if word]
    return Rule(path.stem, facts["group"], facts["default"], facts["severity"], facts["fix"], ids, summary, text)


def page(rule):
    """Returns the page of a rule for the site."""
    text = EXAMPLE.sub(lambda example: side_by_side(example, rule), rule.text)
    text = FACTS.sub(lambda table: facts(table[0], rule), text)
    return f"---\ndescription: {json.dumps(plain(rule.summary))}\nhide: [toc]\n---\n{text}"


def facts(table, rule):
    """Returns the facts about a rule on one line, instead of the table of its page."""
    default = "on by default" if rule.default == "on" else "off by default"
    fix = "no fix" if rule.fix == "none" else f"fix: {rule.fix}"
    words = [f"[{rule.group}](README.md#{rule.group})", rule.severity, fix, default]
    line = " ".join(f"<span>{word}</span>" for word in words)
    ids = f"cfn-lint: {', '.join(rule.ids)}." if rule.ids else ""
    source = re.search(r"\| source \| \[.*\]\((.*)\) \|", table)[1]
    under = f"{ids} [Source of the rule]({source})".strip()
    return f'<p class="facts" markdown>{line}</p>\n\n<p class="source" markdown>{under}</p>\n\n'


def side_by_side(example, rule):
    """Returns an example, with what it becomes beside it."""
    language, before, after = example["language"], example["before"], example["after"]
    link = f"[Try it in the playground]({SITE}playground/#{share(before, language, rule)})"
    code = f"```{language}\n{before}```\n"
    if after:
        code = (
            '<div class="before-after" markdown>\n'
            f'<div markdown>\n**Before**\n\n{code}</div>\n'
            f'<div markdown>\n**After**\n\n```{language}\n{after}```\n</div>\n'
            "</div>\n"
        )
    return f"{code}\n{link}{{ .try }}\n"


def share(template, language, rule):
    """Returns the fragment with which the playground opens a template; `site/playground/src/share.js` reads it."""
    state = {"text": template, "name": f"template.{language}"}
    if rule.default == "off":
        state["select"] = rule.name
    compress = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = compress.compress(json.dumps(state, ensure_ascii=False).encode()) + compress.flush()
    return "t=" + base64.urlsafe_b64encode(data).decode().rstrip("=")


def index(found):
    """Returns the index: one table of all rules, which the page filters, and the groups below."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    head, groups = text.split("\n## ", 1)
    summaries = dict(re.findall(r"^## (.*)\n\nThis group: (.*)\.$", "## " + groups, re.MULTILINE))
    meanings = "\n".join(f'| <span id="{name}">`{name}`</span> | {summary} |' for name, summary in summaries.items())
    return (
        f"---\nhide: [navigation, toc]\n---\n{head}\n\n## All rules\n\n"
        '<div class="rules-filter" hidden><label for="rules-query">Filter by name, id or word</label>\n'
        '<input id="rules-query" type="search" autocomplete="off" spellcheck="false">\n'
        '<p id="rules-count" role="status"></p></div>\n\n'
        "| rule | finds | group | severity | fix | default | cfn-lint |\n|---|---|---|---|---|---|---|\n"
        + "".join(map(row, found))
        + f"\n## Groups\n\n| group | what its rules find |\n|---|---|\n{meanings}\n"
    )


def row(rule):
    """Returns the row of a rule in the index."""
    ids = " ".join(rule.ids)
    if len(rule.ids) > 2:
        ids = f"<details><summary>{len(rule.ids)} ids</summary>{ids}</details>"
    cells = [f"[{rule.name}]({rule.name}.md)", rule.summary, rule.group, rule.severity, rule.fix, rule.default, ids]
    return "| " + " | ".join(cells) + " |\n"


def plain(markdown):
    """Returns a line of Markdown without its marks."""
    return markdown.replace("`", "")
