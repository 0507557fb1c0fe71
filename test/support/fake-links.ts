/** Two links without sockets: the test says what comes, and looks at what was asked. */
import type {
  DaemonReply,
  DaemonTurn,
  HandshakeFailure,
  LinkOwner,
  NodeCallOptions,
  NodeRequest,
  PacingFigures,
  ScanListener,
} from '../../src/peer/links/links.js';
import { isSecret } from '../../src/peer/node/node-messages.js';
import type {
  DaemonLinkMembers,
  NodeLinkMembers,
} from '../../src/peer/peer-state/peer-state-driver.js';
import { OpenConnection } from '../../src/peer/links/connection.js';
import type { Transport } from '../../src/peer/links/transport.js';
import type { ShutdownLock } from '../../src/peer/node/shutdown-lock.js';
import type { DroppedFrames, LinkState } from '../../src/peer/peers.js';

const noneDropped: DroppedFrames = { late: 0, unknown: 0, unparsable: 0 };

/** Of every conversation that is held here. */
const CONTEXT_ID = 1;

/** A promise in the hands of the test. */
export class Answer<T> {
  readonly promise: Promise<T>;
  resolve!: (value: T) => void;
  reject!: (error: Error) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}

/** One question to the Daemon. */
export class DaemonQuestion extends Answer<DaemonReply> {
  constructor(
    readonly opcode: string,
    readonly payload: string,
  ) {
    super();
  }
}

/** A socket to nobody. */
const nowhere: Transport = {
  port: 0,
  listen: () => undefined,
  send: () => false,
  close: () => Promise.resolve(),
};

/** A Daemon link whose lane holds its turns one after the other. */
export class FakeDaemonLink implements DaemonLinkMembers {
  readonly waiting = 0;
  readonly waitingMost = 64;
  readonly dropped = noneDropped;
  holds = 0;
  handedOver = 0;
  readonly questions: DaemonQuestion[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly owner: LinkOwner) {}

  /** The question that is asked now; waits for the lane's microtasks. */
  async asked(opcode: string): Promise<DaemonQuestion> {
    for (let look = 0; look < 50; look += 1) {
      const index = this.questions.findIndex((question) => question.opcode === opcode);
      if (index >= 0) return this.questions.splice(index, 1)[0]!;
      await Promise.resolve();
    }
    throw new Error(`${opcode} was not asked`);
  }

  open(): void {
    this.#setState('open');
    this.owner.emit({ kind: 'daemon-open' });
  }

  lose(): void {
    this.#setState('reconnecting');
    this.owner.emit({ kind: 'daemon-lost' });
  }

  turn<T>(
    body: (turn: DaemonTurn) => Promise<T>,
    options?: { readonly front?: boolean },
  ): Promise<T> {
    const isProbe = options?.front === true;
    const refusal = this.owner.refusalOf(
      isProbe ? { kind: 'probe', isFirst: true } : { kind: 'daemon' },
    );
    if (refusal !== undefined) return Promise.reject(refusal);
    const turn: DaemonTurn = {
      ask: (opcode, payload, options) => {
        const question = new DaemonQuestion(opcode, payload);
        this.questions.push(question);
        options?.onWritten?.(CONTEXT_ID);
        return question.promise;
      },
    };
    const run = this.#last.then(() => body(turn));
    this.#last = run.catch(() => undefined);
    return run;
  }

  holdWrites(): () => void {
    this.holds += 1;
    let held = true;
    return () => {
      if (held) this.holds -= 1;
      held = false;
    };
  }

  handOver(): OpenConnection {
    this.handedOver += 1;
    this.#setState('idle');
    return new OpenConnection(nowhere, CONTEXT_ID);
  }

  connect(): void {
    this.#setState('connecting');
  }

  close(): Promise<void> {
    this.#setState('closed');
    return Promise.resolve();
  }

  #setState(state: LinkState): void {
    this.owner.emit({ kind: 'daemon-link', link: state });
  }
}

/** One call to the Node. */
export class NodeCall extends Answer<string> {
  constructor(
    readonly request: NodeRequest,
    readonly options: NodeCallOptions | undefined,
  ) {
    super();
  }
}

/** A gate that opens as the test says. */
export class FakeShutdownLock implements ShutdownLock {
  readonly fenced = new Answer<void>();
  readonly idle = new Answer<void>();
  readonly gone = new Answer<void>();
  written = false;
  reopened = false;

  constructor(
    readonly owner: LinkOwner,
    readonly onOverdue: () => void,
  ) {
    owner.emit({ kind: 'shutdown', phase: 'begun' });
  }

  fence(): Promise<void> {
    return this.fenced.promise;
  }
  openConfiguratorCalls(): readonly [] {
    return [];
  }
  configuratorIdle(): Promise<void> {
    return this.idle.promise;
  }
  write(onWritten?: (contextId?: number) => void): Promise<void> {
    this.written = true;
    this.owner.emit({ kind: 'shutdown', phase: 'written' });
    onWritten?.(CONTEXT_ID);
    return this.gone.promise;
  }
  overdue(): void {
    this.onOverdue();
    this.owner.emit({ kind: 'shutdown', phase: 'none' });
  }
  reopen(): void {
    this.reopened = true;
    this.owner.emit({ kind: 'shutdown', phase: 'none' });
  }
}

/** A Node link that records what it is told. */
export class FakeNodeLink implements NodeLinkMembers {
  #port = 0;
  readonly dropped = noneDropped;
  readonly did: string[] = [];
  readonly calls: NodeCall[] = [];
  readonly scans: { readonly payload: string; readonly listener: ScanListener }[] = [];
  lock: FakeShutdownLock | undefined;
  trial: Answer<'open' | HandshakeFailure> | undefined;

  constructor(readonly owner: LinkOwner) {}

  open(port: number): void {
    this.#port = port;
    this.#setState('open');
    this.owner.emit({ kind: 'node-open', port });
  }

  lose(): void {
    this.#setState('reconnecting');
    this.owner.emit({ kind: 'node-lost', port: this.#port, gaveUp: false });
  }

  broadcast(opcode: string, payload: string): void {
    this.owner.emit({ kind: 'broadcast', hop: 'node', opcode, payload });
  }

  /** Nothing more is answered, until {@link wake}. */
  hang(): void {
    this.owner.emit({ kind: 'node-unresponsive', unresponsive: true });
  }

  wake(): void {
    this.owner.emit({ kind: 'node-unresponsive', unresponsive: false });
  }

  /** The first unanswered call of this opcode. */
  called(opcode: string): NodeCall {
    const index = this.calls.findIndex(({ request }) => request.opcode === opcode);
    if (index < 0) throw new Error(`${opcode} was not called`);
    return this.calls.splice(index, 1)[0]!;
  }

  connectTo(port: number): void {
    this.did.push(`connect-to ${port}`);
    this.#setState('connecting');
  }
  tryOnce(port: number): Promise<'open' | HandshakeFailure> {
    this.did.push(`try ${port}`);
    this.trial = new Answer();
    return this.trial.promise;
  }
  adopt(): void {
    this.did.push('adopt');
  }
  drop(): void {
    this.did.push('drop');
    this.#setState('idle');
  }
  forgetProcess(): void {
    this.did.push('forget');
  }
  call(request: NodeRequest, options?: NodeCallOptions): Promise<string> {
    const refusal = this.owner.refusalOf({ kind: 'node', secret: isSecret(request) });
    if (refusal !== undefined) return Promise.reject(refusal);
    const call = new NodeCall(request, options);
    this.calls.push(call);
    options?.onWritten?.(CONTEXT_ID);
    return call.promise;
  }
  tell(): Promise<void> {
    return Promise.resolve();
  }
  scan(payload: string, listener: ScanListener): () => void {
    this.scans.push({ payload, listener });
    return () => this.did.push('scan forgotten');
  }
  lockForShutdown(): FakeShutdownLock {
    this.lock = new FakeShutdownLock(this.owner, () => this.hang());
    return this.lock;
  }
  pacing(): PacingFigures {
    return {
      waiting: 0,
      waitingMost: 64,
      unproven: 0,
      unprovenMost: 8,
      tokens: 8,
      fencesWritten: 0,
    };
  }
  close(): Promise<void> {
    this.#setState('closed');
    return Promise.resolve();
  }

  #setState(state: LinkState): void {
    this.owner.emit({ kind: 'node-link', link: state });
  }
}
