"""The repository that the site is made of: its places, and its links in Markdown."""

import os
import posixpath
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPOSITORY = "https://github.com/uselatest/uselatest"
SITE = "https://uselatest.github.io/uselatest/"

# Files of the repository that are pages of the site, by their paths in the repository.
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "docs/rules/README.md": "rules/index.md",
    "docs/decisions/README.md": "decisions/index.md",
}

LINK = re.compile(r"(?<=\]\()([^)\s]+)(?=\))")


class DeadLink(Exception):
    """A link to something that the repository does not contain."""


def page_of(path):
    """Returns the page of the site that a file of the repository is, or None."""
    if path in PAGES:
        return PAGES[path]
    is_page = path.startswith("docs/") and not path.endswith("README.md")
    return path.removeprefix("docs/") if is_page else None


def outside_of_code(text, change):
    """Applies a function to the parts of a Markdown text that are not fenced code."""
    parts, lines, is_code = [], [], False
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("```"):
            if not is_code:
                parts.append(change("".join(lines)))
                lines = [line]
            else:
                parts.append("".join([*lines, line]))
                lines = []
            is_code = not is_code
        else:
            lines.append(line)
    parts.append(change("".join(lines)))
    return "".join(parts)


def relink(text, path):
    """Returns a Markdown text of the repository with its links as they are on the site.

    `path` is that of the file in the repository. Raises DeadLink for a file that does not exist.
    """
    page = page_of(path)
    return outside_of_code(text, lambda part: LINK.sub(lambda link: target(link[1], path, page), part))


def target(link, path, page):
    """Returns what a link of a file points to on the site."""
    source = f"{REPOSITORY}/blob/main/"
    if link.startswith(source):
        named, _, anchor = link.removeprefix(source).partition("#")
    elif re.match(r"[a-z]+:", link) or link.startswith("#"):
        return link
    else:
        named, _, anchor = link.partition("#")
        named = posixpath.normpath(posixpath.join(posixpath.dirname(path), named))
    if not (ROOT / named).exists():
        raise DeadLink(f"{path}: {link}")
    suffix = f"#{anchor}" if anchor else ""
    on_site = page_of(named)
    if on_site:
        return relative(on_site, page) + suffix
    check_anchor(named, anchor, f"{path}: {link}")
    kind = "tree" if (ROOT / named).is_dir() else "blob"
    return f"{REPOSITORY}/{kind}/main/{named}{suffix}"


def relative(place, page):
    """Returns the path from one page to another."""
    return os.path.relpath(place, posixpath.dirname(page) or ".").replace(os.sep, "/")


def check_anchor(named, anchor, link):
    """Raises DeadLink if a Markdown file that is shown by GitHub has no heading for an anchor."""
    if not anchor or not named.endswith(".md"):
        return
    headings = re.findall(r"^#+ (.*)$", (ROOT / named).read_text(encoding="utf-8"), re.MULTILINE)
    if anchor not in [slug(heading) for heading in headings]:
        raise DeadLink(link)


def slug(heading):
    """Returns the anchor that GitHub gives to a heading."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
    return re.sub(r"[^\w\- ]", "", text).strip().replace(" ", "-")
