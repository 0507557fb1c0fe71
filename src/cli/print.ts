/** Printing at the reader's pace. */
import { once } from 'node:events';
import { endOf, type Terminal } from './terminal.js';

/** Writes and waits until more can be taken, or the command has to end. */
export async function print(terminal: Terminal, text: string): Promise<void> {
  const end = endOf(terminal);
  if (end.aborted || terminal.out.write(text)) return;
  await once(terminal.out, 'drain', { signal: end }).catch((error: unknown) => {
    if (!end.aborted) throw error;
  });
}
