/**
 * Bodies on their way out: those of one turn of the event loop leave one behind the other at its end. While the gateway reads the
 * next request a client that was answered at once falls asleep again, and waking it costs more than anything else that a request
 * does (docs/performance.md).
 */
import type { ServerResponse } from 'node:http';

interface BatchedWrite {
  readonly response: ServerResponse;
  readonly body: string | Buffer;
}

let batch: BatchedWrite[] = [];

/** Ends a response whose head is written, once what has arrived by now is dealt with. */
export function endWithOthers(response: ServerResponse, body: string | Buffer): void {
  if (batch.length === 0) setImmediate(endAll);
  batch.push({ response, body });
}

function endAll(): void {
  const ending = batch;
  batch = [];
  for (const { response, body } of ending) {
    if (!response.destroyed) response.end(body); // else its caller left in this very turn
  }
}
