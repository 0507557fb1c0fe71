/**
 * Bare node:http with the same splice: the floor. Arguments: peer's port, opcode, and `shared` or `each`: whether requests share a
 * reply, as they do through the gateway, or hold a conversation each.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SharedReply, splice } from './shared-reply.js';

const [port = '', opcode = '', mode = 'shared'] = process.argv.slice(2);
const reply = await SharedReply.open(Number(port), opcode);
const server = createServer((_request, response) => {
  const asked = mode === 'each' ? reply.newFrame() : reply.frame();
  void asked.then((frame) => {
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
