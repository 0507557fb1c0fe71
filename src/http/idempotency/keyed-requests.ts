/** Runs writes, those with an Idempotency-Key once only. */
import { watchDelivery } from '../answers/delivery.js';
import { readIdempotencyKey, RequestFingerprints } from './idempotency-key.js';
import type { IdempotencyLedger } from './idempotency-ledger.js';
import type { JsonValue } from '../../protocol/json-text.js';
import type { OperationFacts } from '../../api/operation.js';
import type { Answer } from '../answers/answer.js';
import type { AnyCall } from '../requests/call.js';

/** What of a call makes two requests the same. */
interface KeyedCall extends Pick<AnyCall, 'request' | 'response'> {
  readonly query: object;
  readonly body: { readonly mediaType: string; readonly value: JsonValue };
}

/** Joins requests to the ledger of keys. */
export class KeyedRequests {
  readonly #ledger: Pick<IdempotencyLedger, 'answer'>;
  readonly #fingerprints = new RequestFingerprints();

  constructor(ledger: Pick<IdempotencyLedger, 'answer'>) {
    this.#ledger = ledger;
  }

  /** The answer of `run`, or with a known key that of the earlier request. Rejects with what becomes a problem. */
  run(
    operation: Pick<OperationFacts, 'operationId' | 'secretAnswer'>,
    call: KeyedCall,
    run: () => Promise<Answer | undefined>,
  ): Promise<Answer | undefined> {
    const { request, response, query, body } = call;
    const key = readIdempotencyKey(request.headers['idempotency-key']);
    if (key === undefined) return run();
    const { method, path } = request;
    return this.#ledger.answer({
      key,
      fingerprint: this.#fingerprints.of({
        method,
        path,
        query,
        bodyType: body.mediaType,
        body: body.value,
      }),
      secret: operation.secretAnswer,
      run: async () => {
        const answer = await run();
        if (answer !== undefined) return answer;
        throw new Error(`${operation.operationId} writes, so it must have an answer`);
      },
      delivered: () => watchDelivery(response),
    });
  }
}
