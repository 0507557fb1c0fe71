/** The feed in a shared worker: one for all tabs of this origin. */
import { Feed } from './feed.js';

/** @type {Set<MessagePort>} */
const ports = new Set();
const feed = new Feed((message) => {
  for (const port of ports) port.postMessage(message);
});

addEventListener('connect', (event) => {
  const [port] = /** @type {MessageEvent} */ (event).ports;
  if (port === undefined) return;
  ports.add(port);
  port.onmessage = (/** @type {MessageEvent<import('./types.js').TabMessage>} */ { data }) => {
    feed.receive(data);
    if (data.kind === 'leave') ports.delete(port);
  };
});
