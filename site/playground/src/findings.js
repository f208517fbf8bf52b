// The list of findings, and the same findings as diagnostics of the editor.

import { blocks, diffView, element, inline } from "./dom.js";

const LEVELS = { error: "error", warning: "warning", note: "info" };

/** Whether a fix can be applied: a suggestion has placeholders, which the author has to fill in. */
const isApplicable = (fix) => fix && fix.applicability !== "suggestion";

/** Returns the findings as diagnostics; what they offer is done by `actions`. */
export function diagnostics(findings, rules, actions) {
  return findings.map((finding) => ({
    from: finding.from,
    to: finding.to,
    severity: LEVELS[finding.severity],
    message: finding.message,
    renderMessage: () => hover(finding, rules.get(finding.rule)),
    actions: isApplicable(finding.fix) ? [{ name: "Apply the fix", apply: () => actions.apply(finding) }] : [],
  }));
}

/** What appears over a finding: its message, and what its rule is about. */
function hover(finding, rule) {
  const page = element("a", { href: pageOf(finding.rule), target: "_blank", rel: "noopener" }, finding.rule);
  const summary = rule ? blocks(rule.summary) : [];
  const help = finding.help ? [element("p", {}, ...inline(finding.help))] : [];
  return element("div", { className: "hover" }, element("strong", {}, ...inline(finding.message)), ...help,
    element("p", {}, page, finding.cfn_lint ? ` · ${finding.cfn_lint}` : ""), ...summary);
}

/** Returns the path of the page of a rule. */
export const pageOf = (rule) => `../rules/${rule}/`;

/** Fills a list with findings. */
export function fill(list, findings, actions) {
  list.replaceChildren(...findings.map((finding) => item(finding, actions)));
}

function item(finding, actions) {
  const { rule, severity, message, help, fix, line, column } = finding;
  // What a button is called begins with what it shows, so that it can also be spoken.
  const button = (text, action, more) =>
    element("button", { type: "button", onclick: action, ariaLabel: `${text}${more}` }, text);
  const place = button(`${line}:${column}`, () => actions.reveal(finding), ", show in the template");
  const buttons = [
    isApplicable(fix)
      ? button(fix.applicability === "safe" ? "Apply the fix" : "Apply the unsafe fix", () => actions.apply(finding),
        ` of ${rule} in line ${line}`)
      : null,
    button("About the rule", () => actions.explain(rule), ` ${rule}`),
    button("Ignore the rule", () => actions.ignore(rule), ` ${rule}`),
  ];
  return element("li", { className: severity },
    element("p", {}, element("span", { className: "severity" }, severity), " ", place, " ", ...inline(message)),
    help ? element("p", { className: "help" }, ...inline(help)) : null,
    fix ? preview(finding, actions) : null,
    element("p", { className: "buttons" }, ...buttons));
}

/** The fix as a diff, computed when it is opened. */
function preview(finding, actions) {
  const { fix, rule } = finding;
  const details = element("details", {}, element("summary", {}, `${capital(fix.applicability)} fix: `, ...inline(fix.message)));
  details.addEventListener("toggle", async () => {
    if (!details.open || details.querySelector("pre")) return;
    details.append(diffView(await actions.diff(finding), `Fix of ${rule}`));
  });
  return details;
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);
