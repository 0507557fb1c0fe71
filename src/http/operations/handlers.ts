/** The handler of each operation; a missing or a surplus one is a type error. */
import type { OperationId } from '../../api/operation.js';
import { operations } from '../../generated/operations.js';
import type { Answer } from '../responses/answer.js';
import type { AppDeps } from '../app-deps.js';
import type { Call } from '../requests/call.js';
import { eventHandlers } from './event-operations.js';
import { graphHandlers } from './graph-operations.js';
import { nodeHandlers } from './node-operations.js';
import { pageHandlers } from './page-operations.js';
import { plainHandlers } from './plain-operations.js';
import { setupHandlers } from './setup-operations.js';
import { statusHandlers } from './status-operations.js';

/** Answers a call; undefined if it has answered by itself (streams). Rejects with what becomes a problem document. */
export type Handler<Id extends OperationId> = (call: Call<Id>) => Promise<Answer | undefined>;

/** Operations with a handler: all but the documentation page, which is a folder of files. */
export type HandledId = Exclude<OperationId, 'getDocs'>;

/** Them all, in the order of the document. */
export const handledIds: readonly HandledId[] = Object.values(operations)
  .map(({ operationId }) => operationId)
  .filter((id) => id !== 'getDocs');

/** One handler for each. */
export type Handlers = { readonly [Id in HandledId]: Handler<Id> };

/** All handlers with what they need. */
export function allHandlers(deps: AppDeps): Handlers {
  return {
    ...statusHandlers(deps),
    ...setupHandlers(deps),
    ...nodeHandlers(deps),
    ...plainHandlers(deps),
    ...graphHandlers(deps),
    ...eventHandlers(deps),
    ...pageHandlers(deps.settings),
  };
}
