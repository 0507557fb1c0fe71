/** Words and marks of the Graphviz language. */

/** An identifier (bare, quoted or HTML) or a mark. Of a quoted identifier the escapes are undone. */
export type DotToken =
  | { readonly kind: 'id'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'mark'; readonly text: string };

const blank = /\s+|\/\/[^\n]*|\/\*[^]*?\*\/|^#[^\n]*/my;
const mark = /->|--|[{}[\]=;,:]/y;
const bare = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*|-?(?:\.\d+|\d+(?:\.\d*)?)/y;
// Bounded: some millions of escapes in one go overflow the stack of the regular expression.
const quotedPart = /[^"\\]*(?:\\[^][^"\\]*){0,10000}/y;

/** The tokens of `text`; undefined where it holds something that is none. */
export function dotTokens(text: string): readonly DotToken[] | undefined {
  const tokens: DotToken[] = [];
  let at = skipBlank(text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (token === undefined) return undefined;
    tokens.push(token.token);
    at = skipBlank(text, token.end);
  }
  return tokens;
}

/** White space and comments, one at a time: millions in one go would overflow the stack of the regular expression. */
function skipBlank(text: string, at: number): number {
  let position = at;
  for (let end: number | undefined = at; end !== undefined; end = endOf(blank, text, position)) {
    position = end;
  }
  return position;
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function tokenAt(
  text: string,
  at: number,
): { readonly token: DotToken; readonly end: number } | undefined {
  const markEnd = endOf(mark, text, at);
  if (markEnd !== undefined) {
    return { token: { kind: 'mark', text: text.slice(at, markEnd) }, end: markEnd };
  }
  const quotedEnd = text[at] === '"' ? endOfQuoted(text, at) : undefined;
  if (quotedEnd !== undefined) {
    const inner = unescaped(text.slice(at + 1, quotedEnd - 1));
    return { token: { kind: 'id', text: inner, quoted: true }, end: quotedEnd };
  }
  const end = text[at] === '<' ? htmlEnd(text, at) : endOf(bare, text, at);
  return end === undefined
    ? undefined
    : { token: { kind: 'id', text: text.slice(at, end), quoted: text[at] === '<' }, end };
}

function endOfQuoted(text: string, at: number): number | undefined {
  let position = at + 1;
  for (;;) {
    const end = endOf(quotedPart, text, position) ?? position;
    if (text[end] === '"') return end + 1;
    if (end === position) return undefined;
    position = end;
  }
}

/** An HTML identifier ends where its angle brackets are even. */
function htmlEnd(text: string, at: number): number | undefined {
  let open = 0;
  for (let end = at; end < text.length; end += 1) {
    if (text[end] === '<') open += 1;
    if (text[end] === '>') open -= 1;
    if (open === 0) return end + 1;
  }
  return undefined;
}

/** Line breaks of labels (\n, \l, \r) become line feeds; a broken line is joined; any other escaped character stands for itself. */
function unescaped(inner: string): string {
  return inner.replace(/\\(\r\n|[^])/g, (_, escape: string) => {
    if (escape === '\n' || escape === '\r\n') return '';
    return escape === 'n' || escape === 'l' || escape === 'r' ? '\n' : escape;
  });
}
