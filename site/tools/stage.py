"""Lays out the pages of the site: `stage.py FOLDER` writes the sources that zensical builds.

The pages are those of docs/ as they are. Links to files that are not pages lead to the repository; a link to something
that does not exist is an error.
"""

import re
import shutil
import sys
import tomllib
from pathlib import Path

import rules
from repository import PAGES, ROOT, DeadLink, outside_of_code, page_of, relink

PICTURE = re.compile(r"<picture>.*?srcset=\"docs/(?P<dark>[^\"]+)\".*?src=\"docs/(?P<light>[^\"]+)\" alt=\"(?P<alt>[^\"]+)\".*?</picture>", re.DOTALL)


NEXT = """
<div class="next" markdown>

* **[Try it here](https://uselatest.github.io/uselatest/playground/)**, in your browser: nothing is sent anywhere
* **[Install](docs/install.md)**, and [the first five minutes](docs/first-steps.md)
* **[All rules](docs/rules/README.md)**, each with an example, before and after
* **[What "safe" means](docs/proof.md)**, for those who do not believe it
* **[Coming from cfn-lint](docs/from-cfn-lint.md)**: your configuration translated, and every id
* **[pre-commit and CI](docs/ci.md)**, with recipes to copy

</div>
"""

UNDER = """
The same repository contains **[Uselatest](docs/macro.md)**, a macro that resolves the latest versions of Lambda layers.
"""


def main():
    """Writes the sources into the folder that the command line names."""
    folder = Path(sys.argv[1])
    shutil.rmtree(folder / "docs", ignore_errors=True)
    problems = []
    sources = [*sorted(ROOT.glob("docs/**/*")), *(ROOT / path for path in PAGES if not path.startswith("docs/"))]
    for source in sources:
        path = source.relative_to(ROOT).as_posix()
        if source.suffix == ".md":
            try:
                write(folder, PAGES.get(path) or page_of(path), text_of(path, source.read_text(encoding="utf-8")))
            except DeadLink as error:
                problems.append(f"dead link in {error}")
        elif source.is_file():
            copy(source, folder / "docs" / page_of(path))
    for source in (ROOT / "site/docs").iterdir():
        copy(source, folder / "docs/assets" / source.name)
    config = (ROOT / "site/zensical.toml").read_text(encoding="utf-8")
    problems += unlisted(tomllib.loads(config)["project"]["nav"], folder / "docs")
    (folder / "zensical.toml").write_text(with_navigation(config), encoding="utf-8")
    if problems:
        sys.exit("\n".join(problems))


def text_of(path, text):
    """Returns the text of a page for the site."""
    if path == "README.md":
        text = landing_page(text)
    elif path == "docs/rules/README.md":
        text = rules.index(rules.rules())
    elif path.startswith("docs/rules/"):
        text = rules.page(rules.read(ROOT / path))
    return outside_of_code(relink(text, path), for_python_markdown)


def landing_page(text):
    """Returns the first screen of the README, with links to where to go from there."""
    first, _ = text.split("\n## Install\n", 1)
    image = r'![\g<alt>](docs/\g<light>#only-light)\n![\g<alt>](docs/\g<dark>#only-dark)'
    introduction, rest = first.split("\n<picture>", 1)
    rest = PICTURE.sub(image, "<picture>" + rest)
    return f"---\nhide: [navigation, toc]\n---\n{introduction}{NEXT}\n{rest}{UNDER}"


def for_python_markdown(text):
    """Indents what belongs to an item of a list by four columns, as Python-Markdown expects, instead of GitHub's two."""
    lines, in_item = [], False
    for line in text.splitlines(keepends=True):
        if re.match(r"(\*|-|\d+\.) ", line):
            in_item = True
        elif line.strip() and not line.startswith("  "):
            in_item = False
        elif in_item and re.match(r" {2,3}(\*|-|```) ?", line):
            line = "  " + line
        lines.append(line)
    return "".join(lines)


def unlisted(nav, docs):
    """Returns a problem for each page that the navigation does not name."""
    named = set(re.findall(r"[\w/-]+\.md", str(nav)))
    pages = [path.relative_to(docs).as_posix() for path in docs.glob("*.md")]
    return [f"{page} is not in the navigation of site/zensical.toml" for page in sorted(pages) if page not in named]


def with_navigation(config):
    """Returns the configuration with the pages of the folders in its navigation."""
    groups = {}
    for rule in rules.rules():
        groups.setdefault(rule.group, []).append(f'{{ "{rule.name}" = "rules/{rule.name}.md" }}')
    entries = ['{ "All rules" = "rules/index.md" }']
    entries += [f'{{ "{group}" = [{", ".join(pages)}] }}' for group, pages in groups.items()]
    config = config.replace('"Rules" = "rules"', f'"Rules" = [{", ".join(entries)}]')
    decisions = ['{ "All decisions" = "decisions/index.md" }']
    for path in sorted((ROOT / "docs/decisions").glob("0*.md")):
        title = path.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ").replace("`", "")
        decisions.append(f'{{ "{title}" = "decisions/{path.name}" }}')
    return config.replace('"Decisions" = "decisions"', f'"Decisions" = [{", ".join(decisions)}]')


def write(folder, page, text):
    """Writes a page."""
    path = folder / "docs" / page
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def copy(source, destination):
    """Copies a file that is no page."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, destination)


main()
