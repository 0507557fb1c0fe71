/**
 * The program of the drawing worker, as text: a worker started from text runs the same from dist/ and straight from
 * TypeScript. It gets the library's address and answers each `{dot, engine}` with `{svg}` or `{failed: true}`.
 */
export const graphWorkerSource = `
const { parentPort, workerData } = require('node:worker_threads');
const loading = import(workerData.libraryUrl).then(({ Graphviz }) => Graphviz.load());
parentPort.on('message', async ({ dot, engine }) => {
  try {
    const graphviz = await loading;
    parentPort.postMessage({ svg: graphviz.layout(dot, 'svg', engine) });
  } catch {
    parentPort.postMessage({ failed: true });
  }
});
`;
