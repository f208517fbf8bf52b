// A browser for tests: Chromium of the system, in which no page may ask another host or fail in its console.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { serve } from "./server.mjs";

// Installed for the playground, which these tests are about.
const installed = createRequire(new URL("../playground/package.json", import.meta.url));
const { chromium } = installed("playwright-core");
export const AXE = installed.resolve("axe-core/axe.min.js");

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Starts a server and a browser. */
export async function start() {
  const server = await serve();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  return { ...server, browser, stop: async () => { await browser.close(); server.stop(); } };
}

/** Runs a function with a new page in a fresh profile, then asserts that nothing left the site and nothing failed. */
export async function withPage({ browser, origin }, options, run) {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"], ...options });
  const page = await context.newPage();
  const problems = [];
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith(`blob:${origin}/`) && !url.startsWith("data:")) {
      problems.push(`request of ${url}`);
    }
    if (request.method() !== "GET") problems.push(`${request.method()} ${url}`);
  });
  context.on("response", (response) => { if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`); });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") problems.push(message.text()); });
  try {
    await run(page, context);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

/** Returns the violations that axe finds in a page, each with its elements. */
export async function violations(page) {
  // The policy of the page forbids scripts in it; axe is run by the tool of the browser instead.
  await page.evaluate(await source());
  const result = await page.evaluate(() => globalThis.axe.run(document));
  return result.violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

let text;
async function source() {
  const { readFile } = await import("node:fs/promises");
  text ??= await readFile(AXE, "utf8");
  return text;
}
