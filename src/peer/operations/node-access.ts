/** The way to the Node: waits for a link that is about to open, asks the Daemon, or says why there is no way. */
import type { GatewayError } from '../../errors.js';
import { memberReader } from '../../protocol/codec.js';
import { entryOf, opcodes, type Opcode } from '../../protocol/opcodes.js';
import {
  nodeReconnecting,
  nodeUnverified,
  noNode,
  notSentInTime,
  portRefused,
  daemonUnreachable,
  unresponsive,
} from '../../problems/faults.js';
import type { HopsState } from '../hops/hop-state.js';
import type { HopsDriver } from '../hops/hops-driver.js';
import { daemonStateOf, isVouched } from '../hops/hops-snapshot.js';
import type { NodeCallOptions, NodeLink, NodeRequest } from '../links/links.js';
import { withPatience } from './patience.js';
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
    readonly hops: HopsDriver,
    readonly nodeLink: NodeLink,
    readonly timings: PeerTimings,
    readonly now: () => number,
  ) {}

  /** Looks for the Node. Rejects at once (503) while a link reconnects, and with not-sent-in-time at the deadline. */
  async find(search: Search): Promise<NodeFound> {
    if (this.#isOpen()) return 'open';
    const fault = faultOf(this.hops.state) ?? reconnectingFault(this.hops.state);
    if (fault !== undefined) throw fault;
    if (!isComing(this.hops.state)) {
      const answer = await withPatience(this.hops.askAboutNode(), this.#leftMs(search), () =>
        notSentInTime('node'),
      );
      if (answer.kind === 'denied' && !this.#isOpen()) return 'denied';
      if (answer.kind === 'misdirected') throw portRefused(answer.port);
    }
    const end = await this.hops.until(endOfComing, this.#leftMs(search), search.signal);
    if (end === undefined) throw notSentInTime('node');
    if (end === 'open') return 'open';
    if (this.hops.state.word === 'denied') return 'denied';
    throw faultOf(this.hops.state) ?? nodeReconnecting();
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
    if (isSecret(request) && !isVouched(this.hops.state)) throw nodeUnverified();
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
    return this.hops.state.openPort !== null;
  }

  #leftMs(search: Search): number {
    return Math.max(0, search.deadlineMs - this.now());
  }
}

/** The Daemon's port has told where the Node is, and its link is being opened. */
function isComing(state: HopsState): boolean {
  return state.aimedPort !== null && (state.word === 'named' || state.absent);
}

function endOfComing(state: HopsState): 'open' | 'gone' | undefined {
  if (state.openPort !== null) return 'open';
  return isComing(state) ? undefined : 'gone';
}

function faultOf(state: HopsState): GatewayError | undefined {
  if (state.nodeUnresponsive) return unresponsive('node');
  const daemon = daemonStateOf(state);
  if (daemon === 'up' || daemon === 'absent') return undefined;
  if (state.nodeLink === 'reconnecting') return nodeReconnecting();
  return daemon === 'down' ? daemonUnreachable() : unresponsive('daemon');
}

function reconnectingFault(state: HopsState): GatewayError | undefined {
  return isComing(state) && state.nodeLink === 'reconnecting' ? nodeReconnecting() : undefined;
}

function isSecret({ opcode, hasPassword }: NodeRequest): boolean {
  return hasPassword || opcodes[opcode].secret === 'always';
}
