// The playground: an editor, the findings in it, and what can be done about them. Nothing leaves the browser.

import { diffView } from "./dom.js";
import { Editor } from "./editor.js";
import { Engine } from "./engine.js";
import { EXAMPLES } from "./examples.js";
import { diagnostics, fill } from "./findings.js";
import { explain } from "./rule.js";
import { fragmentOf, stateOf } from "./share.js";

/** How long nothing is typed before the template is checked, in milliseconds. */
const PAUSE = 120;

const byId = (id) => document.getElementById(id);
const engine = new Engine();
const editor = new Editor(byId("editor"), changed);
const rules = new Map();
let timer;
let round = 0;

const words = (id) => byId(id).value.split(/[\s,]+/).filter(Boolean);
const options = () => ({ name: `template.${byId("format").value}`, select: words("select"), ignore: words("ignore") });
const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

const actions = {
  apply(finding) {
    editor.apply(finding.fix.edits);
    byId("findings-title").focus();
  },
  reveal: ({ from, to }) => editor.reveal(from, to),
  diff: ({ text, fix }) => engine.call("diff", text, edited(text, fix.edits)),
  explain: (name) => explain(byId("rule"), rules.get(name)),
  ignore(name) {
    byId("ignore").value = [...words("ignore"), name].join(", ");
    byId("options").open = true;
    check();
    byId("findings-title").focus();
  },
};

/** Returns a text with edits, which do not overlap. */
function edited(text, edits) {
  const last = [...edits].sort((one, other) => other.from - one.from);
  return last.reduce((result, { from, to, text: added }) => result.slice(0, from) + added + result.slice(to), text);
}

function changed() {
  outdate();
  timer = setTimeout(check, PAUSE);
}

/** Drops a check that is waiting or under way: its places are those of another text. */
function outdate() {
  clearTimeout(timer);
  round += 1;
  delete document.body.dataset.checked;
}

/** Checks the template, and shows what is found unless it has changed since. */
async function check() {
  outdate();
  const current = round;
  const text = editor.text;
  try {
    if (!rules.size) for (const rule of await engine.call("rules")) rules.set(rule.name, rule);
    const checked = await engine.call("check", text, options());
    if (current !== round) return;
    complain(checked.errors ?? []);
    if (checked.errors) return;
    const fixed = await engine.call("fix", text, options());
    if (current === round) show(text, checked.findings, fixed);
  } catch (error) {
    if (current === round) complain([`cfn-tidy has failed: ${error.message}. Change the template to try again.`]);
  }
}

function show(text, findings, fixed) {
  for (const finding of findings) finding.text = text;
  editor.show(diagnostics(findings, rules, actions));
  fill(byId("findings"), findings, actions);
  const count = (severity) => findings.filter((finding) => finding.severity === severity).length;
  const counts = [counted(count("error"), "error"), counted(count("warning"), "warning"), counted(count("note"), "note")];
  byId("status").textContent = findings.length ? counts.join(", ") : "Nothing found";
  const applied = fixed.applied?.length ?? 0;
  const button = byId("fix");
  button.disabled = applied === 0;
  button.textContent = applied ? `Fix all safe (${applied})` : "Fix all safe";
  button.onclick = () => {
    editor.replace(fixed.text);
    byId("findings-title").focus();
  };
  byId("changes").hidden = applied === 0;
  byId("diff").replaceChildren(...(fixed.diff ? [diffView(fixed.diff, "All safe fixes")] : []));
  byId("refused").textContent = [...(fixed.refused ?? []), ...(fixed.errors ?? [])].join("\n");
  document.body.dataset.checked = String(round);
}

/** Says what is wrong with the options, or with cfn-tidy; nothing if there are no messages. */
function complain(messages) {
  byId("problem").textContent = messages.join("\n");
  for (const id of ["select", "ignore"]) byId(id).ariaInvalid = String(messages.length > 0);
}

function load({ text, name, select = "", ignore = "" }) {
  const format = name.endsWith(".json") ? "json" : "yaml";
  byId("format").value = format;
  byId("select").value = select;
  byId("ignore").value = ignore;
  byId("options").open = Boolean(select || ignore);
  editor.setLanguage(format);
  editor.replace(text);
  check();
}

async function open() {
  try {
    load((await stateOf(location.hash)) ?? EXAMPLES[0]);
  } catch {
    load(EXAMPLES[0]);
    byId("shared").textContent = "The link is incomplete; this is an example.";
  }
}

async function share() {
  const state = { text: editor.text, name: options().name, select: byId("select").value, ignore: byId("ignore").value };
  const fragment = await fragmentOf(state);
  history.replaceState(null, "", fragment);
  const length = `${location.href.length.toLocaleString("en")} characters`;
  try {
    await navigator.clipboard.writeText(location.href);
    byId("shared").textContent = `Copied: a link that contains the template, ${length}.`;
  } catch {
    byId("shared").textContent = `The address of this page now contains the template, ${length}.`;
  }
}

for (const [index, { title }] of EXAMPLES.entries()) byId("example").append(new Option(title, String(index)));
byId("example").onchange = (event) => {
  if (event.target.value) load(EXAMPLES[event.target.value]);
  event.target.value = "";
};
byId("format").onchange = () => {
  editor.setLanguage(byId("format").value);
  check();
};
byId("select").oninput = changed;
byId("ignore").oninput = changed;
byId("share").onclick = share;
window.onhashchange = open;
open();
engine.call("version").then((version) => { byId("version").textContent = version; }, () => {});
