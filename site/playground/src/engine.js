// Calls cfn-tidy in its worker. Worker and module are bound to their hashes, which the build fills in.

/* global WORKER, MODULE */

/** How long a request may last, in milliseconds, before its worker is replaced. */
const PATIENCE = 20_000;

export class Engine {
  #parts = Promise.all([
    fetch(WORKER.url, { integrity: WORKER.integrity }).then((response) => response.blob()),
    WebAssembly.compileStreaming(fetch(MODULE.url, { integrity: MODULE.integrity })),
  ]);
  #worker = null;
  #waiting = new Map();
  #count = 0;

  /** Returns the result of a call, or throws if cfn-tidy has failed or lasts too long. */
  async call(name, ...values) {
    const worker = await this.#start();
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#stop("cfn-tidy did not finish in 20 seconds"), PATIENCE);
      this.#waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ id, call: name, values });
    });
  }

  async #start() {
    const [script, module] = await this.#parts;
    if (!this.#worker) {
      const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
      this.#worker = new Worker(url);
      URL.revokeObjectURL(url);
      this.#worker.onmessage = ({ data }) => this.#answer(data);
      this.#worker.onerror = (event) => this.#stop(event.message);
      this.#worker.postMessage({ module });
    }
    return this.#worker;
  }

  #answer({ id, result, failure }) {
    if (failure !== undefined) return this.#stop(failure);
    const request = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(request?.timer);
    request?.resolve(result);
  }

  #stop(reason) {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Error(reason));
    }
    this.#waiting.clear();
  }
}
