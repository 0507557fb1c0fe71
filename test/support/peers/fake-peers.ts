/** Peers that answer as they are told and remember what they were asked. */
import { GatewayError } from '../../../src/errors.js';
import type {
  Ask,
  CallOptions,
  HopsSnapshot,
  PeerFigures,
  Peers,
  ScanResult,
  SetupValue,
} from '../../../src/peer/peers.js';

/** A running Node under a Daemon that is up. */
export function runningHops(): HopsSnapshot {
  return {
    daemon: { state: 'up', sinceMs: 1000, link: 'open' },
    node: {
      state: 'running',
      sinceMs: 2000,
      link: 'open',
      port: 32768,
      processId: 4711,
      stage: { stage: 'RouteFound', atMs: 3000 },
      zeroHop: false,
      lastExit: null,
    },
  };
}

/** Of every plain conversation. */
export const CONTEXT_ID = 17;

/** What was asked, in words that tests compare. */
export interface Asked {
  readonly what: string;
  readonly detail: unknown;
  readonly options: CallOptions;
}

/** See the file's head. Replies by opcode or method name; a function may throw or wait. */
export class FakePeers implements Peers {
  readonly asked: Asked[] = [];
  readonly replies = new Map<string, string | (() => string | Promise<string>)>();
  snapshot: HopsSnapshot = runningHops();

  hops(): HopsSnapshot {
    return this.snapshot;
  }

  figures(): PeerFigures {
    const dropped = { late: 0, unknown: 0, unparsable: 0 };
    return {
      daemon: { waiting: 0, waitingMost: 64, dropped },
      node: {
        waiting: 0,
        waitingMost: 64,
        unproven: 0,
        unprovenMost: 8,
        tokens: 8,
        fencesWritten: 1,
        dropped,
      },
    };
  }

  async ask({ opcode, payload, ...options }: Ask): Promise<string> {
    options.onWritten?.(CONTEXT_ID);
    return this.#answer(opcode, payload, options);
  }

  async changeSetup(values: readonly SetupValue[], options: CallOptions): Promise<string> {
    return this.#answer('changeSetup', values, options);
  }

  async queryConfiguration(password: string, options: CallOptions): Promise<string> {
    return this.#answer('queryConfiguration', password, options);
  }

  async startNode({ ensure, ...options }: CallOptions & { ensure: boolean }): Promise<string> {
    return this.#answer('startNode', { ensure }, options);
  }

  async shutdownNode({ ensure, ...options }: CallOptions & { ensure: boolean }): Promise<void> {
    await this.#answer('shutdownNode', { ensure }, options);
  }

  async restartNode(options: CallOptions): Promise<string> {
    return this.#answer('restartNode', {}, options);
  }

  async scan(scanType: string, options: CallOptions): Promise<ScanResult> {
    return (await this.#answer('scan', scanType, options)) as ScanResult;
  }

  async crashNode(payload: string, options: CallOptions): Promise<void> {
    await this.#answer('crashNode', payload, options);
  }

  start(): void {
    // nothing to start
  }

  async close(): Promise<void> {
    // nothing to close
  }

  async #answer(what: string, detail: unknown, options: CallOptions): Promise<string> {
    this.asked.push({ what, detail, options });
    const reply = this.replies.get(what);
    if (reply === undefined) throw unprepared(what);
    return typeof reply === 'string' ? reply : reply();
  }
}

function unprepared(what: string): GatewayError {
  return new GatewayError({
    code: 'node-unreachable',
    hop: 'node',
    outcome: 'not-sent',
    detail: `The test has no reply for ${what}.`,
    retryAfterS: 2,
  });
}
