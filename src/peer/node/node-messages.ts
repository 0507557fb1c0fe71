/** What waits for its turn with the Node: calls, fire-and-forget messages and scans, each with its own way of ending. */
import { PeerError } from '../../errors.js';
import type { GatewayError } from '../../errors.js';
import { QUICK_LIMIT_MS, entryOf, opcodes } from '../../protocol/opcodes.js';
import type { Opcode, OpcodeEntry } from '../../protocol/opcodes.js';
import { linkLost, noReply } from '../../problems/faults.js';
import type { NodeCallOptions, NodeRequest, Preceding, ScanListener } from '../links/links.js';
import type { WaitingKind } from './pacing-state.js';
import type { CallOptions } from '../peers.js';
import { limitOf } from '../timings.js';
import type { PeerTimings } from '../timings.js';

/** True if a request or its reply holds a secret. */
export function isSecret({ opcode, hasPassword }: NodeRequest): boolean {
  return hasPassword || opcodes[opcode].secret === 'always';
}

/** What may come of a written message. */
export interface Answerable {
  replied(payload: string): void;
  /** An error of the Node; or, as GatewayError, an answer that nobody can read. */
  failed(error: PeerError | GatewayError): void;
  /** The socket is gone. */
  lost(end: LinkEnd): void;
}

/** Whether a link was lost, or given up by the gateway because answers are missing. */
export type LinkEnd = 'lost' | 'renewed';

/** What the caller of an open conversation is told at the end of its link: if we renew it, no answer came. */
export function linkEnded(end: LinkEnd, opcode: Opcode, changes: boolean): GatewayError {
  return end === 'renewed' ? noReply('node', opcode, changes) : linkLost('node', opcode, changes);
}

/** A message as the queue sees it: first it waits, then it is written or refused. */
export interface NodeMessage extends Answerable {
  readonly opcode: Opcode;
  readonly payload: string;
  readonly kind: WaitingKind;
  /** True where the Configurator answers. */
  readonly configurator: boolean;
  /** What is written right before it; of a pair only. */
  readonly before?: Preceding | undefined;
  /** Limit of the conversation, counted from its writing. */
  readonly limitMs: number;
  /** When its caller gives up. */
  readonly deadlineMs: number;
  /** In the tick of its writing. */
  written(nowMs: number, contextId?: number): void;
  /** It will never be written. */
  refused(error: GatewayError): void;
}

/** The clock and the times that messages reckon with. */
export interface MessageTimes {
  readonly now: () => number;
  readonly timings: PeerTimings;
}

/** How a promise's two ends are handed over. */
interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: GatewayError | PeerError) => void;
}

/** One conversation. Its caller's time ends the caller's wait only, never the conversation. */
export class CallMessage implements NodeMessage {
  readonly opcode: Opcode;
  readonly payload: string;
  readonly kind: WaitingKind;
  readonly configurator: boolean;
  readonly before: Preceding | undefined;
  readonly limitMs: number;
  readonly deadlineMs: number;
  readonly #changes: boolean;
  readonly #onWritten: ((contextId?: number) => void) | undefined;
  readonly #onEnded: (() => void) | undefined;
  readonly #settle: Settle<string>;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    request: NodeRequest,
    options: NodeCallOptions,
    times: MessageTimes,
    settle: Settle<string>,
  ) {
    const entry = entryOf(request.opcode, request.hasPassword);
    this.opcode = request.opcode;
    this.payload = request.payload;
    this.before = options.before;
    this.kind = options.before === undefined ? kindOf(entry) : 'pair';
    this.configurator = entry.configurator;
    this.limitMs = limitOf(entry, times.timings);
    this.deadlineMs = times.now() + (options.waitMs ?? this.limitMs);
    this.#changes = entry.changes;
    this.#onWritten = options.onWritten;
    this.#onEnded = options.onEnded;
    this.#settle = settle;
  }

  written(nowMs: number, contextId?: number): void {
    const leftMs = Math.min(this.limitMs, Math.max(0, this.deadlineMs - nowMs));
    this.#timer = setTimeout(
      () => this.#settle.reject(noReply('node', this.opcode, this.#changes)),
      leftMs,
    );
    this.#onWritten?.(contextId);
  }

  replied(payload: string): void {
    clearTimeout(this.#timer);
    this.#onEnded?.();
    this.#settle.resolve(payload);
  }

  failed(error: PeerError | GatewayError): void {
    clearTimeout(this.#timer);
    this.#onEnded?.();
    this.#settle.reject(error);
  }

  lost(end: LinkEnd): void {
    clearTimeout(this.#timer);
    this.#onEnded?.();
    this.#settle.reject(linkEnded(end, this.opcode, this.#changes));
  }

  refused(error: GatewayError): void {
    this.#settle.reject(error);
  }
}

function kindOf(entry: OpcodeEntry): WaitingKind {
  if (entry.lane === 'configurator') return 'configurator';
  return entry.configurator ? 'configurator-read' : 'quick';
}

/** A fire-and-forget message: done when it is written. */
export class TellMessage implements NodeMessage {
  readonly opcode: Opcode;
  readonly payload: string;
  readonly kind = 'tell';
  readonly configurator = false;
  readonly limitMs = 0;
  readonly deadlineMs: number;
  readonly #onWritten: (() => void) | undefined;
  readonly #settle: Settle<undefined>;

  constructor(
    request: NodeRequest,
    options: CallOptions,
    times: MessageTimes,
    settle: Settle<undefined>,
  ) {
    const waitMs = options.waitMs ?? QUICK_LIMIT_MS * times.timings.conversationLimitFactor;
    this.opcode = request.opcode;
    this.payload = request.payload;
    this.deadlineMs = times.now() + waitMs;
    this.#onWritten = options.onWritten;
    this.#settle = settle;
  }

  written(): void {
    this.#onWritten?.();
    this.#settle.resolve(undefined);
  }

  replied(): void {
    // Nothing answers a message without a contextId.
  }

  failed(): void {
    // Nothing answers a message without a contextId.
  }

  lost(): void {
    // It was done when it was written.
  }

  refused(error: GatewayError): void {
    this.#settle.reject(error);
  }
}

/** A scan: the Node may stay silent, answer, or answer twice; its marker's reply tells how far the Accountant has come. */
export class ScanMessage implements NodeMessage {
  readonly opcode = 'scan';
  readonly payload: string;
  readonly kind = 'scan';
  readonly configurator = false;
  /** Of the marker; the scan itself is open until its end. */
  readonly limitMs: number;
  readonly deadlineMs: number;
  readonly #listener: ScanListener;
  #disposed = false;

  constructor(
    payload: string,
    listener: ScanListener,
    times: MessageTimes,
    waitMs = times.timings.scanWaitMs,
  ) {
    this.payload = payload;
    this.#listener = listener;
    this.limitMs = QUICK_LIMIT_MS * times.timings.conversationLimitFactor;
    this.deadlineMs = times.now() + waitMs;
  }

  /** True where nobody listens any more. */
  get disposed(): boolean {
    return this.#disposed;
  }

  /** Tells nothing any more. */
  dispose(): void {
    this.#disposed = true;
  }

  written(_nowMs: number, contextId?: number): void {
    if (!this.#disposed) this.#listener.onWritten(contextId);
  }

  replied(): void {
    if (!this.#disposed) this.#listener.onReply();
  }

  failed(error: PeerError | GatewayError): void {
    // What cannot be read says nothing about a scan; its marker and the log lines do.
    if (!this.#disposed && error instanceof PeerError) this.#listener.onError(error);
  }

  /** The marker's reply came. */
  marked(): void {
    if (!this.#disposed) this.#listener.onMarker();
  }

  lost(end: LinkEnd): void {
    this.#end(linkEnded(end, this.opcode, true));
  }

  refused(error: GatewayError): void {
    this.#end(error);
  }

  #end(error: GatewayError): void {
    if (!this.#disposed) this.#listener.onEnded(error);
    this.#disposed = true;
  }
}
