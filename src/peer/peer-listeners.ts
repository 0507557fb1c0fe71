/** What the links tell, passed on to hops, operations and the world. */
import type { DaemonLinkListener, NodeLinkListener } from './links/links.js';
import type { HopsFact } from './hops/hop-state.js';
import { readBroadcast } from './broadcasts.js';
import type { Silence } from './operations/scans.js';
import type { PeersListener } from './peers.js';
import { readKinds } from '../protocol/opcodes.js';
import type { ReadKind } from '../protocol/opcodes.js';

/** Where what the links tell goes to. */
export interface Ears {
  readonly listener: Pick<
    PeersListener,
    'onEvent' | 'onScanEnded' | 'onLinkGap' | 'onConversation'
  >;
  readonly take: (fact: HopsFact) => void;
  readonly touch: (kinds: readonly ReadKind[]) => void;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** True while the Node link calls its peer unresponsive, or has given its socket up in doubt. */
  readonly nodeGivenUp: () => boolean;
  readonly onNodeLink: () => void;
  readonly onSilence: (line: Silence) => void;
}

/** Listens to the Daemon link. */
export function daemonEars(ears: Ears): DaemonLinkListener {
  const gap = new LinkGap('daemon', ears);
  return {
    onState: (link) => ears.take({ kind: 'daemon-link', link }),
    onOpen: () => {
      gap.end();
      ears.touch(readKinds);
      ears.take({ kind: 'daemon-open' });
    },
    onLost: () => {
      gap.begin();
      ears.touch(readKinds);
      ears.take({ kind: 'daemon-lost' });
    },
    onHandshakeFailed: (failure) =>
      ears.take({ kind: 'daemon-failed', refused: failure === 'refused' }),
    onUnresponsive: () => ears.take({ kind: 'daemon-unresponsive', unresponsive: true }),
    onResponsive: () => ears.take({ kind: 'daemon-unresponsive', unresponsive: false }),
    onBroadcast: (opcode, payload) => hear(ears, 'daemon', opcode, payload),
    onConversation: (ended) => ears.listener.onConversation(ended),
  };
}

/** Listens to the Node link. */
export function nodeEars(ears: Ears): NodeLinkListener {
  const gap = new LinkGap('node', ears);
  return {
    onState: (link) => ears.take({ kind: 'node-link', link }),
    onOpen: (port) => {
      gap.end();
      ears.touch(readKinds);
      ears.onNodeLink();
      ears.take({ kind: 'node-open', port });
    },
    onLost: (port) => {
      gap.begin();
      ears.touch(readKinds);
      ears.take({ kind: 'node-lost', port, gaveUp: ears.nodeGivenUp() });
    },
    onHandshakeFailed: (port, failure) => ears.take({ kind: 'handshake-failed', port, failure }),
    onUnresponsive: () => ears.take({ kind: 'node-unresponsive', unresponsive: true }),
    onResponsive: () => ears.take({ kind: 'node-unresponsive', unresponsive: false }),
    onBroadcast: (opcode, payload) => hear(ears, 'node', opcode, payload),
    onConversation: (ended) => ears.listener.onConversation(ended),
  };
}

function hear(ears: Ears, hop: 'daemon' | 'node', opcode: string, payload: string): void {
  const reading = readBroadcast(hop, opcode, payload);
  if (reading === undefined) return;
  const { payload: shown, logLevel, facts, line } = reading;
  if (reading.invalidates.length > 0) ears.touch(reading.invalidates);
  ears.listener.onEvent({ hop, opcode, payload: shown, logLevel });
  for (const fact of facts) ears.take(fact);
  if (line?.kind === 'scan-silent') ears.onSilence(line);
  if (line?.kind === 'scan-ended') ears.listener.onScanEnded(line.scan);
}

/** What was broadcast between the loss of a link and the next one never reached us. */
class LinkGap {
  readonly #hop: 'daemon' | 'node';
  readonly #ears: Ears;
  #sinceMs: number | undefined;

  constructor(hop: 'daemon' | 'node', ears: Ears) {
    this.#hop = hop;
    this.#ears = ears;
  }

  begin(): void {
    this.#sinceMs ??= this.#ears.now();
  }

  end(): void {
    const sinceMs = this.#sinceMs;
    this.#sinceMs = undefined;
    if (sinceMs !== undefined) this.#ears.listener.onLinkGap(this.#hop, sinceMs, this.#ears.now());
  }
}
