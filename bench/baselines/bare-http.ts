/**
 * The floor: bare node:http in the gateway's place, with nothing else to do. Arguments: the peer's port, an opcode, `shared` (one reply for
 * a second, its body prepared once) or `each` (a conversation for every request), and `splice` or `parse` (parse and stringify for every request).
 */
import { createServer } from 'node:http';
import { listen } from './listen.js';
import { SharedReply, splice } from './shared-reply.js';

/** Below it a string leaves with the head in one write; above it encoding the string for every request costs more. */
const PREPARED_FROM = 16_384;

interface Body {
  readonly content: string | Buffer;
  readonly length: number;
}

const [port = '', opcode = '', mode = 'shared', how = 'splice'] = process.argv.slice(2);
const reply = await SharedReply.open(Number(port), opcode);
let last: { readonly frame: string; readonly body: Body } | undefined;

const server = createServer((_request, response) => {
  const asked = mode === 'each' ? reply.newFrame() : reply.frame();
  void asked.then((frame) => {
    const { content, length } = how === 'parse' ? bodyOf(parsed(frame)) : spliced(frame);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
    response.end(content);
  });
});
listen(server);

function spliced(frame: string): Body {
  if (last?.frame !== frame) last = { frame, body: bodyOf(splice(frame)) };
  return last.body;
}

function parsed(frame: string): string {
  const { payload } = JSON.parse(frame) as { readonly payload: unknown };
  return JSON.stringify(payload);
}

function bodyOf(text: string): Body {
  const content = text.length < PREPARED_FROM ? text : Buffer.from(text);
  return { content, length: Buffer.byteLength(content) };
}
