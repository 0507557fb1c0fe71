/**
 * fastify with the duties of the gateway: a log line per request to a file, Host, Origin and Sec-Fetch-Site checks, a request id, a schema,
 * a counter and a histogram, problem documents. Arguments: peer's port, opcode, path, log file.
 */
import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import pino from 'pino';
import { Counter, Histogram } from 'prom-client';
import { decide, guardedHeaders } from '../../src/http/access/guard.js';
import { listen } from './listen.js';
import { SharedReply, splice } from './shared-reply.js';

const [port = '', opcode = '', path = '', logFile = ''] = process.argv.slice(2);
const reply = await SharedReply.open(Number(port), opcode);
const log = pino(pino.destination({ dest: logFile, sync: false }));
const labelNames = ['route', 'status'];
const requests = new Counter({ name: 'requests_total', help: 'Requests.', labelNames });
const seconds = new Histogram({ name: 'request_seconds', help: 'Duration.', labelNames });
const settings = { allowedHosts: [], allowedOrigins: [] };
const problemType = 'application/problem+json';

const app = fastify({ logger: false, genReqId: () => randomUUID() });
app.addHook('onRequest', async (request, response) => {
  response.header('x-request-id', request.id);
  const decision = decide(guardedHeaders(request.headers), settings);
  if (decision.allowed) return;
  const problem = { title: 'Forbidden', status: 403, detail: decision.detail };
  await response.code(403).type(problemType).send(problem);
});
app.addHook('onResponse', async (request, response) => {
  const status = response.statusCode;
  const labels = { route: request.routeOptions.url ?? 'none', status: String(status) };
  const durationMs = response.elapsedTime;
  requests.inc(labels);
  seconds.observe(labels, durationMs / 1000);
  log.info({ requestId: request.id, method: request.method, status, durationMs }, 'request');
});
app.setNotFoundHandler((_request, response) =>
  response.code(404).type(problemType).send({ title: 'Not Found', status: 404 }),
);
const querystring = {
  type: 'object',
  properties: { top: { type: 'integer', minimum: 1 } },
  additionalProperties: false,
};
app.get(path, { schema: { querystring } }, async (_request, response) => {
  response.type('application/json');
  return splice(await reply.frame());
});
await app.ready();
listen(app.server);
