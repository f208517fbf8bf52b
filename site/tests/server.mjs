// Serves the built site as GitHub Pages does: below the folder of the project, compressed, with the types of files.

import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const ROOT = fileURLToPath(new URL("../../target/site/html", import.meta.url));
const BASE = "/uselatest/";
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
};
const packed = new Map();

/** Starts the server on a free port; returns its address and how to stop it. */
export async function serve() {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, home: origin + BASE, stop: () => { server.closeAllConnections(); server.close(); } };
}

async function answer(request, response) {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const file = path.startsWith(BASE) ? await located(path.slice(BASE.length)) : null;
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  if (!packed.has(file)) packed.set(file, gzipSync(await readFile(file), { level: 9 }));
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, "content-encoding": "gzip", "cache-control": "no-store" });
  response.end(packed.get(file));
}

async function located(path) {
  const file = join(ROOT, normalize(`/${path}`));
  try {
    return (await stat(file)).isDirectory() ? join(file, "index.html") : file;
  } catch {
    return null;
  }
}
