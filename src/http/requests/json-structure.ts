/** Faults of a JSON text that a parser hides: nesting that would exhaust the stack, and keys that stand twice. */

/** Deepest nesting of a body; no payload of the protocol comes near it. */
export const MAX_BODY_DEPTH = 32;

/** A fault with its place. */
export type StructureFault =
  { readonly kind: 'too-deep' } | { readonly kind: 'duplicate-key'; readonly pointer: string };

interface Level {
  /** Keys seen so far; undefined in an array. */
  readonly keys: Set<string> | undefined;
  /** Key or index where we are. */
  place: string | number;
}

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs;

/** The first fault of `text`; what is no JSON at all is left for the parser to tell. Never recurses. */
export function structureFault(text: string): StructureFault | undefined {
  const levels: Level[] = [];
  let keyNext = false;
  for (const [lexeme] of text.matchAll(token)) {
    const level = levels.at(-1);
    if (lexeme === '{' || lexeme === '[') {
      if (levels.length >= MAX_BODY_DEPTH) return { kind: 'too-deep' };
      levels.push({ keys: lexeme === '{' ? new Set() : undefined, place: lexeme === '{' ? '' : 0 });
      keyNext = lexeme === '{';
    } else if (lexeme === '}' || lexeme === ']') {
      levels.pop();
      keyNext = false;
    } else if (level !== undefined && lexeme === ',') {
      if (typeof level.place === 'number') level.place += 1;
      keyNext = level.keys !== undefined;
    } else if (keyNext && level?.keys !== undefined && lexeme !== ':') {
      const key = keyOf(lexeme);
      level.place = key;
      if (level.keys.has(key)) return { kind: 'duplicate-key', pointer: pointerTo(levels) };
      level.keys.add(key);
      keyNext = false;
    }
  }
  return undefined;
}

/** One reference token of an RFC 6901 pointer. */
export function pointerToken(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function pointerTo(levels: readonly Level[]): string {
  return levels.map((level) => pointerToken(level.place)).join('');
}

// Two spellings of one key ("a" and "\u0061") are the same key.
function keyOf(lexeme: string): string {
  if (!lexeme.includes('\\')) return lexeme.slice(1, -1);
  try {
    return String(JSON.parse(lexeme));
  } catch {
    return lexeme; // not well-formed: the parser will say so
  }
}
