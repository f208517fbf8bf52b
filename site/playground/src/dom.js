// Elements. Text never becomes markup: everything that comes from a template or a rule is a text node.

/** Returns an element with properties and children. */
export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in node) node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Returns the nodes of a line of Markdown: code in backticks, links as their text. */
export function inline(text) {
  const parts = text.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").replaceAll("**", "").split("`");
  return parts.map((part, index) => (index % 2 ? element("code", {}, part) : part));
}

/** Returns the elements of paragraphs and lists in Markdown. */
export function blocks(markdown) {
  return markdown.split(/\n{2,}/).map((block) => {
    const items = block.split(/^(?:\*|-) /m);
    if (items.length > 1 && !items[0]) {
      return element("ul", {}, ...items.slice(1).map((item) => element("li", {}, ...inline(item))));
    }
    return element("p", {}, ...inline(block));
  });
}

/** Returns a unified diff as an element; each line begins with its sign, so that color is not needed to read it. */
export function diffView(diff, label) {
  const kinds = { "+": "added", "-": "removed", "@": "place" };
  const lines = diff.split("\n").filter(Boolean);
  const spans = lines.map((line) => element("span", { className: kinds[line[0]] ?? "same" }, `${line}\n`));
  return element("pre", { className: "diff", tabIndex: 0, role: "region", ariaLabel: label }, ...spans);
}
