/** Bare node:http that forwards a peer's broadcasts, gathered: one write per reader for everything of one turn. Argument: the peer's port. */
import { createServer, type ServerResponse } from 'node:http';
import { WebSocket } from 'ws';
import { listen } from './listen.js';
import { splice } from './shared-reply.js';

const readers = new Set<ServerResponse>();
let gathered: string[] = [];

const node = new WebSocket(`ws://127.0.0.1:${process.argv[2] ?? ''}/`, 'MASQNode-UIv2', {
  perMessageDeflate: false,
});
node.on('message', (frame: Buffer) => {
  if (gathered.length === 0) setImmediate(flush);
  gathered.push(`event: logBroadcast\ndata: ${splice(frame.toString())}\n\n`);
});
node.on('open', () =>
  listen(
    createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': welcome\n\n');
      readers.add(response);
      response.on('close', () => readers.delete(response));
    }),
  ),
);

function flush(): void {
  const bytes = Buffer.from(gathered.join(''));
  gathered = [];
  for (const reader of readers) reader.write(bytes);
}
