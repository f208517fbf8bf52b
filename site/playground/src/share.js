// The fragment of a share link: `#t=` and the state as JSON, compressed, in the alphabet of URLs. A browser does not send
// the fragment to a server. `site/tools/rules.py` writes such links as well.

const PREFIX = "#t=";

/** Returns the fragment for a state: `text`, `name`, and the words of `select` and `ignore`. */
export async function fragmentOf(state) {
  const packed = await through(new TextEncoder().encode(JSON.stringify(state)), new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  return PREFIX + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Returns the state of a fragment, or null if there is none; throws if the link is incomplete. */
export async function stateOf(fragment) {
  if (!fragment.startsWith(PREFIX)) return null;
  const binary = atob(fragment.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
  const packed = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const state = JSON.parse(new TextDecoder().decode(await through(packed, new DecompressionStream("deflate-raw"))));
  const word = (value) => (typeof value === "string" ? value : "");
  if (typeof state?.text !== "string") throw new Error("no template");
  return { text: state.text, name: word(state.name), select: word(state.select), ignore: word(state.ignore) };
}

async function through(bytes, transform) {
  const stream = new Blob([bytes]).stream().pipeThrough(transform);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
