/** The caller's place in a distributed trace (W3C Trace Context, `traceparent`). Pure. */

/** Ids in lower-case hex. */
export interface TraceParent {
  /** 32 digits. */
  readonly traceId: string;
  /** 16 digits: the caller's span. */
  readonly parentId: string;
  readonly sampled: boolean;
}

const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED = 0x01;

/** Reads the header; undefined where it is missing or not well-formed, as the recommendation has it. */
export function readTraceParent(header: string | string[] | undefined): TraceParent | undefined {
  const match = typeof header === 'string' ? form.exec(header) : null;
  if (match === null) return undefined;
  const [, version, traceId = '', parentId = '', flags = '', rest] = match;
  // Version ff is forbidden; version 00 ends with its flags, later ones may go on.
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  return { traceId, parentId, sampled: (Number.parseInt(flags, 16) & SAMPLED) !== 0 };
}
