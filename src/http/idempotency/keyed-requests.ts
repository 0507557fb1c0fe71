/** Runs operations, writes with an Idempotency-Key once only. */
import { watchDelivery } from '../answers/delivery.js';
import { readIdempotencyKey, RequestFingerprints } from './idempotency-key.js';
import type { IdempotencyLedger } from './idempotency-ledger.js';
import type { Answer, Call, Operation } from '../operation.js';

/** Joins requests to the ledger of keys. */
export class KeyedRequests {
  readonly #ledger: Pick<IdempotencyLedger, 'answer'>;
  readonly #fingerprints = new RequestFingerprints();

  constructor(ledger: Pick<IdempotencyLedger, 'answer'>) {
    this.#ledger = ledger;
  }

  /** The operation's answer; of a write with a known key that of the earlier request. Rejects with what becomes a problem. */
  run(operation: Operation, call: Call): Promise<Answer | undefined> {
    const { request, response } = call;
    if (operation.access !== 'w') return operation.run(call);
    const key = readIdempotencyKey(request.headers['idempotency-key']);
    if (key === undefined) return operation.run(call);
    const { method, path } = request;
    const { query, bodyType, body } = call;
    return this.#ledger.answer({
      key,
      fingerprint: this.#fingerprints.of({ method, path, query, bodyType, body }),
      secret: operation.secretAnswer === true,
      run: () => answered(operation, call),
      delivered: () => watchDelivery(response),
    });
  }
}

async function answered(operation: Operation, call: Call): Promise<Answer> {
  const answer = await operation.run(call);
  if (answer !== undefined) return answer;
  throw new Error(`${operation.operationId} writes, so it must have an answer`);
}
