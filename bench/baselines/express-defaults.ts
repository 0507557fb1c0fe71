/** Express with its defaults, with the same splice and the same sharing. Arguments: peer's port, opcode, path. */
import { createServer } from 'node:http';
import express from 'express';
import { listen } from './listen.js';
import { SharedReply, splice } from './shared-reply.js';

const [port = '', opcode = '', path = ''] = process.argv.slice(2);
const reply = await SharedReply.open(Number(port), opcode);
const app = express();
app.get(path, async (_request, response) => {
  response.type('json').send(splice(await reply.frame()));
});
listen(createServer(app));
