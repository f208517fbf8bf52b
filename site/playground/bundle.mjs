// Bundles the playground: `node bundle.mjs WASM OUT`, the folder that wasm-bindgen wrote and the one to write. The name of
// each file contains the beginning of its hash, and whoever loads it knows the whole.

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [wasm, out] = process.argv.slice(2);

/** The most that a visitor downloads, in bytes, compressed. */
const LIMIT = 3_000_000;
let total = 0;

// A worker from a blob has the policy of its page, so it cannot send anything either. CodeMirror writes its styles into an
// element; scripts are files, without exception.
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src data:",
  "connect-src 'self'",
  "worker-src blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Writes a file; returns its name and its hash as `integrity` states it. */
async function write(name, content) {
  const hash = createHash("sha384").update(content).digest();
  const end = extname(name);
  const url = `${name.slice(0, -end.length)}-${hash.toString("hex").slice(0, 12)}${end}`;
  await writeFile(join(out, url), content);
  total += gzipSync(content, { level: 9 }).length;
  return { url, integrity: `sha384-${hash.toString("base64")}` };
}

async function bundled(entry, options) {
  const result = await build({
    entryPoints: [join(here, "src", entry)],
    bundle: true,
    minify: true,
    write: false,
    legalComments: "none",
    target: "es2022",
    loader: { ".yaml": "text" },
    logLevel: "warning",
    ...options,
  });
  return result.outputFiles[0].contents;
}

/** An example in JSON is text as well. */
const asText = {
  name: "text",
  setup(build) {
    build.onLoad({ filter: /\.json$/ }, async ({ path, suffix }) =>
      suffix === "?text" ? { contents: await readFile(path, "utf8"), loader: "text" } : undefined);
  },
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const module = await write("cfn-tidy.wasm", await readFile(join(wasm, "cfn_tidy_web_bg.wasm")));
const worker = await write("worker.js", await bundled("worker.js", {
  format: "iife",
  alias: { "cfn-tidy-web": join(wasm, "cfn_tidy_web.js") },
  // Where the module comes from is the page's business.
  logOverride: { "empty-import-meta": "silent" },
}));
const main = await write("main.js", await bundled("main.js", {
  format: "esm",
  plugins: [asText],
  define: { WORKER: JSON.stringify(worker), MODULE: JSON.stringify(module) },
}));
const style = await write("style.css", await bundled("style.css", {}));

const page = (await readFile(join(here, "index.html"), "utf8"))
  .replace("{{policy}}", POLICY)
  .replace("{{assets}}", [
    `<link rel="stylesheet" href="${style.url}" integrity="${style.integrity}">`,
    `<script type="module" src="${main.url}" integrity="${main.integrity}"></script>`,
  ].join("\n"));
await writeFile(join(out, "index.html"), page);
total += gzipSync(page, { level: 9 }).length;

console.log(`playground: ${total} bytes compressed`);
if (total > LIMIT) {
  console.error(`more than ${LIMIT} bytes`);
  process.exit(1);
}
