// What is said about a rule beside the editor.

import { blocks, element } from "./dom.js";
import { pageOf } from "./findings.js";

/** Shows a rule in an element and moves the focus there. */
export function explain(panel, rule) {
  const heading = element("h3", { tabIndex: -1 }, rule.name);
  const facts = [rule.group, rule.severity, rule.fix === "none" ? "no fix" : `fix: ${rule.fix}`];
  if (!rule.default) facts.push("off by default");
  panel.replaceChildren(
    heading,
    element("p", { className: "facts" }, facts.join(" · ")),
    ...blocks(rule.summary),
    ...section("Why", rule.why),
    ...section("Fix safety", rule.fix_safety),
    element("p", {}, element("a", { href: pageOf(rule.name) }, "Examples, and all about this rule")),
  );
  panel.hidden = false;
  heading.focus();
  heading.scrollIntoView({ block: "nearest" });
}

function section(title, text) {
  return text ? [element("h4", {}, title), ...blocks(text)] : [];
}
