/**
 * The two error families: what the gateway itself finds wrong (GatewayError) and what a peer said (PeerError).
 * No HTTP words here: http/ maps both to statuses and problem documents.
 */

/** The party whose fault an error is, or of which a fact is told. */
export type Hop = 'gateway' | 'daemon' | 'node';

/**
 * What became of the request: never written to a peer, refused without effect, done wholly or in part, or not known.
 */
export type Outcome = 'not-sent' | 'refused' | 'applied' | 'unknown';

/** Stable identity of every error that the gateway raises on account of peers, pacing or the rules of the protocol. */
export type GatewayErrorCode =
  | 'invalid-request'
  | 'wrong-password'
  | 'already-running'
  | 'node-not-running'
  | 'no-daemon'
  | 'orphan-node'
  | 'node-busy'
  | 'node-unverified'
  | 'setup-frozen'
  | 'setup-poisoned'
  | 'setup-password-stale'
  | 'clear-undone'
  | 'scan-under-way'
  | 'no-consuming-wallet'
  | 'setup-rejected'
  | 'waiting-room-full'
  | 'node-died'
  | 'restart-incomplete'
  | 'link-lost'
  | 'unexpected-redirect'
  | 'bad-frame'
  | 'daemon-unreachable'
  | 'daemon-unresponsive'
  | 'node-unreachable'
  | 'node-unresponsive'
  | 'node-stopping'
  | 'no-reply'
  | 'not-sent-in-time';

/** One fault in the caller's input. `pointer` is an RFC 6901 JSON pointer into the request body, or `?name` for a query parameter. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** What a GatewayError is made of; `detail` says what is wrong and how to put it right, and never holds a secret. */
export interface GatewayErrorFields {
  readonly code: GatewayErrorCode;
  readonly hop: Hop;
  readonly outcome: Outcome;
  readonly detail: string;
  /** Seconds after which trying again may help; absent where waiting does not help. */
  readonly retryAfterS?: number;
  readonly errors?: readonly FieldError[];
  /** Setup parameters that the advice on this error has to name: those that would have to be given another value. */
  readonly parameters?: readonly string[];
  readonly cause?: unknown;
}

/** An error found by the gateway itself. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: GatewayErrorCode;
  readonly hop: Hop;
  readonly outcome: Outcome;
  readonly retryAfterS: number | undefined;
  readonly errors: readonly FieldError[];
  readonly parameters: readonly string[];

  constructor(fields: GatewayErrorFields) {
    super(fields.detail, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.code = fields.code;
    this.hop = fields.hop;
    this.outcome = fields.outcome;
    this.retryAfterS = fields.retryAfterS;
    this.errors = fields.errors ?? [];
    this.parameters = fields.parameters ?? [];
  }

  /** The same error in other words. */
  with(changes: Partial<Pick<GatewayErrorFields, 'detail' | 'errors'>>): GatewayError {
    const { code, hop, outcome, errors, parameters, retryAfterS, cause } = this;
    return new GatewayError({
      ...{ code, hop, outcome, errors, parameters, cause, detail: this.message },
      ...(retryAfterS === undefined ? {} : { retryAfterS }),
      ...changes,
    });
  }
}

/** What a peer's `error` reply is made of. */
export interface PeerErrorFields {
  readonly hop: 'daemon' | 'node';
  readonly opcode: string;
  /** The exact u64 code as a decimal string: codes at 2^63 do not survive a double. */
  readonly peerCode: string;
  /** The peer's own words. They may hold a secret (a key, a phrase): never logged, shown only for codes known to be clean. */
  readonly peerMessage: string;
}

/** An `error` reply of the Daemon or the Node. Its `message` never repeats the peer's words. */
export class PeerError extends Error {
  override readonly name = 'PeerError';
  readonly hop: 'daemon' | 'node';
  readonly opcode: string;
  readonly peerCode: string;
  readonly #peerMessage: string;

  constructor(fields: PeerErrorFields) {
    super(`The ${fields.hop} answered ${fields.opcode} with error code ${fields.peerCode}.`);
    this.hop = fields.hop;
    this.opcode = fields.opcode;
    this.peerCode = fields.peerCode;
    this.#peerMessage = fields.peerMessage;
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
