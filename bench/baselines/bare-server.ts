/** A gateway on bare node:http with nothing else to do; how it makes a body of a frame is what is compared. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SharedReply } from './shared-reply.js';

/**
 * Listens on loopback and prints its URL. The process's arguments: peer's port, opcode, and `shared` or `each`: whether requests share
 * a reply, as they do through the gateway, or hold a conversation each.
 */
export async function serveBare(bodyOf: (frame: string) => string): Promise<void> {
  const [port = '', opcode = '', mode = 'shared'] = process.argv.slice(2);
  const reply = await SharedReply.open(Number(port), opcode);
  const server = createServer((_request, response) => {
    const asked = mode === 'each' ? reply.newFrame() : reply.frame();
    void asked.then((frame) => {
      const body = bodyOf(frame);
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
}
