/** The neighborhood graph in three further forms: parsed, drawn, and as the text that it is. */
import { unusableGraph } from '../../problems/faults.js';
import { parseDot } from '../../protocol/dot.js';
import type { DotAttributes, DotGraph } from '../../protocol/dot.js';
import { memberReader } from '../../protocol/codec.js';
import { readString } from '../../protocol/json-text.js';
import { drawableDot } from '../graph/drawable-dot.js';
import { engineFor } from '../graph/graph-drawer.js';
import { jsonAnswer } from '../answers/answer.js';
import type { Answer } from '../answers/answer.js';
import type { AppDeps } from '../app-deps.js';
import { readShared } from '../reads/shared-answer.js';
import type { SharedReads } from '../reads/shared-reads.js';
import type { AnyCall } from '../requests/call.js';
import type { Handlers } from './handlers.js';

const DOT_TYPE = 'text/vnd.graphviz';
const SVG_TYPE = 'image/svg+xml';
const reading = {
  opcode: 'neighborhoodGraph',
  payload: '{}',
} as const;

/** What an SVG may do that the Node's neighbors had a hand in: nothing but be looked at. */
const svgPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/** graph, graph.svg and graph.dot; all three use one shared reading. */
export function graphHandlers(deps: AppDeps) {
  return {
    getNeighborhoodGraph: async (call) => {
      const { dot, headers } = await readGraphText(deps.reads, call);
      return jsonAnswer(200, JSON.stringify(nodesAndEdges(parsed(dot))), headers);
    },
    getNeighborhoodGraphSvg: (call) => drawn(deps, call),
    getNeighborhoodGraphDot: async (call) => {
      const { dot, headers } = await readGraphText(deps.reads, call);
      const body = dot.endsWith('\n') ? dot : `${dot}\n`;
      return { status: 200, type: `${DOT_TYPE}; charset=utf-8`, body, headers };
    },
  } satisfies Partial<Handlers>;
}

async function drawn({ reads, drawer }: AppDeps, call: AnyCall): Promise<Answer> {
  const { dot, headers } = await readGraphText(reads, call);
  const graph = parsed(dot);
  const svg = await drawer.draw(
    drawableDot(graph, engineFor(graph.nodes.length) === 'sfdp'),
    graph.nodes.length,
    call.exchange.signal,
  );
  return {
    status: 200,
    type: SVG_TYPE,
    body: svg,
    headers: { ...headers, 'content-security-policy': svgPolicy },
  };
}

async function readGraphText(
  reads: SharedReads,
  call: AnyCall,
): Promise<{ readonly dot: string; readonly headers: Readonly<Record<string, string>> }> {
  const { text, headers } = await readShared(reads, reading, call);
  const dot = readString(memberReader(text)('graph') ?? '');
  if (dot === undefined) throw unusableGraph('The Node’s reply holds no graph.');
  return { dot, headers };
}

function parsed(dot: string): DotGraph {
  const graph = parseDot(dot);
  if (graph !== undefined) return graph;
  throw unusableGraph(
    'The Node’s graph text cannot be read. GET /v1/node/neighborhood/graph.dot gives it as it is.',
  );
}

/** The graph as the API gives it: the label apart, all other attributes as they stand. */
export function nodesAndEdges(graph: DotGraph) {
  return {
    nodes: graph.nodes.map(({ id, attributes }) => ({
      id,
      label: attributes.label ?? null,
      attributes: withoutLabel(attributes),
    })),
    edges: graph.edges.map(({ from, to, attributes }) => ({ from, to, attributes })),
  };
}

function withoutLabel(attributes: DotAttributes): DotAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== 'label'));
}
