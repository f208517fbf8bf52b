// The playground, as somebody uses it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start, violations, withPage } from "./browser.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.stop());

const TEMPLATE = `Resources:
  # Größe 𝄞
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketNam: name
`;

/** Opens the playground and waits for the findings of its first example. */
async function open(page, fragment = "") {
  await page.goto(`${site.home}playground/${fragment}`);
  await settled(page);
}

const settled = (page) => page.waitForFunction(() => document.body.dataset.checked);

/** Replaces the template, and waits until another text is checked. */
async function type(page, text) {
  const round = await page.evaluate(() => document.body.dataset.checked);
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
  await page.waitForFunction((last) => ![undefined, last].includes(document.body.dataset.checked), round);
}

const editorText = (page) => page.evaluate(() => document.querySelector(".cm-content").cmTile.view.state.doc.toString());
const messages = (page) => page.locator("#findings > li").allInnerTexts();

test("a finding appears at its place", () => withPage(site, {}, async (page) => {
  await open(page);
  await type(page, TEMPLATE);
  const [message] = await messages(page);
  assert.match(message, /BucketNam/);
  assert.match(message, /6:7/);
  assert.equal(await page.locator(".cm-lintRange-error").first().innerText(), "BucketNam");
}));

test("what is over a finding says what its rule is about", () => withPage(site, {}, async (page) => {
  await open(page);
  await type(page, TEMPLATE);
  await page.locator(".cm-lintRange-error").first().hover();
  const hover = page.locator(".cm-tooltip .hover").first();
  await hover.waitFor();
  assert.match(await hover.innerText(), /unknown-property/);
  assert.equal(await hover.locator("a").getAttribute("href"), "../rules/unknown-property/");
}));

test("a fix is shown as a diff, and applied", () => withPage(site, {}, async (page) => {
  await open(page);
  await type(page, TEMPLATE);
  await page.locator("#findings summary").first().click();
  const diff = page.locator("#findings .diff").first();
  await diff.waitFor();
  assert.equal(await diff.locator(".removed").innerText(), "-      BucketNam: name\n");
  assert.equal(await diff.locator(".added").innerText(), "+      BucketName: name\n");
  await page.getByRole("button", { name: /^Apply the fix of unknown-property/ }).click();
  await page.locator(".cm-lintRange-error").waitFor({ state: "detached" });
  assert.equal(await editorText(page), TEMPLATE.replace("BucketNam:", "BucketName:"));
}));

test("all safe fixes are applied at once, and undone at once", () => withPage(site, {}, async (page) => {
  await open(page);
  await page.locator("#example").selectOption({ label: "Network: old habits" });
  await page.locator("#fix:not([disabled])", { hasText: /\(\d\d\)/ }).click();
  await page.locator("#fix[disabled]").waitFor();
  const fixed = await editorText(page);
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+z");
  await page.locator("#fix:not([disabled])").waitFor();
  assert.notEqual(await editorText(page), fixed);
}));

test("JSON is checked as JSON", () => withPage(site, {}, async (page) => {
  await open(page);
  await page.locator("#format").selectOption("json");
  await type(page, '{"Resources": {"Bucket": {"Type": "AWS::S3::Bucke"}}}');
  assert.match((await messages(page)).join("\n"), /AWS::S3::Bucke/);
  await type(page, '{"Resources": {');
  assert.match((await messages(page)).join("\n"), /syntax-error|expected|unclosed/i);
}));

test("rules are selected, and unknown ones are named", () => withPage(site, {}, async (page) => {
  await open(page);
  await type(page, TEMPLATE);
  await page.getByRole("button", { name: "Ignore the rule unknown-property" }).click();
  await page.getByText("Nothing found").waitFor();
  await page.locator("#ignore").fill("");
  await page.locator("#select").fill("E3002");
  await page.locator("#findings > li").first().waitFor();
  await page.locator("#select").fill("unknown-propert");
  await page.locator("#problem", { hasText: "unknown-property" }).waitFor();
}));

test("a share link carries the template and the rules", () => withPage(site, {}, async (page, context) => {
  await open(page);
  await type(page, TEMPLATE);
  await page.locator("#options summary").click();
  await page.locator("#ignore").fill("W2001");
  await page.locator("#share").click();
  await page.locator("#shared", { hasText: "Copied" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await context.newPage();
  await other.goto(link);
  await settled(other);
  assert.equal(await editorText(other), TEMPLATE);
  assert.equal(await other.locator("#ignore").inputValue(), "W2001");
}));

test("a link that was cut off is said to be incomplete", () => withPage(site, {}, async (page) => {
  await open(page, "#t=xyz");
  assert.match(await page.locator("#shared").innerText(), /incomplete/);
}));

test("the keyboard is enough", () => withPage(site, {}, async (page) => {
  await open(page);
  await type(page, TEMPLATE);
  const name = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
  const tabUntil = async (pattern) => {
    for (let count = 0; count < 40; count += 1) {
      await page.keyboard.press("Tab");
      if (pattern.test(await name())) return;
    }
    assert.fail(`${pattern} is not reached by Tab`);
  };
  await tabUntil(/^About the rule unknown-property/);
  await page.keyboard.press("Enter");
  assert.equal(await name(), "unknown-property");
  await tabUntil(/^Apply the fix of unknown-property/);
  await page.keyboard.press("Enter");
  await page.locator(".cm-lintRange-error").waitFor({ state: "detached" });
  assert.match(await editorText(page), /BucketName:/);
  assert.equal(await name(), "Findings");
}));

test("markup in a template stays text", () => withPage(site, {}, async (page) => {
  await open(page);
  await type(page, "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties:\n      '<img src=x onerror=alert(1)>': b\n");
  assert.equal(await page.locator("#findings img, .cm-tooltip img").count(), 0);
  assert.match((await messages(page)).join("\n"), /<img src=x/);
}));

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 768, 1280]) {
    test(`${width} pixels wide, ${colorScheme}: nothing is cut off, and axe has no objection`, () =>
      withPage(site, { colorScheme, viewport: { width, height: 800 } }, async (page) => {
        await open(page);
        await page.locator("#findings summary").first().click();
        await page.locator("#findings .diff").first().waitFor();
        await page.getByRole("button", { name: /^About / }).first().click();
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${overflow} pixels too wide`);
        assert.deepEqual(await violations(page), []);
      }));
  }
}
