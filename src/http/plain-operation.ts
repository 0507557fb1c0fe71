/** One handler for every route that is just one conversation: body in, payload out. */
import type { FieldError } from '../errors.js';
import type { Peers, PlainOpcode, ReadKind } from '../peer/peers.js';
import type { JsonValue } from '../protocol/json-text.js';
import { entryOf } from '../protocol/opcodes.js';
import { canonicalPayload } from './requests/canonical-payload.js';
import { invalidRequest } from '../problems/request-faults.js';
import { JSON_TYPE, noStore, payloadAnswer } from './operation.js';
import type { Answer, Call, Method, Operation } from './operation.js';
import type { Access } from './access/access-class.js';
import type { QueryShape } from './requests/request-query.js';
import { sharedAnswer } from './reads/shared-answer.js';
import type { SharedReads } from './reads/shared-reads.js';
import type { Validator } from './requests/validation.js';
import { waitingFor } from './requests/waiting.js';

/** A row of the operations table. `Body` is the shape that the body's schema promises. */
export interface PlainRow<Body> {
  readonly operationId: string;
  readonly method: Method;
  readonly path: string;
  readonly access: Access;
  readonly opcode: PlainOpcode;
  /** What kind of reading it is; only for access r, whose replies are shared. */
  readonly kind?: ReadKind;
  readonly bodyValidator?: Validator;
  readonly query?: QueryShape;
  readonly queryValidator?: Validator;
  /** Faults that a schema cannot tell. */
  readonly faults?: (body: Body, call: Call) => readonly FieldError[];
  /** The UIv2 payload; the body itself where absent. */
  readonly payload?: (body: Body, call: Call) => JsonValue;
  /** True where the reply to a write holds secrets that exist nowhere else. */
  readonly secretAnswer?: boolean;
  /** True where the request carries a database password. */
  readonly hasPassword?: (body: Body) => boolean;
}

/** What plain operations need. */
export interface PlainDeps {
  readonly peers: Pick<Peers, 'ask'>;
  readonly reads: SharedReads;
}

/** The operation that a row describes. */
export function plainOperation<Body>(row: PlainRow<Body>, deps: PlainDeps): Operation {
  const { operationId, method, path, access, opcode, bodyValidator, query, queryValidator } = row;
  const { secretAnswer } = row;
  return {
    operationId,
    method,
    path,
    access,
    opcode,
    produces: [JSON_TYPE],
    ...(bodyValidator === undefined ? {} : { bodyValidator }),
    ...(query === undefined ? {} : { query }),
    ...(queryValidator === undefined ? {} : { queryValidator }),
    ...(secretAnswer === undefined ? {} : { secretAnswer }),
    run: (call) => converse(row, deps, call),
  };
}

async function converse<Body>(row: PlainRow<Body>, deps: PlainDeps, call: Call): Promise<Answer> {
  const body = call.body as unknown as Body; // the row's validator has passed it
  const faults = row.faults?.(body, call) ?? [];
  if (faults.length > 0) throw invalidRequest(faults);
  const payload = canonicalPayload(row.payload?.(body, call) ?? call.body);
  const { opcode, kind } = row;
  if (kind !== undefined) return sharedAnswer(deps.reads, { kind, opcode, payload }, call);
  const waiting = waitingFor(call, entryOf(opcode, row.hasPassword?.(body) ?? true));
  const reply = await deps.peers.ask({ opcode, payload, ...waiting.options });
  return payloadAnswer(reply, { ...noStore, ...waiting.headers });
}
