// Figures of the built site, and pictures of it: `node site/tests/measure.mjs [FOLDER]`, the folder for the pictures.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { start } from "./browser.mjs";

const LOADS = 20;
const PICTURES = {
  home: "", install: "install/", rules: "rules/", rule: "rules/unknown-property/", proof: "proof/",
  migration: "from-cfn-lint/", playground: "playground/",
};

const site = await start();

/** A template of 6 KB with a mistake in every third of its resources. */
function template() {
  let text = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n";
  for (let index = 0; text.length < 6 * 1024; index += 1) {
    const property = index % 3 ? "FunctionName" : "FunctionNam";
    text += `  Function${index}:\n    Type: AWS::Lambda::Function\n    Properties:\n      ${property}: !Sub '\${AWS::StackName}-${index}'\n`
      + `      Handler: index.handler\n      Role: !Sub 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/worker'\n`
      + "      Runtime: python3.13\n      Code:\n        S3Bucket: code\n        S3Key: code.zip\n";
  }
  return text;
}

const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];

/** Loads a page in a fresh profile; returns milliseconds and bytes. */
async function load(url, selector) {
  const context = await site.browser.newContext();
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  let bytes = 0;
  network.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await network.send("Network.enable");
  await page.addInitScript((wanted) => {
    new MutationObserver(() => {
      if (!globalThis.firstFinding && document.querySelector(wanted)) globalThis.firstFinding = performance.now();
    }).observe(document, { childList: true, subtree: true });
  }, selector);
  await page.goto(url);
  await page.waitForFunction(() => globalThis.firstFinding);
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    finding: globalThis.firstFinding,
  }));
  await page.waitForLoadState("networkidle");
  await context.close();
  return { ...times, bytes };
}

async function measure(name, url, selector) {
  const loads = [];
  for (let count = 0; count < LOADS; count += 1) loads.push(await load(url, selector));
  const of = (key) => Math.round(median(loads.map((one) => one[key])));
  console.log(`${name}: first paint ${of("paint")} ms, ${selector} ${of("finding")} ms, ${of("bytes")} bytes`);
}

/** How long a check lasts after a change of the template, in the playground with a warm engine. */
async function typing(url) {
  const page = await site.browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => document.body.dataset.checked);
  const times = [];
  await page.locator(".cm-content").focus();
  for (let count = 0; count < LOADS; count += 1) {
    const before = await page.evaluate(() => document.body.dataset.checked);
    const from = Date.now();
    await page.keyboard.type(" ");
    await page.waitForFunction((round) => ![undefined, round].includes(document.body.dataset.checked), before, { polling: 5 });
    times.push(Date.now() - from);
  }
  await page.close();
  console.log(`a key to the new findings: ${median(times)} ms, of which 120 wait for another key`);
}

async function pictures(folder) {
  await mkdir(folder, { recursive: true });
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [360, 768, 1280]) {
      const page = await site.browser.newPage({ colorScheme, viewport: { width, height: 800 } });
      for (const [name, path] of Object.entries(PICTURES)) {
        await page.goto(site.home + path);
        if (name === "playground") await page.waitForFunction(() => document.body.dataset.checked);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
      }
      await page.close();
    }
  }
}

const state = JSON.stringify({ text: template(), name: "template.yaml" });
const shared = `${site.home}playground/#t=${deflateRawSync(state).toString("base64url")}`;
await measure("playground with 6 KB", shared, "#findings > li");
await typing(shared);
await measure("first page", site.home, "h1");
if (process.argv[2]) await pictures(process.argv[2]);
await site.stop();
