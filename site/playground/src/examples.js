// The examples to pick from: files of the repository, as they are.

import orders from "../../../docs/img/orders.yaml";
import app from "../../../examples/app.yaml";
import network from "../../../examples/before/network.yaml";
import queue from "../../../examples/before/queue.json?text";
import etl from "../../../examples/scheduled-etl.yaml";

export const EXAMPLES = [
  { title: "Orders: a few mistakes", name: "orders.yaml", text: orders },
  { title: "Network: old habits", name: "network.yaml", text: network },
  { title: "Queue, in JSON", name: "queue.json", text: queue },
  { title: "An application of SAM", name: "app.yaml", text: app },
  { title: "A scheduled job", name: "scheduled-etl.yaml", text: etl },
];
