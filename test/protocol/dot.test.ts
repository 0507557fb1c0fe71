import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseDot } from '../../src/protocol/dot.js';

describe('parseDot', () => {
  test('reads a neighborhood as the Node draws it', () => {
    const text =
      'digraph db { "AQ+/A" [label="AR v1 CZ\\nAQ+/A\\n1.2.3.4:5678/9012"] [style=filled]; "BQ" [label="BQ"] [shape=none]; "AQ+/A" -> "BQ"; }';
    assert.deepEqual(parseDot(text), {
      nodes: [
        {
          id: 'AQ+/A',
          attributes: { label: 'AR v1 CZ\nAQ+/A\n1.2.3.4:5678/9012', style: 'filled' },
        },
        { id: 'BQ', attributes: { label: 'BQ', shape: 'none' } },
      ],
      edges: [{ from: 'AQ+/A', to: 'BQ', attributes: {} }],
    });
  });

  test('keeps any attribute of nodes and edges, and reads over defaults', () => {
    const graph = parseDot(
      'digraph { node [shape=box]; a [URL="javascript:alert(1)" w="-1.5"]; a -> b -> c [weight=2] }',
    );
    assert.deepEqual(graph, {
      nodes: [
        { id: 'a', attributes: { URL: 'javascript:alert(1)', w: '-1.5' } },
        { id: 'b', attributes: {} },
        { id: 'c', attributes: {} },
      ],
      edges: [
        { from: 'a', to: 'b', attributes: { weight: '2' } },
        { from: 'b', to: 'c', attributes: { weight: '2' } },
      ],
    });
    assert.deepEqual(parseDot('digraph{}'), { nodes: [], edges: [] });
  });

  test('a quoted keyword is an ordinary node, and __proto__ an ordinary attribute', () => {
    const graph = parseDot('digraph { "node"; "graph" [__proto__=x] }');
    assert.deepEqual(graph?.nodes.map(({ id }) => id) ?? [], ['node', 'graph']);
    assert.deepEqual(Object.entries(graph?.nodes[1]?.attributes ?? {}), [['__proto__', 'x']]);
  });

  test('finds any ids and labels again, quoted as the language asks', () => {
    const quote = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { minLength: 1 }),
        (nodes) => {
          const text = nodes
            .map(([id, label]) => `${quote(id)} [label=${quote(label)}];`)
            .join(' ');
          const expected = new Map(nodes);
          const found = parseDot(`digraph db { ${text} }`)?.nodes.map(({ id, attributes }) => [
            id,
            attributes.label,
          ]);
          assert.deepEqual(new Map(found as [string, string][]), expected);
        },
      ),
    );
  });

  test('takes garbage for no graph, and never throws', () => {
    for (const text of [
      '',
      '{}',
      'digraph',
      'digraph {',
      'digraph { a [',
      'digraph { a -> }',
      'digraph { a } b',
      'digraph { "a }',
      'digraph { <a }',
      'graph { a }',
      'digraph { a [b] }',
      'digraph { a [b=] }',
      'digraph { a b }',
      'digraph { [a=b] }',
    ]) {
      assert.equal(parseDot(text), undefined, text);
    }
    const piece = fc.constantFrom(
      'digraph',
      ' ',
      '{',
      '}',
      '[',
      ']',
      '=',
      '"',
      '<',
      '>',
      '->',
      '--',
      ';',
      ',',
      'a',
      'subgraph',
      'node',
      '\\',
      '/*',
      '#',
      ':',
      '\u0000',
      '1.',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        parseDot(`digraph {${pieces.join('')}`);
        parseDot(pieces.join(''));
      }),
      { numRuns: 3000 },
    );
  });

  test('is bounded in depth and length', () => {
    assert.equal(parseDot(`digraph {${'{'.repeat(100_000)}`), undefined);
    assert.equal(parseDot(`digraph {${'a;'.repeat(2 * 1024 * 1024)}}`), undefined);
  });
});
