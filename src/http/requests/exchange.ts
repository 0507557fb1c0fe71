/** What one request carries along: its name, its times, what became of it, and whether its caller is still there. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Response } from 'express';
import type { Access, OperationFacts } from '../../api/operation.js';
import type { Outcome } from '../../errors.js';
import type { ProblemCode } from '../../problems/problem-table.js';
import type { TraceParent } from './trace-parent.js';

/** What a token lets its holder do: everything, or operations of access `r`. */
export type Holder = 'admin' | 'reader';

/** Express's response with what this request carries along. */
export type GatewayResponse = Response<unknown, { exchange: Exchange }>;

/** What is asked for, as far as log and metrics tell it. */
type Served = Pick<OperationFacts, 'operationId' | 'opcode' | 'access'>;

export class Exchange {
  readonly requestId: string;
  /** Unix milliseconds. */
  readonly startedMs: number;
  operationId: string | undefined;
  opcode: string | undefined;
  access: Access | undefined;
  trace: TraceParent | undefined;
  /** Template of the path, `/v1/setup/{name}`; undefined where nothing is served. */
  route: string | undefined;
  /** True where the answer is a stream, which lasts as long as its reader likes. */
  streamed = false;
  /** Whose token the caller has shown; undefined where none was needed. */
  holder: Holder | undefined;
  /** The problem that was answered with. */
  problem:
    | { readonly code: ProblemCode; readonly outcome: Outcome; readonly instance: string }
    | undefined;
  /** Of the last conversation that was written for it. */
  contextId: number | undefined;
  /** True once something was written to a peer for it. */
  wasWritten = false;
  readonly #response: ServerResponse;
  #hangUp: AbortController | undefined;

  constructor(requestId: string, startedMs: number, response: ServerResponse) {
    this.requestId = requestId;
    this.startedMs = startedMs;
    this.#response = response;
  }

  /** Says what is asked for, before it is known whether the caller may. */
  serves({ operationId, opcode, access }: Served): void {
    this.operationId = operationId;
    this.opcode = opcode;
    this.access = access;
  }

  /** Something was written to a peer for it; a message that nobody answers has no contextId. */
  written(contextId?: number): void {
    this.wasWritten = true;
    this.contextId = contextId ?? this.contextId;
  }

  /** Aborted when the caller hangs up before the answer is out. Made when first asked for: cached answers need none. */
  get signal(): AbortSignal {
    if (this.#hangUp === undefined) {
      const hangUp = new AbortController();
      this.#hangUp = hangUp;
      if (this.#response.destroyed) hangUp.abort();
      else {
        this.#response.once('close', () => {
          if (!this.#response.writableFinished) hangUp.abort();
        });
      }
    }
    return this.#hangUp.signal;
  }
}

const usable = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's own X-Request-Id where it fits, else a new UUID. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && usable.test(header) ? header : randomUUID();
}
