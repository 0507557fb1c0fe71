/** A Node link before a scripted peer, for tests over real sockets. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { GatewayError } from '../../../src/errors.js';
import type { NodeRequest } from '../../../src/peer/links/links.js';
import { createNodeLink, type NodeLink } from '../../../src/peer/node/node-link.js';
import type { PeerTimings } from '../../../src/peer/timings.js';
import { LinkDiary, quickTimings } from './link-diary.js';
import { ScriptedPeer, reply, type Script } from './scripted-peer.js';

/** Limits that a busy machine does not run into by itself: quick reads 200 ms, key work 1.2 s. */
export const unhurried = { conversationLimitFactor: 0.04, fenceLimitMs: 5_000 };

/** A quick read without parameters. */
export const read = (opcode: NodeRequest['opcode'] = 'descriptor'): NodeRequest => ({
  opcode,
  payload: '{}',
  hasPassword: false,
});
/** Key work that changes something. */
export const keyWork: NodeRequest = {
  opcode: 'changePassword',
  payload: '{"oldPasswordOpt":null,"newPassword":"x"}',
  hasPassword: true,
};

/** A Node link, open to a scripted peer. */
export interface Scene {
  readonly peer: ScriptedPeer;
  readonly link: NodeLink;
  readonly diary: LinkDiary;
}

/** Opens a Node link to a peer; both end with the test. */
export async function linked(
  t: TestContext,
  script: Script = (request) => reply(request),
  timings: Partial<PeerTimings> = {},
): Promise<Scene> {
  const peer = await ScriptedPeer.listen(script);
  const diary = new LinkDiary();
  const link = createNodeLink({
    owner: diary,
    timings: { ...quickTimings, ...unhurried, ...timings },
    messagesPerSecond: 1000,
  });
  t.after(async () => {
    await link.close();
    await peer.close();
  });
  link.connectTo(peer.port);
  await diary.until('open');
  return { peer, link, diary };
}

/** Answers all requests but those of these opcodes. */
export const answerAllBut =
  (...opcodes: readonly string[]): Script =>
  (request) =>
    opcodes.includes(request.opcode) ? undefined : reply(request);

/** True where a request is, or could be, a fence. */
export const isFence = (text: string): boolean => text.includes('"checkPassword"');

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<GatewayError> {
  const error: unknown = await promise.then(
    () => assert.fail('it resolved'),
    (reason: unknown) => reason,
  );
  return error as GatewayError;
}
