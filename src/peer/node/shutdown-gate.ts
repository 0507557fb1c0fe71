/** The closed gate of a Node link: everything that one shutdown may do while nobody else may do anything. */
import type { GatewayError } from '../../errors.js';
import type { Opcode } from '../../protocol/opcodes.js';
import { linkLostUnsent } from '../../problems/faults.js';
import type { EmitLinkEvent, ShutdownGate } from '../links/links.js';
import type { GateKeeper, NodeLane } from './node-lane.js';
import { linkEnded, type LinkEnd } from './node-messages.js';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: GatewayError) => void;
}

/** One shutdown's hold on the lane; over when it is reopened or the link is lost. */
export class LaneGate implements ShutdownGate, GateKeeper {
  readonly #lane: NodeLane;
  readonly #emit: EmitLinkEvent;
  readonly #onOverdue: () => void;
  #fences: Waiter[] = [];
  #idles: Waiter[] = [];
  #write: Waiter | undefined;
  #onWritten: ((contextId?: number) => void) | undefined;
  #written = false;
  #over = false;

  constructor(lane: NodeLane, emit: EmitLinkEvent, onOverdue: () => void) {
    this.#lane = lane;
    this.#emit = emit;
    this.#onOverdue = onOverdue;
  }

  fence(): Promise<void> {
    return this.#wait((waiter) => {
      this.#fences.push(waiter);
      this.#lane.want('fence');
    });
  }

  openConfiguratorCalls(): readonly Opcode[] {
    return this.#over ? [] : this.#lane.configuratorCalls;
  }

  configuratorIdle(): Promise<void> {
    return this.#wait((waiter) => {
      this.#idles.push(waiter);
      this.answered();
    });
  }

  write(onWritten?: (contextId?: number) => void): Promise<void> {
    return this.#wait((waiter) => {
      this.#write = waiter;
      this.#onWritten = onWritten;
      this.#lane.want('shutdown');
    });
  }

  overdue(): void {
    if (this.#over) return;
    this.#onOverdue();
    this.#emit({ kind: 'shutdown', phase: 'none' });
  }

  reopen(): void {
    if (this.#over) return;
    this.#over = true;
    this.#lane.openGate();
    this.#emit({ kind: 'shutdown', phase: 'none' });
    this.#refuseAll();
  }

  fenceBack(): void {
    const fences = this.#fences.splice(0);
    for (const { resolve } of fences) resolve();
  }

  answered(): void {
    if (this.#lane.configuratorCalls.length > 0) return;
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
