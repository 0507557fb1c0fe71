/** Express as it comes, with the same splice and the same sharing. Arguments: peer's port, opcode, path. */
import type { AddressInfo } from 'node:net';
import express from 'express';
import { SharedReply, splice } from './shared-reply.js';

const [port = '', opcode = '', path = ''] = process.argv.slice(2);
const reply = await SharedReply.open(Number(port), opcode);
const app = express();
app.get(path, async (_request, response) => {
  response.type('json').send(splice(await reply.frame()));
});
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
