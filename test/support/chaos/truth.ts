/** Whether an answer tells what really became of its request. */
import assert from 'node:assert/strict';
import type { Answer } from '../http/gateway-under-test.js';

/** What is known of a request from outside the gateway. */
export interface Deed {
  /** What was asked, for messages. */
  readonly what: string;
  /** True where it changes something. */
  readonly changes: boolean;
  /** How often a peer got it. */
  readonly received: number;
}

const hops = ['gateway', 'daemon', 'node'];

/** Fails where the answer lies: about what was sent, about what was done, or about where it went wrong. */
export function assertTruth(answer: Answer, { what, changes, received }: Deed): void {
  const told = `${what}: ${answer.status} ${answer.text} (received ${received} times)`;
  if (changes) assert.ok(received <= 1, `sent twice: ${told}`);
  if (answer.status < 300) {
    if (changes) assert.equal(received, 1, `done without being sent: ${told}`);
    return;
  }
  const { hop, outcome, code } = answer.body;
  assert.ok(hops.includes(String(hop)), told);
  assert.notEqual(code, 'internal-error', told);
  if (outcome === 'not-sent' && changes) assert.equal(received, 0, `was sent after all: ${told}`);
  if (outcome === 'unknown') assert.ok(changes, `a read changes nothing: ${told}`);
  if (received > 0 && changes) assert.ok(outcome === 'unknown' || outcome === 'applied', told);
}
