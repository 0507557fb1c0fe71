/** What a link reported, remembered for tests to look at and wait for. */
import type { GatewayError } from '../../../src/errors.js';
import { initialPeerState, type PeerState } from '../../../src/peer/peer-state/peer-state.js';
import { stepPeerState } from '../../../src/peer/peer-state/step-peer-state.js';
import { refusalOf, type SendRequest } from '../../../src/peer/peer-state/refusal.js';
import type { EmitLinkEvent, LinkEvent, LinkOwner } from '../../../src/peer/links/links.js';
import type { EndedConversation } from '../../../src/peer/peers.js';
import { peerTimings } from '../../../src/peer/timings.js';
import type { PeerTimings } from '../../../src/peer/timings.js';

const LIMIT_MS = 20_000;

/** Short times, with limits of conversations a hundredth of the real ones (5 s become 50 ms). */
export const quickTimings: PeerTimings = {
  ...peerTimings,
  conversationLimitFactor: 0.01,
  handshakeLimitMs: 500,
  closeLimitMs: 50,
  backoffFirstMs: 5,
  backoffMostMs: 20,
  fenceLimitMs: 50,
  firstFenceRetryMs: 60,
  firstFenceRetryMostMs: 200,
  unresponsiveRetryMs: 60,
  scanWaitMs: 50,
};

/** Lines such as `state open`, `lost`, `broadcast crashed`. */
export class LinkDiary implements LinkOwner {
  readonly lines: string[] = [];
  readonly ended: EndedConversation[] = [];
  readonly #nowMs = 0;
  #state = initialPeerState({ daemonPort: 5333, nodePort: undefined }, this.#nowMs);
  readonly #watchers = new Set<() => void>();
  /** Called with every line, in the tick in which it is written. */
  onLine: (line: string) => void = () => undefined;

  readonly emit: EmitLinkEvent = (event) => {
    if (event.kind === 'conversation-ended') {
      this.ended.push(event.ended);
      return;
    }
    if (event.kind !== 'broadcast') {
      this.#state = stepPeerState(this.#state, event, this.#nowMs, quickTimings).state;
    }
    if (event.kind !== 'shutdown') this.write(lineOf(event));
  };

  /** As the gateway decides it; every Node here counts as confirmed by its Daemon. */
  readonly refusalOf = (request: SendRequest): GatewayError | undefined =>
    refusalOf({ ...this.#state, vouchedPort: this.#state.openPort }, request);

  /** What the gateway knows of both peers by now. */
  get state(): PeerState {
    return this.#state;
  }

  write(line: string): void {
    this.lines.push(line);
    this.onLine(line);
    for (const watch of [...this.#watchers]) watch();
  }

  count(line: string): number {
    return this.lines.filter((other) => other === line).length;
  }

  /** Resolves when `line` has been written `times` times. */
  until(line: string, times = 1): Promise<void> {
    if (this.count(line) >= times) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        this.#watchers.delete(watch);
        reject(new Error(`no "${line}" in ${JSON.stringify(this.lines)}`));
      }, LIMIT_MS);
      const watch = (): void => {
        if (this.count(line) < times) return;
        clearTimeout(limit);
        this.#watchers.delete(watch);
        resolve();
      };
      this.#watchers.add(watch);
    });
  }
}

function lineOf(event: Exclude<LinkEvent, { kind: 'conversation-ended' | 'shutdown' }>): string {
  switch (event.kind) {
    case 'daemon-link':
    case 'node-link':
      return `state ${event.link}`;
    case 'daemon-open':
    case 'node-open':
      return 'open';
    case 'daemon-lost':
    case 'node-lost':
      return 'lost';
    case 'daemon-failed':
      return event.refused ? 'failed refused' : 'failed';
    case 'handshake-failed':
      return `failed ${event.failure}`;
    case 'daemon-unresponsive':
    case 'node-unresponsive':
      return event.unresponsive ? 'unresponsive' : 'responsive';
    case 'broadcast':
      return `broadcast ${event.opcode}`;
  }
}
