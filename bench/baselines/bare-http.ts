/** Bare node:http with the same splice and the same sharing: the floor. Arguments: peer's port, opcode. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SharedReply, splice } from './shared-reply.js';

const [port = '', opcode = ''] = process.argv.slice(2);
const reply = await SharedReply.open(Number(port), opcode);
const server = createServer((_request, response) => {
  void reply.frame().then((frame) => {
    const body = splice(frame);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
