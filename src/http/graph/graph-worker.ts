/** One drawing at a time in a worker thread that can be stopped: a layout may take minutes. */
import { Worker } from 'node:worker_threads';

const graphWorkerSource = `
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

/** How the nodes are laid out: `dot` in layers, `sfdp` by forces. */
export type Engine = 'dot' | 'sfdp';

/** What a drawing comes to. */
export type Drawing =
  | { readonly kind: 'svg'; readonly svg: string }
  | { readonly kind: 'failed' }
  | { readonly kind: 'timed-out' };

/** Megabytes that the worker's JavaScript may take. */
const WORKER_HEAP_MB = 256;

/** A drawing worker; it starts with the first drawing and is thrown away after one that took too long. */
export class GraphWorker {
  readonly #timeLimitMs: number;
  #worker: Worker | undefined;
  #closed = false;

  constructor(timeLimitMs: number) {
    this.#timeLimitMs = timeLimitMs;
  }

  /** Draws one graph; never rejects. To be called again only after it has resolved. */
  draw(dot: string, engine: Engine): Promise<Drawing> {
    if (this.#closed) return Promise.resolve({ kind: 'failed' });
    const worker = (this.#worker ??= startWorker());
    return new Promise((resolve) => {
      const end = (drawing: Drawing, spoilt: boolean): void => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
        worker.unref(); // an idle worker must not keep the process alive
        if (spoilt) this.#discard(worker);
        resolve(drawing);
      };
      const onMessage = (message: unknown): void => end(readMessage(message), false);
      const onEnd = (): void => end({ kind: 'failed' }, true);
      const timer = setTimeout(() => end({ kind: 'timed-out' }, true), this.#timeLimitMs);
      worker.on('message', onMessage).on('error', onEnd).on('exit', onEnd);
      worker.ref();
      worker.postMessage({ dot, engine });
    });
  }

  /** Ends the worker for good; a drawing under way ends as failed, and so does every later one. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #discard(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
    void worker.terminate(); // resolves always; nobody needs to know when
  }
}

function startWorker(): Worker {
  const worker = new Worker(graphWorkerSource, {
    eval: true,
    workerData: { libraryUrl: import.meta.resolve('@hpcc-js/wasm-graphviz') },
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
    env: {},
    execArgv: [],
  });
  // One that is being thrown away may still complain; its drawing has been given up already.
  worker.on('error', () => undefined);
  return worker;
}

function readMessage(message: unknown): Drawing {
  const svg =
    typeof message === 'object' && message !== null && 'svg' in message ? message.svg : undefined;
  return typeof svg === 'string' ? { kind: 'svg', svg } : { kind: 'failed' };
}
