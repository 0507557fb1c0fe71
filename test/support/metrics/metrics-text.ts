/** Reads Prometheus' text format, as far as the gateway writes it. */

/** A scrape: value by series, and the names that have a TYPE line. */
export interface Scrape {
  /** `name{label="value"}` → value; labels in the order of the text. */
  readonly values: ReadonlyMap<string, number>;
  readonly types: ReadonlyMap<string, string>;
  readonly helps: ReadonlyMap<string, string>;
}

/** Reads a scrape. */
export function readScrape(text: string): Scrape {
  const values = new Map<string, number>();
  const types = new Map<string, string>();
  const helps = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, keyword, name = '', rest = ''] = /^# (TYPE|HELP) (\S+) (.*)$/.exec(line) ?? [];
    if (keyword === 'TYPE') types.set(name, rest);
    else if (keyword === 'HELP') helps.set(name, rest);
    else if (line !== '') {
      const end = line.lastIndexOf(' ');
      values.set(line.slice(0, end), Number(line.slice(end + 1)));
    }
  }
  return { values, types, helps };
}

/** The series of one metric. */
export function seriesOf({ values }: Scrape, name: string): ReadonlyMap<string, number> {
  return new Map([...values].filter(([series]) => series.split('{')[0] === name));
}
