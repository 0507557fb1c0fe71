/**
 * The graph as it is handed to Graphviz: written anew from what was read, so that of all that the text held only names and
 * labels reach the drawing. Labels stem from other people's Nodes: no link, image, shape or HTML of theirs gets through.
 */
import type { DotGraph } from '../../protocol/dot.js';

/** Longer labels are cut; a drawing with them would be no drawing. */
const MAX_LABEL_CHARS = 200;
const FONT = 'Helvetica,Arial,sans-serif';
const SOME_NODES = 40;

/** Text of a graph with our own looks; `isLarge` leaves out what makes large ones slow or crowded. */
export function drawableDot(graph: DotGraph, isLarge: boolean): string {
  const nodes = graph.nodes.map(({ id, attributes }) => {
    const isOwn = attributes.style?.includes('filled') === true;
    return `${quoted(id)} [label=${quoted((attributes.label ?? 'unknown').slice(0, MAX_LABEL_CHARS))}${isOwn ? ownLooks : ''}${attributes.label === undefined ? unknownLooks : ''}];`;
  });
  return [
    'digraph {',
    `graph [bgcolor="transparent" pad="0.1" ${isLarge ? 'overlap="scale" outputorder="edgesfirst"' : layers(graph)}];`,
    `node [shape="box" style="rounded,filled" fontname="${FONT}" fontsize="11" margin="0.14,0.08" height="0.3" penwidth="1" color="#9aa7c7" fillcolor="#eef2fc" fontcolor="#1a2030"];`,
    `edge [color="#8792ab" arrowsize="0.6" penwidth="1"];`,
    ...nodes,
    ...mutualEdges(graph).map(
      ({ from, to, isMutual }) =>
        `${quoted(from)} -> ${quoted(to)}${isMutual ? ' [dir="both"]' : ''};`,
    ),
    '}',
  ].join('\n');
}

const ownLooks = ' fillcolor="#3451d1" color="#3451d1" fontcolor="#ffffff"';
const unknownLooks = ' style="rounded,dashed" fontcolor="#586174"';

// Screens are wide, and so are a few nodes side by side; of many the layers grow wide by themselves.
function layers({ nodes }: DotGraph): string {
  return nodes.length <= SOME_NODES
    ? 'rankdir="LR" nodesep="0.35" ranksep="0.6"'
    : 'nodesep="0.3" ranksep="0.6"';
}

interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  readonly isMutual: boolean;
}

/** Each pair of nodes once: with two arrowheads where both know each other, as most do. */
function mutualEdges({ nodes, edges }: DotGraph): readonly DrawnEdge[] {
  const places = new Map(nodes.map(({ id }, place) => [id, place]));
  // The Node itself comes first in its graph: pointing away from it, edges put it at the beginning of the layout.
  const isBackwards = (from: string, to: string): boolean =>
    (places.get(from) ?? 0) > (places.get(to) ?? 0);
  const known = new Map<string, Set<string>>();
  for (const { from, to } of edges) known.set(from, (known.get(from) ?? new Set()).add(to));
  return [...known].flatMap(([from, ends]) =>
    [...ends].flatMap((to): readonly DrawnEdge[] => {
      const isMutual = from !== to && known.get(to)?.has(from) === true;
      return isMutual && isBackwards(from, to) ? [] : [{ from, to, isMutual }];
    }),
  );
}

/** A quoted identifier of the language in which every character stands for itself and a line feed breaks the line. */
function quoted(text: string): string {
  const inner = text
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]|\p{Cs}/gu, '\uFFFD')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    // Graphviz reads entities in labels: &lt;b&gt; would come out as <b>.
    .replaceAll('&', '&amp;')
    .replaceAll('\n', '\\n');
  return `"${inner}"`;
}
