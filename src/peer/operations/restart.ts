/** The Node's restart: shutdown, quiet time, start; once begun it goes through to the end, whoever has left. */
import { badReply, passwordStale, restartIncomplete } from '../../problems/faults.js';
import { opcodes } from '../../protocol/opcodes.js';
import { askSetup, inDaemonTurn } from '../daemon/daemon-conversation.js';
import type { DaemonTurn } from '../links/links.js';
import type { PeerContext } from './peer-context.js';
import type { CallOptions } from '../peers.js';
import type { Shutdown } from './shutdown.js';
import { askStart, awaitNode, type StartedAnew } from './start.js';
import { limitOf } from '../timings.js';

/** Restarts the Node, in one turn with the Daemon. */
export class Restart {
  readonly #context: PeerContext;
  readonly #shutdown: Shutdown;
  readonly #owed = new Set<Promise<unknown>>();

  constructor(context: PeerContext, shutdown: Shutdown) {
    this.#context = context;
    this.#shutdown = shutdown;
  }

  /**
   * Resolves as a start does. Without a Node it is just a start.
   * @throws GatewayError as shutdown and start do; restart-incomplete where the Node was shut down and is not up again.
   */
  async run(options: CallOptions): Promise<string> {
    const refusal = this.#context.peerState.refusalOf({ kind: 'daemon' });
    if (refusal !== undefined) throw refusal;
    const { access, timings, now } = this.#context;
    const limitMs =
      timings.shutdownWaitMs + timings.shutdownLimitMs + limitOf(opcodes.start, timings);
    const deadlineMs = now() + (options.waitMs ?? limitMs);
    if (this.#context.peerState.state.openPort === null) {
      await access.find({ deadlineMs, signal: options.signal });
    }
    const begun = await inDaemonTurn(this.#context, (turn) => this.#carryOut(turn, options), {
      ...options,
      limitMs,
      waitMs: Math.max(0, deadlineMs - now()),
      changes: true,
    });
    return this.#complete(begun.wasDown, () => awaitNode(this.#context, begun.started));
  }

  /**
   * Resolves when every start that is owed to a Node which was shut down has been written or cannot be, or when it has been
   * waited for long enough: a Node that does not end within `closeRestartMs` is not started again by a gateway that closes.
   */
  async settled(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#context.timings.closeRestartMs);
    });
    await Promise.race([Promise.allSettled([...this.#owed]), enough]);
    clearTimeout(timer);
  }

  async #carryOut(turn: DaemonTurn, { onWritten }: CallOptions): Promise<Begun> {
    const refusal = this.#context.peerState.refusalOf({ kind: 'daemon' });
    if (refusal !== undefined) throw refusal;
    if (this.#context.peerState.state.openPort === null) {
      return { wasDown: true, started: await askStart(this.#context, turn, onWritten) };
    }
    await this.#refuseStalePassword(turn);
    const owed = deferred();
    const owe = (): void => void this.#owed.add(owed.promise);
    if (this.#shutdown.underWay) owe();
    try {
      await this.#shutdown.join((contextId) => {
        owe();
        onWritten?.(contextId);
      });
      const started = this.#complete(false, () => askStart(this.#context, turn, owed.resolve));
      return { wasDown: false, started: await started };
    } finally {
      owed.resolve();
      this.#owed.delete(owed.promise);
    }
  }

  /** A db-password in the setup that the database no longer has would be passed to the new Node; without one it starts as before. */
  async #refuseStalePassword(turn: DaemonTurn): Promise<void> {
    if (this.#context.peerState.state.process?.passwordChanged !== true) return;
    const { reply: setup } = await askSetup(this.#context, turn, '{"values":[]}');
    if (setup === undefined) throw badReply('daemon', 'setup', false);
    const status = setup.values.find(({ name }) => name === 'db-password')?.status;
    if (status === 'Set' || status === 'Configured') throw passwordStale();
  }

  /** What goes wrong after the shutdown leaves the Node down. */
  async #complete<T>(wasDown: boolean, rest: () => Promise<T>): Promise<T> {
    try {
      return await rest();
    } catch (error) {
      throw wasDown ? error : restartIncomplete(error);
    }
  }
}

interface Begun {
  /** No Node ran before: there was nothing to shut down. */
  readonly wasDown: boolean;
  readonly started: StartedAnew;
}

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

function deferred(): Deferred {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: () => resolve() };
}
