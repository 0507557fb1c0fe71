/** The operations that the server has handlers for, as tests go through them. */
import { operations } from '../../src/generated/operations.js';
import { handledIds } from '../../src/http/operations/handlers.js';

/** In the order of the document. */
export const handledOperations = handledIds.map((id) => operations[id]);
