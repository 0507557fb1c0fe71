/** An answer that is not what was asked for, in words. */
import * as z from 'zod';
import type { GatewayAnswer } from './gateway-connection.js';
import { CommandError, exitCodes } from './terminal.js';
import { printable } from './printable.js';

const problem = z.object({ code: z.string(), detail: z.string() });
const cures: Readonly<Record<string, string>> = {
  unauthorized: ' Name a file that holds a token with --token-file.',
};

/** The error that tells of a refused request; its words are those of the problem document where there is one. */
export function refusal(path: string, answer: GatewayAnswer): CommandError {
  const parsed = problem.safeParse(parse(answer.text));
  const said = parsed.success
    ? `${parsed.data.code}: ${printable(parsed.data.detail)}${cures[parsed.data.code] ?? ''}`
    : 'not an answer of a masq-gateway';
  return new CommandError(
    exitCodes.refused,
    `GET ${path} was answered with ${answer.status}, ${said}`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // told as what it is: no problem document
  }
}
