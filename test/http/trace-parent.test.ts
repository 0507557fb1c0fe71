import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readTraceParent } from '../../src/http/requests/trace-parent.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('readTraceParent', () => {
  test('takes ids and the sampled flag', () => {
    assert.deepEqual(readTraceParent(`00-${TRACE}-${SPAN}-01`), {
      traceId: TRACE,
      parentId: SPAN,
      sampled: true,
    });
    assert.equal(readTraceParent(`00-${TRACE}-${SPAN}-00`)?.sampled, false);
    assert.equal(readTraceParent(`cc-${TRACE}-${SPAN}-01-what-comes-later`)?.traceId, TRACE);
  });

  for (const [why, header] of [
    ['missing', undefined],
    ['given twice', [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`]],
    ['of the forbidden version', `ff-${TRACE}-${SPAN}-01`],
    ['longer than its version', `00-${TRACE}-${SPAN}-01-more`],
    ['of a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['of a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['in capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['cut short', `00-${TRACE}-${SPAN}`],
    ['no trace at all', 'x"\n'],
  ] as const) {
    test(`leaves out what is ${why}`, () => {
      assert.equal(readTraceParent(typeof header === 'object' ? [...header] : header), undefined);
    });
  }
});
