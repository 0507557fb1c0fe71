/**
 * The two error families: what the gateway itself finds wrong (GatewayError) and what a peer said (PeerError).
 * http/ turns both into problem documents.
 */
import { problemRow, type ProblemCode } from './problems/problem-table.js';

/** The party whose fault an error is, or of which a fact is told. */
export type Hop = 'gateway' | 'daemon' | 'node';

/**
 * What became of the request: never written to a peer, refused without effect, done wholly or in part, or not known.
 */
export type Outcome = 'not-sent' | 'refused' | 'applied' | 'unknown';

/** One fault in the caller's input. `pointer` is an RFC 6901 JSON pointer into the request body, or `?name` for a query parameter. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** What is left of an exit preference: `none`: traffic may leave from any country; `no exit`: none can leave. */
export type InForce = 'none' | 'no exit';

/**
 * What a GatewayError is made of; `detail` says what is wrong and how to put it right, and never holds a secret. Hop, outcome and
 * Retry-After are those of the problem table unless given.
 */
interface GatewayErrorFields {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly hop?: Hop;
  readonly outcome?: Outcome;
  /** Seconds after which trying again may help. */
  readonly retryAfterS?: number | undefined;
  readonly errors?: readonly FieldError[];
  /** Which exit preference is in force, where that is not the one asked for. */
  readonly inForce?: InForce | undefined;
  /** Setup parameters that the suggested command names. */
  readonly parameters?: readonly string[];
  /** Response headers that belong to the refusal, such as Allow; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An error found by the gateway itself; created by src/problems only. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: ProblemCode;
  readonly hop: Hop;
  readonly outcome: Outcome;
  readonly retryAfterS: number | undefined;
  readonly errors: readonly FieldError[];
  readonly parameters: readonly string[];
  readonly inForce: InForce | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(fields: GatewayErrorFields) {
    super(fields.detail, fields.cause === undefined ? undefined : { cause: fields.cause });
    const row = problemRow(fields.code);
    this.code = fields.code;
    this.hop = fields.hop ?? row.hop;
    this.outcome = fields.outcome ?? row.outcome;
    this.retryAfterS = fields.retryAfterS ?? row.retryAfterS;
    this.errors = fields.errors ?? [];
    this.inForce = fields.inForce;
    this.parameters = fields.parameters ?? [];
    this.headers = fields.headers ?? {};
  }

  /** The same error in other words. */
  with(changes: Partial<Pick<GatewayErrorFields, 'detail' | 'errors'>>): GatewayError {
    const { code, hop, outcome, retryAfterS, errors, parameters, headers, message, cause } = this;
    const { inForce } = this;
    const fields = { code, hop, outcome, retryAfterS, errors, parameters, headers, cause, inForce };
    return new GatewayError({ ...fields, detail: message, ...changes });
  }
}

/** What a peer's `error` reply is made of. */
interface PeerErrorFields {
  readonly hop: 'daemon' | 'node';
  readonly opcode: string;
  /** The exact u64 code as a decimal string: codes at 2^63 do not survive a double. */
  readonly peerCode: string;
  /** The peer's own words. They may hold a secret (a key, a phrase): never logged, shown only for codes known to be clean. */
  readonly peerMessage: string;
  /** Which exit preference is in force, where that is not the one asked for. */
  readonly inForce?: InForce | undefined;
}

/** An `error` reply of the Daemon or the Node. Its `message` never repeats the peer's words. */
export class PeerError extends Error {
  override readonly name = 'PeerError';
  readonly hop: 'daemon' | 'node';
  readonly opcode: string;
  readonly peerCode: string;
  readonly inForce: InForce | undefined;
  readonly #peerMessage: string;

  constructor(fields: PeerErrorFields) {
    super(`The ${fields.hop} answered ${fields.opcode} with error code ${fields.peerCode}.`);
    this.hop = fields.hop;
    this.opcode = fields.opcode;
    this.peerCode = fields.peerCode;
    this.inForce = fields.inForce;
    this.#peerMessage = fields.peerMessage;
  }

  /** The same error with what is in force. */
  with({ inForce }: { readonly inForce: InForce }): PeerError {
    const { hop, opcode, peerCode, peerMessage } = this;
    return new PeerError({ hop, opcode, peerCode, peerMessage, inForce });
  }

  /** The peer's own words; private to the object so that no logger or serializer finds them. */
  get peerMessage(): string {
    return this.#peerMessage;
  }
}

/** A setting, or what a setting names, that the gateway refuses to start with; the message says why and what to do. */
export class SettingError extends Error {
  override readonly name: string = 'SettingError';
}
