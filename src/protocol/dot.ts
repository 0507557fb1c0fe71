/**
 * Reads the neighborhood graph as the Node writes it (node/src/neighborhood/dot_graph.rs:88-95): `digraph db { … }` with nodes,
 * edges and attribute lists, each ended by a semicolon. The rest of the Graphviz language is not read.
 */

/** Attributes by name, as text with the escapes undone. */
export type DotAttributes = Readonly<Record<string, string>>;

/** A graph as it stands in the text; nodes that only edges name are there too. */
export interface DotGraph {
  readonly nodes: readonly { readonly id: string; readonly attributes: DotAttributes }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly attributes: DotAttributes;
  }[];
}

/** The longest text that is read. A Node knows some hundred neighbors at a hundred bytes each. */
const MAX_CHARS = 2 * 1024 * 1024;
const bareToken = /->|[{}[\]=;]|[\w.]+/y;
const blank = /\s*/y;
/** Words that begin a list of defaults: how to draw, nothing about one node. */
const defaults: readonly unknown[] = ['graph', 'node', 'edge'];

/** The graph that `text` describes; undefined if it is another text or too long. Never throws. */
export function parseDot(text: string): DotGraph | undefined {
  const tokens = text.length > MAX_CHARS ? undefined : tokensOf(text);
  const open = tokens?.indexOf('{') ?? -1;
  if (tokens?.[0] !== 'digraph' || open < 1 || open > 2 || tokens.at(-1) !== '}') return undefined;
  const nodes = new Map<string, Map<string, string>>();
  const edges: DotGraph['edges'][number][] = [];
  let start = open + 1;
  while (start < tokens.length - 1) {
    const found = tokens.indexOf(';', start);
    const end = found < 0 ? tokens.length - 1 : found;
    const statement = readStatement(tokens.slice(start, end));
    if (statement === undefined) return undefined;
    start = end + 1;
    const { ids, attributes } = statement;
    for (const id of ids) if (!nodes.has(id)) nodes.set(id, new Map());
    const [from = '', ...others] = ids;
    if (others.length === 0) attributes.forEach((value, name) => nodes.get(from)?.set(name, value));
    others.forEach((to, index) =>
      edges.push({ from: ids[index] ?? '', to, attributes: Object.fromEntries(attributes) }),
    );
  }
  const plain = [...nodes].map(([id, attributes]) => ({
    id,
    attributes: Object.fromEntries(attributes),
  }));
  return { nodes: plain, edges };
}

/** Words, marks and quoted texts; the last keep their quotes, so that `"node"` is told from `node`. */
function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = [];
  for (let at = endOf(blank, text, 0); at < text.length;) {
    const end = text[at] === '"' ? endOfQuoted(text, at) : endOf(bareToken, text, at);
    if (end === at) return undefined;
    tokens.push(text.slice(at, end));
    at = endOf(blank, text, end);
  }
  return tokens;
}

/** `at` itself if the pattern does not match there. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

// By hand: a regular expression over millions of escapes overflows its stack.
function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += text[at] === '\\' ? 2 : 1) {
    if (text[at] === '"') return at + 1;
  }
  return start;
}

/** `a`, or `a -> b`, and the `[name=value]` lists behind it; no ids in a list of defaults. */
function readStatement(
  tokens: readonly string[],
):
  | { readonly ids: readonly string[]; readonly attributes: ReadonlyMap<string, string> }
  | undefined {
  const lists = tokens.includes('[') ? tokens.indexOf('[') : tokens.length;
  const path = tokens.slice(0, lists);
  const ids = path.filter((_, index) => index % 2 === 0);
  const arrows = path.filter((_, index) => index % 2 === 1);
  if (!ids.every(isId) || arrows.some((arrow) => arrow !== '->')) return undefined;
  if (ids.length !== arrows.length + 1) return undefined;
  const words = tokens.slice(lists).filter((token) => token !== '[' && token !== ']');
  const attributes = new Map<string, string>();
  for (let at = 0; at < words.length; at += 3) {
    const [name = '', equals, value = ''] = words.slice(at, at + 3);
    if (!isId(name) || equals !== '=' || !isId(value)) return undefined;
    attributes.set(unquoted(name), unquoted(value));
  }
  return defaults.includes(path[0])
    ? { ids: [], attributes }
    : { ids: ids.map(unquoted), attributes };
}

function isId(token: string): boolean {
  return /^["\w.]/.test(token);
}

/** Line breaks of labels (\n, \l, \r) become line feeds; any other escaped character stands for itself. */
function unquoted(token: string): string {
  if (!token.startsWith('"')) return token;
  const escapes = /\\([^])/g;
  return token
    .slice(1, -1)
    .replace(escapes, (_, escaped: string) => (/[nlr]/.test(escaped) ? '\n' : escaped));
}
