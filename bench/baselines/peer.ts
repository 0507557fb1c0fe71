/** A Node's UI side as fast as ws goes: prepared replies, Nagle left on as the real one leaves it, events on demand. Driven by bench-peer.ts. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { WebSocketServer, type WebSocket } from 'ws';
import { listen } from './listen.js';

const frameForm = /"opcode"\s*:\s*"(\w+)"(?:\s*,\s*"contextId"\s*:\s*(\d+))?/;
const smallPayload =
  '{"running": true, "nodeFlags": "none", "uptime": 123456789012, "padding": "so that it is 107"}';
/** Short, so that events do not come in bunches of the peer's making. */
const TICK_MS = 1;

/** Replies of a size that the real Node's have. */
const replies = new Map(
  Object.entries({
    connectionStatus: '{"stage": "RouteFound"}',
    walletAddresses:
      '{"consumingWalletAddress": "0x1234567890abcdef", "earningWalletAddress": "0xfedcba0987654321"}',
    checkPassword: '{"matches": true}',
  }),
);
const received = new Map<string, number>();
const uis = new Set<WebSocket>();

const server = createServer(
  { noDelay: false },
  (request, response) => void drive(request, response),
);
const sockets = new WebSocketServer({
  server,
  perMessageDeflate: false,
  handleProtocols: () => 'MASQNode-UIv2',
});
sockets.on('connection', greet);
listen(server);

function greet(ui: WebSocket, request: IncomingMessage): void {
  request.socket.setNoDelay(false); // ws has turned Nagle off
  uis.add(ui);
  ui.on('close', () => uis.delete(ui));
  ui.on('error', () => undefined);
  ui.on('message', (data: Buffer) => answer(ui, data.toString('latin1')));
}

function answer(ui: WebSocket, frame: string): void {
  const [, opcode = '', contextId] = frameForm.exec(frame) ?? [];
  received.set(opcode, (received.get(opcode) ?? 0) + 1);
  if (contextId === undefined) return;
  const payload = replies.get(opcode) ?? smallPayload;
  ui.send(`{"opcode": "${opcode}", "contextId": ${contextId}, "payload": ${payload}}`);
}

async function drive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
  const body = await text(request);
  if (pathname === '/burst') response.end(String(await burst(searchParams)));
  else if (pathname === '/received') {
    response.end([...received].map((pair) => pair.join(' ')).join('\n'));
  } else {
    replies.set(pathname.replace('/replies/', ''), body);
    response.end();
  }
}

/** Resolves with the events sent a second. */
async function burst(query: URLSearchParams): Promise<number> {
  const [count = 0, perSecond = 0, bytes = 0, to = 0] = ['count', 'perSecond', 'bytes', 'to'].map(
    (name) => Number(query.get(name)),
  );
  const publisher = to === 0 ? undefined : connect(to, '127.0.0.1').resume();
  const send = publisher === undefined ? broadcast : (data: string) => publisher.write(post(data));
  const startMs = performance.now();
  let sent = 0;
  while (sent < count) {
    const elapsedS = (performance.now() - startMs) / 1000;
    const due = Math.min(count, Math.floor(elapsedS * perSecond) + 1);
    for (; sent < due; sent++) send(eventOf(sent, bytes));
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  const rate = (count / (performance.now() - startMs)) * 1000;
  publisher?.end();
  return rate;
}

/** Its number, when it was sent on the clock that all processes share, and padding up to `bytes`. */
function eventOf(number: number, bytes: number): string {
  const sentUs = process.hrtime.bigint() / 1000n;
  const start = `{"msg": "bench ${number} ${sentUs} .`;
  const end = '", "logLevel": "Info"}';
  return start.padEnd(bytes - end.length, '.') + end;
}

function broadcast(data: string): void {
  const frame = `{"opcode": "logBroadcast", "payload": ${data}}`;
  for (const ui of uis) ui.send(frame);
}

function post(data: string): string {
  return `POST /publish HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${data.length}\r\n\r\n${data}`;
}
