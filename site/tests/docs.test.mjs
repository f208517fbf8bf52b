// The documentation, as somebody reads it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start, violations, withPage } from "./browser.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.stop());

const PAGES = ["", "install/", "first-steps/", "rules/", "rules/unknown-property/", "configuration/", "proof/", "from-cfn-lint/"];

test("a rule is found by the search", () => withPage(site, {}, async (page) => {
  await page.goto(site.home);
  await page.keyboard.press("/");
  await page.keyboard.type("circular dependency");
  await page.getByRole("status").filter({ hasText: /^\d+ results$/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/rules/circular-dependency/**");
  assert.match(await page.locator("h1").first().innerText(), /circular-dependency/);
}));

test("the index of rules is filtered by an id of cfn-lint", () => withPage(site, {}, async (page) => {
  await page.goto(`${site.home}rules/`);
  await page.getByLabel("Filter by name, id or word").fill("E3004");
  const rows = page.locator("article table").first().locator("tbody tr:visible");
  assert.deepEqual(await rows.locator("td:first-child").allInnerTexts(), ["circular-dependency"]);
  assert.match(await page.locator("#rules-count").innerText(), /^1 of \d+ rules$/);
}));

test("an example of a rule opens in the playground", () => withPage(site, {}, async (page) => {
  await page.goto(`${site.home}rules/unknown-property/`);
  await page.getByRole("link", { name: "Try it in the playground" }).first().click();
  await page.waitForFunction(() => document.body.dataset.checked);
  assert.match(await page.locator("#findings").innerText(), /unknown-property|unknown property/);
}));

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 768, 1280]) {
    test(`${width} pixels wide, ${colorScheme}: nothing is cut off, and axe has no objection`, () =>
      withPage(site, { colorScheme, viewport: { width, height: 800 } }, async (page) => {
        const problems = [];
        for (const path of PAGES) {
          await page.goto(site.home + path);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (overflow > 0) problems.push(`/${path}: ${overflow} pixels too wide`);
          problems.push(...(await violations(page)).map((violation) => `/${path}: ${violation}`));
        }
        assert.deepEqual(problems, []);
      }));
  }
}
