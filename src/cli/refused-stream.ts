/** What it means that a stream was not opened. */
import type { IncomingMessage } from 'node:http';
import { ConnectionError } from './gateway-connection.js';
import { refusal } from './refusal.js';
import type { CommandError } from './terminal.js';

const TOO_MANY = 429;
const SERVER_FAULT = 500;
const MAX_PROBLEM_BYTES = 65_536;

/** Reads a refused answer: a ConnectionError where waiting may help (429, 5xx), else a CommandError (refused). */
export async function readRefusal(
  path: string,
  response: IncomingMessage,
): Promise<CommandError | ConnectionError> {
  let text = '';
  response.setEncoding('utf8');
  try {
    for await (const chunk of response as AsyncIterable<string>) {
      text += chunk;
      if (text.length > MAX_PROBLEM_BYTES) break;
    }
  } catch {
    text = ''; // what came of it is no problem document
  }
  const status = response.statusCode ?? 0;
  const error = refusal(path, { status, headers: response.headers, text });
  if (status !== TOO_MANY && status < SERVER_FAULT) return error;
  return new ConnectionError('broken', error.message);
}
