/** A web site that is not the gateway's, with a page that tries every way in that a browser has. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site that serves one page under every path. */
export interface ForeignSite {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `html` on a free port of this machine. */
export async function openForeignSite(html: string): Promise<ForeignSite> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(html);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** One try: its name, and what the page could learn by it; null where it learnt nothing. */
export type Loot = Readonly<Record<string, string | null>>;

/**
 * The page's script: `attack(gateway)` resolves with what it got, by way of attack. Plain JavaScript, for it runs in the browser.
 * Whatever a page can see of a foreign answer counts: its text, its status, its size as an image, its having loaded.
 */
export const attackPage = `<!doctype html><title>attack</title><body><script>
const within = (ms, promise) => Promise.race([promise, new Promise((done) => setTimeout(() => done(null), ms))]);
const seen = async (promise) => { try { return await within(3000, promise); } catch { return null; } };
const fetched = (url, options) => fetch(url, options).then(async (response) =>
  response.type === 'opaque' ? null : response.status + ' ' + (await response.text()));
const loaded = (tag, attributes, parent = document.body) => new Promise((done) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.onload = () => done(tag + ' loaded');
  element.onerror = () => done(null);
  parent.append(element);
});
const form = (action, enctype, fields) => new Promise((done) => {
  const frame = document.createElement('iframe');
  frame.name = 'f' + Math.random();
  document.body.append(frame);
  const it = Object.assign(document.createElement('form'), { action, enctype, method: 'post', target: frame.name });
  for (const [name, value] of Object.entries(fields))
    it.append(Object.assign(document.createElement('input'), { name, value }));
  document.body.append(it);
  frame.onload = () => {
    try { if (frame.contentDocument !== null && frame.contentDocument.URL !== 'about:blank') done('read'); } catch { /* as it should be */ }
    setTimeout(() => done(null), 100);
  };
  it.submit();
});
const json = { 'Content-Type': 'application/json' };
async function attack(gateway) {
  const start = gateway + '/v1/node/start';
  const setup = gateway + '/v1/setup';
  const values = '{"values":[{"name":"gas-price","value":"66"}]}';
  const tries = {
    'fetch': fetched(gateway + '/v1/status'),
    'fetch with credentials': fetched(gateway + '/v1/status', { credentials: 'include' }),
    'fetch without cors': fetched(gateway + '/v1/setup', { mode: 'no-cors' }),
    'post without cors': fetched(start, { method: 'POST', mode: 'no-cors' }),
    'post text without cors': fetched(start, { method: 'POST', mode: 'no-cors', body: '{}' }),
    'post json': fetched(start, { method: 'POST', headers: json, body: '{}' }),
    'patch': fetched(setup, { method: 'PATCH', headers: json, body: values }),
    'put': fetched(setup + '/gas-price', { method: 'PUT', headers: json, body: '{"value":"66"}' }),
    'delete': fetched(setup + '/gas-price', { method: 'DELETE' }),
    'beacon': Promise.resolve(navigator.sendBeacon(start, new Blob(['{}'], { type: 'text/plain' })) && null),
    'keepalive': fetched(start, { method: 'POST', keepalive: true, mode: 'no-cors', body: '{}' }),
    'xhr': new Promise((done) => {
      const request = new XMLHttpRequest();
      request.onload = () => done(request.responseText);
      request.onerror = () => done(null);
      request.open('GET', gateway + '/v1/node/configuration');
      request.send();
    }),
    'event source': new Promise((done) => {
      const source = new EventSource(gateway + '/v1/events');
      source.onopen = () => done('open');
      source.onerror = () => { source.close(); done(null); };
    }),
    'web socket': new Promise((done) => {
      const socket = new WebSocket(gateway.replace('http', 'ws') + '/v1/events', 'MASQNode-UIv2');
      socket.onopen = () => done('open');
      socket.onerror = () => done(null);
    }),
    'image': loaded('img', { src: gateway + '/v1/node/neighborhood/graph.svg' }),
    'image with cors': loaded('img', { crossOrigin: 'anonymous', src: gateway + '/v1/node/neighborhood/graph.svg' }),
    'script': loaded('script', { src: gateway + '/v1/setup' }),
    'module': loaded('script', { type: 'module', src: gateway + '/v1/setup' }),
    'style': loaded('link', { rel: 'stylesheet', href: gateway + '/docs/swagger-ui.css' }, document.head),
    'prefetch': loaded('link', { rel: 'preload', as: 'fetch', href: gateway + '/v1/setup' }, document.head).then(() => null),
    'object': loaded('object', { data: gateway + '/v1/setup', type: 'application/json' }),
    'video': new Promise((done) => {
      const video = Object.assign(document.createElement('video'), { src: gateway + '/v1/setup' });
      video.onloadeddata = () => done('loaded');
      video.onerror = () => done(null);
      document.body.append(video);
    }),
    'form': form(start, 'application/x-www-form-urlencoded', {}),
    'form with text': form(start, 'text/plain', { '{"a': '":1}' }),
    'form with parts': form(start, 'multipart/form-data', { a: '1' }),
  };
  const loot = {};
  for (const [name, one] of Object.entries(tries)) loot[name] = await seen(one);
  return loot;
}
</script>`;
