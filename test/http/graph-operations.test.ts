import assert from 'node:assert/strict';
import { test } from 'node:test';
import request from 'supertest';
import { testApp, type TestApp } from '../support/http/test-app.js';

const dot = 'digraph db { "a" [label="AR v1\\nKey\\n1.2.3.4:5"] [style=filled]; "a" -> "b"; }';
const path = '/v1/node/neighborhood/graph';

function withGraph(graph: unknown): TestApp {
  const parts = testApp();
  parts.peers.replies.set('neighborhoodGraph', JSON.stringify({ graph }));
  return parts;
}

test('the graph comes parsed, the label apart', async () => {
  const { app } = withGraph(dot);
  const response = await request(app).get(path);
  assert.deepEqual(response.body, {
    nodes: [
      { id: 'a', label: 'AR v1\nKey\n1.2.3.4:5', attributes: { style: 'filled' } },
      { id: 'b', label: null, attributes: {} },
    ],
    edges: [{ from: 'a', to: 'b', attributes: {} }],
  });
});

test('the text comes as it is', async () => {
  const { app } = withGraph(dot);
  const response = await request(app).get(`${path}.dot`).buffer(true).parse(asText);
  assert.equal(response.body, `${dot}\n`);
  assert.match(response.headers['content-type'] ?? '', /^text\/vnd\.graphviz/);
});

test('the drawing comes under a policy that lets it do nothing', async () => {
  const { app, drawn } = withGraph(dot);
  const response = await request(app).get(`${path}.svg`).buffer(true).parse(asText);
  assert.equal(response.body, '<svg/>');
  assert.equal(response.headers['content-type'], 'image/svg+xml');
  assert.match(response.headers['content-security-policy'] ?? '', /default-src 'none'.*sandbox/);
  assert.equal(drawn.length, 1);
  assert.match(drawn[0] ?? '', /^2: digraph[^]*"a" \[label="AR v1\\nKey\\n1\.2\.3\.4:5"/);
});

test('all forms are one conversation', async () => {
  const { app, peers } = withGraph(dot);
  for (const suffix of ['', '.dot', '.svg']) await request(app).get(path + suffix);
  await request(app).get('/v1/node/neighborhood');
  assert.equal(peers.asked.length, 1);
});

test('what is no graph is 502', async () => {
  for (const graph of ['no graph', 7, undefined]) {
    const { app } = withGraph(graph);
    const response = await request(app).get(path);
    assert.equal(response.status, 502);
    assert.equal((response.body as { code: string }).code, 'bad-frame');
  }
});

function asText(
  response: request.Response,
  done: (error: Error | null, body: unknown) => void,
): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks).toString()));
}
