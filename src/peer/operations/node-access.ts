/** The way to the Node: waits for a link that is about to open, asks the Daemon, or says why there is no way. */
import { memberReader } from '../../protocol/codec.js';
import { entryOf, opcodes, type Opcode } from '../../protocol/opcodes.js';
import { nodeReconnecting, noNode, notSentInTime, portRefused } from '../../problems/faults.js';
import type { PeerState } from '../peer-state/peer-state.js';
import type { PeerStateDriver, NodeLinkMembers } from '../peer-state/peer-state-driver.js';
import { isNodeComing } from '../peer-state/snapshot.js';
import type { NodeCallOptions, NodeRequest } from '../links/links.js';
import { withTimeout } from './with-timeout.js';
import { limitOf, type PeerTimings } from '../timings.js';

/** Where a request for the Node ends up: its link is open, or the Daemon says that none runs. */
type NodeFound = 'open' | 'denied';

/** How long and for whom the way is looked for. */
interface Search {
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
}

/** The request as the Node link takes it; `hasPassword` is read from the payload if it may hold one. */
function nodeRequest(opcode: Opcode, payload: string): NodeRequest {
  const mayHold = opcodes[opcode].secret === 'with-password';
  const password = mayHold ? memberReader(payload)('dbPasswordOpt') : undefined;
  return { opcode, payload, hasPassword: password !== undefined && password !== 'null' };
}

/** Holds conversations with the Node, whatever has to be done to reach it. */
export class NodeAccess {
  constructor(
    readonly peerState: PeerStateDriver,
    readonly nodeLink: NodeLinkMembers,
    readonly timings: PeerTimings,
    readonly now: () => number,
  ) {}

  /** Looks for the Node. Rejects at once (503) while a link reconnects, and with not-sent-in-time at the deadline. */
  async find(search: Search): Promise<NodeFound> {
    if (this.#isOpen()) return 'open';
    const refusal = this.peerState.refusalOf({ kind: 'find-node' });
    if (refusal !== undefined) throw refusal;
    if (!isNodeComing(this.peerState.state)) {
      const answer = await withTimeout(this.peerState.askAboutNode(), this.#leftMs(search), () =>
        notSentInTime('node'),
      );
      if (answer.kind === 'denied' && !this.#isOpen()) return 'denied';
      if (answer.kind === 'misdirected') throw portRefused(answer.port);
    }
    const end = await this.peerState.until(endOfComing, this.#leftMs(search), search.signal);
    if (end === undefined) throw notSentInTime('node');
    if (end === 'open') return 'open';
    if (this.peerState.state.word === 'denied') return 'denied';
    throw this.peerState.refusalOf({ kind: 'find-node' }) ?? nodeReconnecting();
  }

  /** As {@link find}, a denial being 503 node-unreachable. */
  async reach(search: Search): Promise<void> {
    if ((await this.find(search)) === 'denied') throw noNode();
  }

  /** One conversation; resolves with the reply's payload text. */
  async call(opcode: Opcode, payload: string, options: NodeCallOptions): Promise<string> {
    const request = nodeRequest(opcode, payload);
    const entry = entryOf(opcode, request.hasPassword);
    const rest = await this.prepare(limitOf(entry, this.timings), options);
    return this.nodeLink.call(request, rest);
  }

  /** Reaches the Node within the caller's wait; resolves with what is left of it. */
  async prepare(limitMs: number, options: NodeCallOptions): Promise<NodeCallOptions> {
    if (this.#isOpen()) return options;
    const deadlineMs = this.now() + (options.waitMs ?? limitMs);
    await this.reach({ deadlineMs, signal: options.signal });
    return { ...options, waitMs: Math.max(0, deadlineMs - this.now()) };
  }

  #isOpen(): boolean {
    return this.peerState.state.openPort !== null;
  }

  #leftMs(search: Search): number {
    return Math.max(0, search.deadlineMs - this.now());
  }
}

function endOfComing(state: PeerState): 'open' | 'gone' | undefined {
  if (state.openPort !== null) return 'open';
  return isNodeComing(state) ? undefined : 'gone';
}
