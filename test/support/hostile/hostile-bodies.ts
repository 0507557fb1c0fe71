/** Bodies of a size whose reading takes long where it is not linear: unterminated, nested and repeated shapes. */

/** By name; none is a body that a route takes. */
export function hostileBodies(bytes: number): ReadonlyMap<string, string> {
  const filled = (head: string, unit: string, tail = ''): string =>
    head + unit.repeat(Math.floor((bytes - head.length - tail.length) / unit.length)) + tail;
  return new Map([
    ['escaped quotes without an end', filled('{"a":"', '\\"')],
    ['backslashes without an end', filled('{"a":"', '\\\\')],
    ['a text of the largest size', filled('{"a":"', 'x', '"}')],
    ['a text of surrogate pairs', filled('{"a":"', '\\ud83d\\ude00', '"}')],
    ['one long unknown key', filled('{"', 'k', '":1}')],
    ['unknown keys', unknownKeys(bytes)],
    ['the same key', filled('{"a":1', ',"a":1', '}')],
    ['numbers', filled('[1', ',1', ']')],
    ['empty objects', filled('[{}', ',{}', ']')],
    ['lists in lists', filled('[', '[[[[]]]],', '1]')],
    ['open brackets', filled('', '[')],
    ['open objects', filled('', '{"a":')],
    ['digits', filled('', '9')],
    ['an exponent', filled('1e', '9')],
    ['commas', filled('[', ',')],
    ['quotes', filled('', '"')],
    ['white space', filled('[', ' ', ']')],
  ]);
}

function unknownKeys(bytes: number): string {
  const members: string[] = [];
  for (let length = 2; length < bytes - 16; length += (members.at(-1)?.length ?? 0) + 1) {
    members.push(`"k${members.length}":1`);
  }
  return `{${members.join(',')}}`;
}
