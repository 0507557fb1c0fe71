/** The lock on a Node link: everything that one shutdown may do while nobody else may do anything. */
import type { GatewayError } from '../../errors.js';
import type { Opcode } from '../../protocol/opcodes.js';
import { linkLostUnsent } from '../../problems/faults.js';
import type { EmitLinkEvent } from '../links/links.js';
import type { ShutdownHolder, NodeQueue } from './node-queue.js';
import { linkEnded, type LinkEnd } from './node-messages.js';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: GatewayError) => void;
}

/** What a shutdown does while it holds the lock. */
export type ShutdownLock = Pick<
  NodeShutdownLock,
  'fence' | 'openConfiguratorCalls' | 'configuratorIdle' | 'write' | 'overdue' | 'reopen'
>;

/** One shutdown's lock; over when it is released or the link is lost. */
export class NodeShutdownLock implements ShutdownHolder {
  readonly #queue: NodeQueue;
  readonly #emit: EmitLinkEvent;
  readonly #onOverdue: () => void;
  #fences: Waiter[] = [];
  #idles: Waiter[] = [];
  #write: Waiter | undefined;
  #onWritten: ((contextId?: number) => void) | undefined;
  #written = false;
  #over = false;

  constructor(queue: NodeQueue, emit: EmitLinkEvent, onOverdue: () => void) {
    this.#queue = queue;
    this.#emit = emit;
    this.#onOverdue = onOverdue;
  }

  /** One fence; resolves when it is back: everything written before has been handled. Rejects when it cannot come. */
  fence(): Promise<void> {
    return this.#wait((waiter) => {
      this.#fences.push(waiter);
      this.#queue.want('fence');
    });
  }

  /** What is still in the way: opcodes of open Configurator conversations. */
  openConfiguratorCalls(): readonly Opcode[] {
    return this.#over ? [] : this.#queue.configuratorCalls;
  }

  /** Resolves when no Configurator conversation is open. */
  configuratorIdle(): Promise<void> {
    return this.#wait((waiter) => {
      this.#idles.push(waiter);
      this.answered();
    });
  }

  /** Writes `shutdown` (it takes its credit and token); resolves when the socket is gone. */
  write(onWritten?: (contextId?: number) => void): Promise<void> {
    return this.#wait((waiter) => {
      this.#write = waiter;
      this.#onWritten = onWritten;
      this.#queue.want('shutdown');
    });
  }

  /**
   * Gives up waiting for the socket's end after `write`: the Node counts as unresponsive and the link is renewed, which also opens
   * the lock again.
   */
  overdue(): void {
    if (this.#over) return;
    this.#onOverdue();
    this.#emit({ kind: 'shutdown', phase: 'none' });
  }

  /** Lets everybody through again. */
  reopen(): void {
    if (this.#over) return;
    this.#over = true;
    this.#queue.unlock();
    this.#emit({ kind: 'shutdown', phase: 'none' });
    this.#refuseAll();
  }

  fenceBack(): void {
    const fences = this.#fences.splice(0);
    for (const { resolve } of fences) resolve();
  }

  answered(): void {
    if (this.#queue.configuratorCalls.length > 0) return;
    const idles = this.#idles.splice(0);
    for (const { resolve } of idles) resolve();
  }

  /** The socket is about to be closed by ourselves: its end will say nothing about the Node. */
  released(end: LinkEnd): void {
    if (!this.#written) return;
    this.#write?.reject(linkEnded(end, 'shutdown', true));
    this.#write = undefined;
  }

  shutdownWritten(contextId: number): void {
    this.#written = true;
    this.#emit({ kind: 'shutdown', phase: 'written' });
    this.#onWritten?.(contextId);
  }

  replied(): void {
    // The Node never answers a shutdown (neighborhood/mod.rs:2046-2058); the socket's end is its answer.
  }

  failed(): void {
    // As above: whatever an answer says, only the socket's end counts.
  }

  lost(): void {
    this.#write?.resolve();
    this.#write = undefined;
  }

  linkLost(): void {
    this.#over = true;
    this.#refuseAll();
  }

  #wait(enter: (waiter: Waiter) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#over) reject(linkLostUnsent('node', 'shutdown'));
      else enter({ resolve, reject });
    });
  }

  #refuseAll(): void {
    const waiters = [...this.#fences.splice(0), ...this.#idles.splice(0)];
    for (const { reject } of waiters) reject(linkLostUnsent('node', 'shutdown'));
    if (this.#written) return; // its promise ends with the socket
    this.#write?.reject(linkLostUnsent('node', 'shutdown'));
    this.#write = undefined;
  }
}
