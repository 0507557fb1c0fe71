import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drawableDot } from '../../src/http/graph/drawable-dot.js';
import { GraphWorker } from '../../src/http/graph/graph-worker.js';
import { parseDot, type DotGraph } from '../../src/protocol/dot.js';

function graphOf(text: string): DotGraph {
  const graph = parseDot(text);
  assert.ok(graph !== undefined, 'the test’s own graph is one');
  return graph;
}

const hostileLabels = [
  '<b>bold</b><script>alert(1)</script>',
  '&lt;script&gt; &#60;b&#62;',
  '" URL="javascript:alert(1)',
  '\\N \\G \\E \\" end\\',
  '<<TABLE HREF="javascript:1"><TR><TD>x</TD></TR></TABLE>>',
  ']; evil [URL="javascript:alert(1)"]; x [label="',
  '\u0000\u0007\u2028\ud800',
];

describe('what is drawn', () => {
  test('holds of each node its name and its label, and nothing else of the text', () => {
    const dot = drawableDot(
      graphOf(
        'digraph { a [label="A" URL="javascript:1" image="/etc/passwd" shapefile="x" tooltip="t" href="y" target="z"] }',
      ),
      false,
    );
    assert.match(dot, /"a" \[label="A"\]/);
    assert.doesNotMatch(dot, /javascript|passwd|shapefile|tooltip|href|target/i);
  });
  test('says the same label and names, whatever they hold', () => {
    const graph: DotGraph = {
      nodes: hostileLabels.map((label, index) => ({
        id: `${label} ${index}`,
        attributes: { label },
      })),
      edges: [],
    };
    const again = graphOf(drawableDot(graph, false));
    const clean = (text: string | undefined): string =>
      (text ?? '').replaceAll('&amp;', '&').replace(/[\u0000\u0007\ud800\ufffd]/g, '');
    assert.deepEqual(
      again.nodes.map(({ attributes }) => clean(attributes.label)),
      hostileLabels.map(clean),
    );
    assert.equal(again.nodes.length, hostileLabels.length);
  });
  test('shows an edge both ways as one, and a one-sided one as it is', () => {
    const { edges } = graphOf(
      drawableDot(graphOf('digraph { a -> b; b -> a; b -> c; c -> c; b -> c }'), false),
    );
    assert.deepEqual(
      edges.map(({ from, to, attributes }) => `${from}${to} ${attributes.dir ?? ''}`).sort(),
      ['ab both', 'bc ', 'cc '],
    );
  });
  test('marks the Node itself', () => {
    const { nodes } = graphOf(
      drawableDot(graphOf('digraph { a [style=filled]; b [label=b] }'), false),
    );
    assert.deepEqual(
      nodes.map(({ attributes }) => attributes.fillcolor !== undefined),
      [true, false],
    );
  });
});

test('a hostile label comes out of Graphviz as text, with no link, script or picture', async () => {
  const worker = new GraphWorker(60_000);
  const nodes = hostileLabels.map((label, index) => ({ id: String(index), attributes: { label } }));
  const drawing = await worker.draw(drawableDot({ nodes, edges: [] }, false), 'dot');
  await worker.close();
  assert.ok(drawing.kind === 'svg', drawing.kind);
  const { svg } = drawing;
  const tags = new Set([...svg.matchAll(/<([a-zA-Z]+)/g)].map(([, tag]) => tag));
  assert.deepEqual([...tags].sort(), ['g', 'path', 'svg', 'text', 'title']);
  assert.doesNotMatch(svg, /(?:href|onload|onclick)=(?!&quot;)/i);
  assert.match(svg, /&lt;b&gt;bold&lt;\/b&gt;&lt;script&gt;alert\(1\)/);
  assert.match(svg, /&amp;lt;script&amp;gt;/);
});
