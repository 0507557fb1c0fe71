/** What doctor finds: a verdict, and what to do about it. */

/** `wrong` makes doctor end with exit code 1; `note` is worth knowing. */
type FindingVerdict = 'good' | 'note' | 'wrong';

export interface Finding {
  readonly name: string;
  readonly verdict: FindingVerdict;
  readonly text: string;
  readonly cure?: string;
}

export function good(name: string, text: string): Finding {
  return { name, verdict: 'good', text };
}

export function note(name: string, text: string, cure: string): Finding {
  return { name, verdict: 'note', text, cure };
}

export function wrong(name: string, text: string, cure: string): Finding {
  return { name, verdict: 'wrong', text, cure };
}

const marks: Readonly<Record<FindingVerdict, string>> = {
  good: 'ok',
  note: 'note',
  wrong: 'WRONG',
};

/** The finding as one line, or two where there is something to do. */
export function findingText({ name, verdict, text, cure }: Finding): string {
  const head = `${marks[verdict].padEnd(6)} ${name}: ${text}\n`;
  return cure === undefined ? head : `${head}       → ${cure}\n`;
}
