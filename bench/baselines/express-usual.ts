/**
 * Express with the usual middleware: helmet, pino-http to a file, the JSON body parser, prom-client. Arguments: peer's port, opcode, path,
 * log file.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import helmet from 'helmet';
import pino from 'pino';
import { pinoHttp } from 'pino-http';
import { Histogram } from 'prom-client';
import { listen } from './listen.js';
import { SharedReply, splice } from './shared-reply.js';

const [port = '', opcode = '', path = '', logFile = ''] = process.argv.slice(2);
const reply = await SharedReply.open(Number(port), opcode);
const logger = pino(pino.destination({ dest: logFile, sync: false }));
const labelNames = ['method', 'status'];
const seconds = new Histogram({ name: 'request_seconds', help: 'Duration.', labelNames });

const app = express();
app.use(pinoHttp({ logger, genReqId: () => randomUUID() }));
app.use(helmet());
app.use(express.json());
app.use((request, response, next) => {
  const end = seconds.startTimer({ method: request.method });
  response.on('finish', () => end({ status: response.statusCode }));
  next();
});
app.get(path, async (_request, response) => {
  response.type('json').send(splice(await reply.frame()));
});
app.use((_request, response) => {
  response.status(404).type('application/problem+json').send('{"title":"Not Found","status":404}');
});
listen(createServer(app));
