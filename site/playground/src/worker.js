// cfn-tidy in a worker, so that typing never waits for it. The page sends the compiled module first, then requests.

import { check, diff, fix, initSync, rules, version } from "cfn-tidy-web";

const calls = {
  check: (template, options) => JSON.parse(check(template, JSON.stringify(options))),
  fix: (template, options) => JSON.parse(fix(template, JSON.stringify(options))),
  diff,
  rules: () => JSON.parse(rules()),
  version,
};

self.onmessage = ({ data }) => {
  if (data.module) {
    initSync({ module: data.module });
    return;
  }
  try {
    self.postMessage({ id: data.id, result: calls[data.call](...data.values) });
  } catch (error) {
    // A panic leaves the instance in an unknown state: the page starts another worker.
    self.postMessage({ id: data.id, failure: String(error) });
  }
};
