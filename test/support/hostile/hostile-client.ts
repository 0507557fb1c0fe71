/** Sends hostile requests as they are and holds every answer to the document. */
import assert from 'node:assert/strict';
import { Agent, request, type IncomingMessage } from 'node:http';
import { assertDocumented } from '../http/gateway-under-test.js';
import { describeRequest, mayLast, type HostileRequest } from './hostile-requests.js';

/** No conversation has a longer limit than a generation of wallets; a change of the setup is two of 20 s. */
const NO_ANSWER_MS = 65_000;
/** After so long a client hangs up on what need not end. */
const HANG_UP_MS = 40;
const CONNECTIONS = 64;

/** `status`, `status code` of a problem, or `hung up` for what need not end. */
export type AnswerKey = string;

/** A client of one gateway. */
export class HostileClient {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** Sends; fails where the answer is none, undocumented, or a fault of the gateway. */
  async send(hostile: HostileRequest): Promise<AnswerKey> {
    try {
      return await this.#exchange(hostile);
    } catch (error) {
      throw new Error(`after ${describeRequest(hostile)}: ${String(error)}`, { cause: error });
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  async #exchange(hostile: HostileRequest): Promise<AnswerKey> {
    const response = await this.#begin(hostile);
    if (response === undefined) return 'hung up';
    const status = response.statusCode ?? 0;
    const type = response.headers['content-type'] ?? '';
    if (status === 200 && /^text\/event-stream|^application\/x-ndjson/.test(type)) {
      response.destroy();
      return '200 stream';
    }
    const text = await textOf(response);
    assert.notEqual(status, 500, text);
    if (hasAnswerBody(hostile, status)) {
      assertDocumented(hostile.method, hostile.target, { status, type, text });
    }
    const code = /"code":"([a-z-]+)"/.exec(text)?.[1];
    return status < 400 || code === undefined ? String(status) : `${status} ${code}`;
  }

  #begin(hostile: HostileRequest): Promise<IncomingMessage | undefined> {
    const { method, target, headers, body } = hostile;
    return new Promise((resolve, reject) => {
      const outgoing = request({
        agent: this.#agent,
        host: this.#url.hostname,
        port: this.#url.port,
        method,
        path: target,
        headers: {
          ...(body === undefined ? {} : { 'content-length': body.length }),
          ...headers,
        },
      });
      const lasts = mayLast(hostile);
      const timer = setTimeout(
        () => {
          outgoing.destroy();
          if (lasts) resolve(undefined);
          else reject(new Error(`no answer within ${NO_ANSWER_MS} ms`));
        },
        lasts ? HANG_UP_MS : NO_ANSWER_MS,
      );
      outgoing.once('response', (response) => {
        clearTimeout(timer);
        resolve(response);
      });
      outgoing.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
      outgoing.end(body);
    });
  }
}

// The files of the docs page are not in the document, and no schema fits an answer without a body.
function hasAnswerBody({ method, target }: HostileRequest, status: number): boolean {
  if (method === 'HEAD' || status === 204 || status === 304) return false;
  return !(target.startsWith('/docs') && status < 400);
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
