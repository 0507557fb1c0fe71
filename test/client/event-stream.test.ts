import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createGatewayClient,
  GatewayProblem,
  GatewayUnreachable,
  UnexpectedAnswer,
  type GatewayEvent,
  type Interruption,
} from '../../src/client/client.js';

const encoder = new TextEncoder();

/** One server's answers, in order; what was asked is kept. Fails the stream where it asks once more. */
class Server {
  readonly asked: Request[] = [];
  readonly #answers: ((request: Request) => Response)[];

  constructor(...answers: ((request: Request) => Response)[]) {
    this.#answers = answers;
  }

  readonly fetch = (request: Request): Promise<Response> => {
    this.asked.push(request);
    const answer = this.#answers.shift();
    return answer === undefined
      ? Promise.resolve(refused(404, 'not-found')())
      : Promise.resolve(answer(request));
  };

  events(
    ...options: Parameters<ReturnType<typeof createGatewayClient>['events']>
  ): AsyncGenerator<GatewayEvent> {
    return createGatewayClient({ fetch: this.fetch, token: 'secret' }).events(...options);
  }
}

const message = (id: number, opcode: string, payload = '{}'): string =>
  `id: e-${id}\nevent: ${opcode}\ndata: {"id":"e-${id}","at":"2026-11-23T00:10:24.307Z","hop":"node","opcode":"${opcode}","payload":${payload}}\n\n`;

/** A stream that says this and then ends, breaks off, or stays open. */
function streamOf(
  chunks: readonly (string | Uint8Array)[],
  end: 'ends' | 'breaks' | 'stays' = 'ends',
) {
  return (request: Request): Response => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const chunk of chunks) {
          controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
        }
        if (end === 'ends') controller.close();
        request.signal.addEventListener('abort', () => controller.error(request.signal.reason));
      },
      pull: (controller) => {
        if (end === 'breaks') controller.error(new TypeError('terminated'));
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };
}

function refused(status: number, code: string, retryAfter?: string) {
  return (): Response =>
    new Response(JSON.stringify({ status, code, title: code, detail: code, outcome: 'not-sent' }), {
      status,
      headers: {
        'content-type': 'application/problem+json',
        ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
      },
    });
}

/** Ids seen until the stream throws; the error last. */
async function drain(
  events: AsyncIterable<GatewayEvent>,
): Promise<{ ids: string[]; error: unknown }> {
  const ids: string[] = [];
  try {
    for await (const { id } of events) ids.push(id);
  } catch (error) {
    return { ids, error };
  }
  return { ids, error: undefined };
}

describe('an event stream', { timeout: 60_000 }, () => {
  test('asks for envelopes, with its filters, its token and its place', async () => {
    const server = new Server();
    await drain(
      server.events({ opcodes: ['crashed', 'setup'], minLogLevel: 'Warn', lastEventId: 'e-7' }),
    );
    const [{ url, headers } = assert.fail()] = server.asked;
    const { pathname, searchParams } = new URL(url);
    assert.equal(pathname, '/v1/events');
    assert.deepEqual(Object.fromEntries(searchParams), {
      envelope: 'true',
      opcode: 'crashed,setup',
      minLogLevel: 'Warn',
    });
    assert.equal(headers.get('last-event-id'), 'e-7');
    assert.equal(headers.get('authorization'), 'Bearer secret');
  });

  test('gives each event its kind; what it does not know is other', async () => {
    const server = new Server(
      streamOf([
        message(1, 'gateway.state', '{"nodeState":"running"}'),
        message(2, 'gateway.gap', '{"reason":"cursor"}'),
        message(3, 'crashed', '{"processId":4711,"crashReason":"NoInformation"}'),
        message(4, 'later', '{"balanceGwei":1,"big":9007199254740993}'),
      ]),
    );
    const seen: GatewayEvent[] = [];
    for await (const event of server.events()) {
      seen.push(event);
      if (seen.length === 4) break;
    }
    assert.deepEqual(
      seen.map(({ kind }) => kind),
      ['gateway.state', 'gateway.gap', 'crashed', 'other'],
    );
    const [, , crashed, later] = seen;
    assert.ok(crashed?.kind === 'crashed' && crashed.payload.processId === 4711);
    assert.equal(later?.opcode, 'later');
    assert.deepEqual(later.payload, { balanceGwei: 1n, big: 9007199254740993n });
  });

  test('puts together what came in pieces, in the midst of a letter, too', async () => {
    const bytes = encoder.encode(
      message(1, 'logBroadcast', '{"msg":"Zürich – 東京","logLevel":"Info"}'),
    );
    const pieces = Array.from(bytes, (byte) => Uint8Array.of(byte));
    for await (const event of new Server(streamOf(pieces)).events()) {
      assert.ok(event.kind === 'logBroadcast');
      assert.equal(event.payload.msg, 'Zürich – 東京');
      break;
    }
  });

  for (const end of ['ends', 'breaks'] as const) {
    test(`that ${end} goes on after the last event, heartbeats counted, when the gateway asked it to`, async () => {
      const beat = message(9, 'gateway.heartbeat');
      const server = new Server(
        streamOf(['retry: 3\n\n', message(5, 'setup'), beat], end),
        streamOf([message(10, 'setup')]),
      );
      const told: Interruption[] = [];
      const { ids, error } = await drain(
        server.events({ onInterruption: (interruption) => told.push(interruption) }),
      );
      assert.ok(error instanceof GatewayProblem);
      assert.deepEqual(ids, ['e-5', 'e-10']);
      assert.deepEqual(
        server.asked.map(({ headers }) => headers.get('last-event-id')),
        [null, 'e-9', 'e-10'],
      );
      assert.equal(told[0]?.waitMs, 3);
      assert.equal(told[0].error?.name, end === 'ends' ? undefined : 'GatewayUnreachable');
    });
  }

  test('that is refused for the moment waits for as long as it is told', async () => {
    const server = new Server(refused(429, 'streams-full', '0'), streamOf([message(1, 'setup')]));
    const told: Interruption[] = [];
    for await (const { id } of server.events({ onInterruption: (each) => told.push(each) })) {
      assert.equal(id, 'e-1');
      break;
    }
    assert.equal(told.length, 1);
    assert.ok(told[0]?.error instanceof GatewayProblem && told[0].error.code === 'streams-full');
    assert.equal(told[0].waitMs, 0);
  });

  test('does not wait for less than the seconds of Retry-After', async () => {
    const ending = new AbortController();
    const waits: number[] = [];
    const server = new Server(refused(503, 'internal-error', '7'));
    await drain(
      server.events({
        signal: ending.signal,
        onInterruption: ({ waitMs }) => {
          waits.push(waitMs);
          ending.abort();
        },
      }),
    );
    assert.deepEqual(waits, [7000]);
  });

  test('waits for a gateway that is not there yet', async () => {
    const ending = new AbortController();
    const told: Interruption[] = [];
    const fetch = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'));
    const events = createGatewayClient({ fetch }).events({
      signal: ending.signal,
      onInterruption: (interruption) => {
        told.push(interruption);
        ending.abort();
      },
    });
    assert.equal((await drain(events)).error, ending.signal.reason);
    assert.equal(told.length, 1);
    assert.ok(told[0]?.error instanceof GatewayUnreachable);
    assert.equal(told[0].waitMs, 2000);
  });

  for (const [what, answer, kind] of [
    ['a refusal that waiting does not cure', refused(403, 'read-only'), GatewayProblem],
    ['an answer of something else', () => new Response('hello'), UnexpectedAnswer],
    ['an event that is none', streamOf(['data: nonsense\n\n']), UnexpectedAnswer],
    ['an event without an opcode', streamOf(['data: {}\n\n']), UnexpectedAnswer],
  ] as const) {
    test(`ends with ${what}`, async () => {
      const server = new Server(answer);
      const { error } = await drain(server.events());
      assert.ok(error instanceof kind, String(error));
      assert.equal(server.asked.length, 1);
    });
  }

  test('on which not even heartbeats come is taken for dead and opened again', async () => {
    const server = new Server(streamOf(['retry: 1\n\n', message(1, 'setup')], 'stays'));
    const told: Interruption[] = [];
    const options = { silenceLimitMs: 20, onInterruption: (each: Interruption) => told.push(each) };
    const { ids } = await drain(server.events(options));
    assert.deepEqual(ids, ['e-1']);
    assert.match(String(told[0]?.error?.cause), /nothing was heard for 20 ms/);
    assert.equal(server.asked.length, 2);
  });

  test('whose reader takes its time is not taken for dead', async () => {
    const server = new Server(streamOf([message(1, 'setup'), message(2, 'setup')]));
    const ids: string[] = [];
    for await (const { id } of server.events({ silenceLimitMs: 20 })) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      ids.push(id);
      if (ids.length === 2) break;
    }
    assert.deepEqual(ids, ['e-1', 'e-2']);
    assert.equal(server.asked.length, 1);
  });

  test('is given up when the loop is left', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode(message(1, 'setup'))),
      cancel: () => {
        cancelled = true;
      },
    });
    const answer = (): Response =>
      new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    for await (const event of new Server(answer).events()) {
      assert.equal(event.id, 'e-1');
      break;
    }
    assert.ok(cancelled);
  });

  test('throws the reason of its signal, whatever it is doing', async () => {
    const reason = new Error('enough');
    const before = AbortSignal.abort(reason);
    assert.equal((await drain(new Server().events({ signal: before }))).error, reason);

    const during = new AbortController();
    const server = new Server(streamOf([message(1, 'setup')], 'stays'));
    const seen: string[] = [];
    const loop = async (): Promise<void> => {
      for await (const { id } of server.events({ signal: during.signal })) {
        seen.push(id);
        during.abort(reason);
      }
    };
    await assert.rejects(loop(), reason);
    assert.deepEqual(seen, ['e-1']);
  });
});
