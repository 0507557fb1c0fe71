/** The Node's shutdown: it gets no reply, so it is done when the socket is gone; nothing of ours may be cut off by it. */
import type { GatewayError } from '../../errors.js';
import { opcodes, staleAfter } from '../../protocol/opcodes.js';
import { nodeBusy, nodeNotRunning, shutdownOverdue } from '../../problems/faults.js';
import type { ShutdownLock } from '../node/shutdown-lock.js';
import { withTimeout } from './with-timeout.js';
import type { PeerContext } from './peer-context.js';
import type { CallOptions } from '../peers.js';
import { limitOf } from '../timings.js';

/** One shutdown at a time; who asks meanwhile joins it. */
export class Shutdown {
  readonly #context: PeerContext;
  readonly #payables: { idle(): Promise<void>; readonly open: boolean };
  #underWay: Promise<void> | undefined;

  constructor(context: PeerContext, payables: { idle(): Promise<void>; readonly open: boolean }) {
    this.#context = context;
    this.#payables = payables;
  }

  /** True from its acceptance until the socket is gone or it has failed. */
  get underWay(): boolean {
    return this.#underWay !== undefined;
  }

  /**
   * Resolves when the Node's socket is gone.
   * @throws GatewayError node-not-running (unless `ensure`), node-busy, node-unresponsive, no-reply, and what keeps from
   *   reaching the Node.
   */
  async run(options: CallOptions & { readonly ensure: boolean }): Promise<void> {
    if (this.#underWay !== undefined) return this.#underWay;
    const { access, timings, now } = this.#context;
    const deadlineMs = now() + (options.waitMs ?? limitOf(opcodes.shutdown, timings));
    const found = await access.find({ deadlineMs, signal: options.signal });
    if (found === 'denied') {
      if (options.ensure) return;
      throw nodeNotRunning();
    }
    return this.join(options.onWritten);
  }

  /** Shuts the linked Node down, or joins who does; without a link there is nothing to do. */
  join(onWritten?: (contextId?: number) => void): Promise<void> {
    if (this.#underWay !== undefined) return this.#underWay;
    const { peerState } = this.#context;
    if (peerState.state.openPort === null) return Promise.resolve();
    const refusal = peerState.refusalOf({ kind: 'shutdown' });
    if (refusal !== undefined) return Promise.reject(refusal);
    const work = this.#carryOut(onWritten).finally(() => {
      this.#underWay = undefined;
    });
    this.#underWay = work;
    return work;
  }

  async #carryOut(onWritten: ((contextId?: number) => void) | undefined): Promise<void> {
    const lock = this.#context.nodeLink.lockForShutdown();
    try {
      await this.#clear(lock);
    } catch (error) {
      lock.reopen();
      throw error;
    }
    await this.#write(lock, onWritten);
  }

  /** Everything written before is handled, nothing that must not be cut off is open. */
  #clear(lock: ShutdownLock): Promise<void> {
    let fenced = false;
    const fence = lock.fence().then(() => {
      fenced = true;
    });
    const clear = Promise.all([fence, lock.configuratorIdle(), this.#payables.idle()]);
    return withTimeout(
      clear.then(() => undefined),
      this.#context.timings.shutdownWaitMs,
      () => busy(fenced, lock, this.#payables.open),
    );
  }

  async #write(
    lock: ShutdownLock,
    onWritten: ((contextId?: number) => void) | undefined,
  ): Promise<void> {
    const { touch, timings } = this.#context;
    const kinds = staleAfter('shutdown');
    touch(kinds);
    const late = shutdownOverdue();
    try {
      await withTimeout(lock.write(onWritten), timings.shutdownLimitMs, () => late);
    } catch (error) {
      // Until a frame proves that it lives, nothing is written to it.
      if (error === late) lock.overdue();
      else lock.reopen();
      throw error;
    } finally {
      touch(kinds);
    }
  }
}

function busy(fenced: boolean, lock: ShutdownLock, payables: boolean): GatewayError {
  const inTheWay = [
    ...new Set(lock.openConfiguratorCalls()),
    ...(payables ? ['a Payables scan'] : []),
    ...(fenced ? [] : ['the Configurator, which does not answer']),
  ];
  return nodeBusy(inTheWay);
}
