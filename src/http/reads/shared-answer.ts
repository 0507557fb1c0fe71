/** The answer to a shared reading, with how old it is and how long it may be kept. */
import { opcodes } from '../../protocol/opcodes.js';
import { jsonAnswer } from '../answers/answer.js';
import type { Answer } from '../answers/answer.js';
import type { AnyCall } from '../requests/call.js';
import type { Reading, ReadReply, SharedReads } from './shared-reads.js';
import { waitingFor } from '../requests/prefer.js';

const SECOND_MS = 1000;

/** Reads what a call asks for, sharing it with others. */
export async function readShared(
  reads: SharedReads,
  reading: Reading,
  call: AnyCall,
): Promise<ReadReply & { readonly headers: Readonly<Record<string, string>> }> {
  // Before all else: a stored reply needs no AbortController, which costs more than the look (docs/performance.md).
  const stored =
    call.preferredWaitS === undefined ? reads.stored(reading, call.newOnly) : undefined;
  if (stored !== undefined) {
    const { text, ageMs, line } = stored;
    return { text, ageMs, line, headers: cacheHeaders(reading, stored) };
  }
  const { limitMs } = opcodes[reading.opcode];
  const waiting = waitingFor(call, { changes: false, limitMs });
  const reply = await reads.read(reading, {
    waitMs: waiting.waitMs ?? limitMs,
    signal: call.exchange.signal,
    newOnly: call.newOnly,
    onWritten: (contextId) => call.exchange.written(contextId),
  });
  return { ...reply, headers: { ...cacheHeaders(reading, reply), ...waiting.headers } };
}

/** The same as a JSON answer, its text untouched. */
export async function sharedAnswer(
  reads: SharedReads,
  reading: Reading,
  call: AnyCall,
): Promise<Answer> {
  const { text, line, headers } = await readShared(reads, reading, call);
  const answer = jsonAnswer(200, text, headers);
  return line === undefined ? answer : { ...answer, bytes: line };
}

// A browser's own cache hears of no change. One second does no harm there; ten would show a setup that is no more.
function cacheHeaders(reading: Reading, reply: ReadReply): Readonly<Record<string, string>> {
  const keptS = opcodes[reading.opcode].sharedMs / SECOND_MS;
  return {
    age: String(Math.floor(reply.ageMs / SECOND_MS)),
    'cache-control': keptS > 1 ? 'private, no-cache' : `private, max-age=${keptS}`,
  };
}
