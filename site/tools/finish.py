"""Finishes the pages of the site: `finish.py FOLDER`, the folder that zensical wrote.

Scripts in the pages become files, each script and style sheet is bound to its hash, and a policy forbids everything that
does not come from the site itself. Then every link is followed: a link within the site that leads nowhere is an error.
"""

import base64
import hashlib
import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from repository import REPOSITORY, ROOT, SITE, DeadLink, check_anchor

# Styles in attributes and elements are what Pygments, the theme and its scripts write; scripts are files, without exception.
POLICY = "; ".join([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
])

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
LOADED = re.compile(r"<(?:script|link)\b[^>]*>")
NAVIGATION = re.compile(r'</nav>|<nav(?: class="md-nav")?(?=[\s>])')
ABSOLUTE = re.compile(rf'(?<=href="){re.escape(SITE)}([^"]*)(?=")')


def main():
    """Finishes and checks the pages."""
    folder = Path(sys.argv[1])
    for path in sorted(folder.rglob("*.html")):
        if path.relative_to(folder).parts[0] != "playground":
            path.write_text(finished(path, folder), encoding="utf-8")
    problems = dead_links(folder)
    pages = len(list(folder.rglob("*.html")))
    print(f"{pages} pages, {len(problems)} dead links")
    if problems:
        sys.exit("\n".join(problems))


def finished(path, folder):
    """Returns the text of a page without scripts of its own, with hashes and the policy."""
    text = path.read_text(encoding="utf-8")
    base = os.path.relpath(folder, path.parent).replace(os.sep, "/")
    text = SCRIPT.sub(lambda script: moved(script, folder, base), text)
    text = LOADED.sub(lambda tag: with_hash(tag[0], path, folder), text)
    text = with_groups(text)
    text = ABSOLUTE.sub(lambda link: f"{base}/{link[1]}", text)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    return text.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{policy}', 1)


def with_groups(text):
    """Returns a page in which the lists inside of the navigation are groups, and no landmarks of their own."""
    inner = []

    def replaced(tag):
        if tag[0] == "</nav>":
            return "</div>" if inner.pop() else tag[0]
        inner.append(tag[0] == '<nav class="md-nav"')
        return '<div role="group" class="md-nav"' if inner[-1] else tag[0]

    return NAVIGATION.sub(replaced, text)


def moved(script, folder, base):
    """Returns a script element that refers to a file with its code. Data is not code, and stays."""
    code, attributes = script["code"], script["attributes"]
    if "src=" in attributes or "application/json" in attributes:
        return script[0]
    name = f"assets/javascripts/inline-{hashlib.sha256(code.encode()).hexdigest()[:8]}.js"
    (folder / name).write_text(code, encoding="utf-8")
    return f'<script{attributes} src="{base}/{name}"></script>'


def located(place, path, folder):
    """Returns the file that a page refers to by a path, relative to the page or to the root of the site's host."""
    root = urlsplit(SITE).path
    if place.startswith(root):
        return folder / place.removeprefix(root)
    return Path(os.path.normpath(path.parent / place))


def with_hash(tag, path, folder):
    """Returns an element that loads a script or a style sheet with the hash of what it loads."""
    is_loading = tag.startswith("<script") or 'rel="stylesheet"' in tag
    source = re.search(r'(?:src|href)="([^":]+)"', tag)
    if not is_loading or not source or "integrity=" in tag:
        return tag
    content = located(source[1], path, folder).read_bytes()
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
    return f'{tag[:-1]} integrity="sha384-{digest}">'


class Page(HTMLParser):
    """The links and anchors of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors, self.inline = [], {"", "top"}, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        """Collects links, anchors and handlers of events."""
        for name, value in attributes:
            if name in ("id", "name"):
                self.anchors.add(value)
            if name in ("href", "src") and value is not None:
                self.links.append(value)
            if name.startswith("on"):
                self.inline.append(name)


def dead_links(folder):
    """Returns a message for each link that leads nowhere, and for each script that the policy would stop."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}
    problems = []
    for path, page in pages.items():
        name = path.relative_to(folder).as_posix()
        problems += [f"{name}: `{handler}` is a script in the page" for handler in page.inline]
        for link in page.links:
            try:
                follow(link, path, folder, pages)
            except DeadLink:
                problems.append(f"{name}: dead link {link}")
    return problems


def follow(link, path, folder, pages):
    """Raises DeadLink if a link of a page leads nowhere. Addresses of other hosts are not connected to."""
    parts = urlsplit(link)
    if link.startswith((f"{REPOSITORY}/blob/main/", f"{REPOSITORY}/tree/main/")):
        named, _, anchor = link.split("/main/", 1)[1].partition("#")
        if not (ROOT / named).exists():
            raise DeadLink(link)
        check_anchor(named, anchor, link)
        return
    if parts.scheme or parts.netloc:
        return
    place = located(unquote(parts.path), path, folder) if parts.path else path
    place = place / "index.html" if place.is_dir() else place
    if not place.is_file():
        raise DeadLink(link)
    # The fragment of the playground is not an anchor, but a template.
    if place in pages and parts.fragment and "playground" not in place.parts:
        if unquote(parts.fragment) not in pages[place].anchors:
            raise DeadLink(link)


main()
