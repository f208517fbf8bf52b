// The editor: CodeMirror with the findings of cfn-tidy at their places.

import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const style = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--key)" },
  { tag: [tags.string, tags.content], color: "var(--string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--number)" },
  { tag: [tags.typeName, tags.keyword, tags.meta], color: "var(--tag)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--comment)", fontStyle: "italic" },
]);

/** Changes that follow each other at once would otherwise be undone together. */
const ONE_STEP = isolateHistory.of("full");

/** Tab is left to the browser: who uses the keyboard only has to get out of the editor. */
const keys = [...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap];

export class Editor {
  #view;
  #language = new Compartment();

  /** An editor in an element; `changed` is called after every change of the text. */
  constructor(parent, changed) {
    const extensions = [
      lineNumbers(), foldGutter(), lintGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(),
      highlightActiveLine(), highlightSelectionMatches(), syntaxHighlighting(style), keymap.of(keys),
      this.#language.of(yaml()),
      EditorState.tabSize.of(2),
      EditorView.contentAttributes.of({ "aria-label": "Template", spellcheck: "false", tabindex: "0" }),
      EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
    ];
    this.#view = new EditorView({ parent, extensions });
  }

  /** The text, with line feeds. */
  get text() {
    return this.#view.state.doc.toString();
  }

  /** Replaces the text; one step of the history. */
  replace(text) {
    if (text === this.text) return;
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text }, annotations: ONE_STEP });
  }

  setLanguage(name) {
    this.#view.dispatch({ effects: this.#language.reconfigure(name === "json" ? json() : yaml()) });
  }

  /** Shows diagnostics of CodeMirror. */
  show(diagnostics) {
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Applies the edits of a fix, all at once. */
  apply(edits) {
    const changes = edits.map(({ from, to, text }) => ({ from, to, insert: text }));
    this.#view.dispatch({ changes, userEvent: "input.fix", annotations: ONE_STEP });
  }

  /** Moves the cursor to a place and shows it. */
  reveal(from, to) {
    this.#view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    this.#view.focus();
  }
}
