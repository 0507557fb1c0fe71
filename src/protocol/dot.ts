/**
 * Reads the text of a Graphviz graph, such as the Node's neighborhood (node/src/neighborhood/dot_graph.rs:88-95), into nodes and
 * edges. Takes the whole language but edges from or to a subgraph; ports of nodes are read over.
 */
import { dotTokens } from './dot-tokens.js';
import type { DotToken } from './dot-tokens.js';

/** Attributes by name, as text: a quoted label with its escapes undone, an HTML label with its angle brackets. */
export type DotAttributes = Readonly<Record<string, string>>;

/** A graph as it stands in the text; nodes that only edges name are there too. */
export interface DotGraph {
  readonly directed: boolean;
  readonly nodes: readonly { readonly id: string; readonly attributes: DotAttributes }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly attributes: DotAttributes;
  }[];
}

/** The longest text that is read. A Node knows some hundred neighbors at a hundred bytes each. */
const MAX_CHARS = 2 * 1024 * 1024;
const MAX_DEPTH = 64;

/** Thrown inside this file only. */
class NotDot extends Error {
  override readonly name = 'NotDot';
}

type Attributes = Map<string, string>;

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly attributes: Attributes;
}

/** The graph that `text` describes; undefined where it describes none or is too long. Never throws. */
export function parseDot(text: string): DotGraph | undefined {
  const tokens = text.length > MAX_CHARS ? undefined : dotTokens(text);
  if (tokens === undefined) return undefined;
  try {
    return new DotReader(tokens).graph();
  } catch (error) {
    if (error instanceof NotDot) return undefined;
    throw error;
  }
}

class DotReader {
  readonly #tokens: readonly DotToken[];
  readonly #nodes = new Map<string, Attributes>();
  readonly #edges: Edge[] = [];
  #at = 0;

  constructor(tokens: readonly DotToken[]) {
    this.#tokens = tokens;
  }

  graph(): DotGraph {
    this.#takeWord('strict');
    const directed = this.#takeWord('digraph');
    if (!directed && !this.#takeWord('graph')) throw new NotDot();
    if (this.#peek()?.kind === 'id') this.#at += 1;
    this.#body(0);
    if (this.#at !== this.#tokens.length) throw new NotDot();
    return {
      directed,
      nodes: [...this.#nodes].map(([id, attributes]) => ({ id, attributes: plain(attributes) })),
      edges: this.#edges.map((edge) => ({ ...edge, attributes: plain(edge.attributes) })),
    };
  }

  #peek(): DotToken | undefined {
    return this.#tokens[this.#at];
  }

  #take(mark: string): boolean {
    const token = this.#peek();
    const found = token?.kind === 'mark' && token.text === mark;
    if (found) this.#at += 1;
    return found;
  }

  #takeWord(word: string): boolean {
    const token = this.#peek();
    const found = token?.kind === 'id' && !token.quoted && token.text.toLowerCase() === word;
    if (found) this.#at += 1;
    return found;
  }

  #expect(mark: string): void {
    if (!this.#take(mark)) throw new NotDot();
  }

  #id(): string {
    const token = this.#peek();
    if (token?.kind !== 'id') throw new NotDot();
    this.#at += 1;
    return token.text;
  }

  #body(depth: number): void {
    if (depth > MAX_DEPTH) throw new NotDot();
    this.#expect('{');
    while (!this.#take('}')) {
      this.#statement(depth);
      this.#take(';');
    }
  }

  #statement(depth: number): void {
    if (this.#takeWord('subgraph')) {
      if (this.#peek()?.kind === 'id') this.#at += 1;
      this.#body(depth + 1);
    } else if (this.#peek()?.text === '{' && this.#peek()?.kind === 'mark') {
      this.#body(depth + 1);
    } else if (this.#takeWord('graph') || this.#takeWord('node') || this.#takeWord('edge')) {
      this.#attributes(); // defaults: how to draw, nothing about one node
    } else {
      this.#nodeOrEdge();
    }
  }

  #nodeOrEdge(): void {
    const path = [this.#nodeId()];
    if (this.#take('=')) {
      this.#id(); // an attribute of the graph itself
      return;
    }
    while (this.#take('->') || this.#take('--')) path.push(this.#nodeId());
    const attributes = this.#attributes();
    for (const id of path) if (!this.#nodes.has(id)) this.#nodes.set(id, new Map());
    const [first = ''] = path;
    if (path.length === 1)
      attributes.forEach((value, key) => this.#nodes.get(first)?.set(key, value));
    path.slice(1).forEach((to, index) => {
      this.#edges.push({ from: path[index] ?? '', to, attributes });
    });
  }

  #nodeId(): string {
    const id = this.#id();
    while (this.#take(':')) this.#id();
    return id;
  }

  #attributes(): Attributes {
    const attributes: Attributes = new Map();
    while (this.#take('[')) {
      while (!this.#take(']')) {
        const key = this.#id();
        attributes.set(key, this.#take('=') ? this.#id() : 'true');
        if (!this.#take(',')) this.#take(';');
      }
    }
    return attributes;
  }
}

/** Own properties even for names like `__proto__`. */
function plain(attributes: Attributes): DotAttributes {
  return Object.fromEntries(attributes);
}
