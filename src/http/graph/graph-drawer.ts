/** Drawings of the neighborhood: a short queue before one worker, and the last ones kept. */
import { drawingsFull, drawingTimedOut, unusableGraph } from '../../problems/faults.js';
import { GraphWorker } from './graph-worker.js';
import type { Drawing, Engine } from './graph-worker.js';

/** Up to so many nodes are laid out by `dot`; 300 took it two minutes. */
export const MAX_DOT_NODES = 100;
/** Longest time for one drawing. */
export const DRAWING_LIMIT_MS = 10_000;
/** Drawings that may wait behind the one under way. */
export const MAX_WAITING_DRAWINGS = 4;
const MAX_KEPT_DRAWINGS = 4;
const RETRY_AFTER_S = 10;
const SECOND_MS = 1000;

/** What draws; {@link GraphWorker} outside of tests. */
export interface DrawingWorker {
  draw(dot: string, engine: Engine): Promise<Drawing>;
  close(): Promise<void>;
}

/** The engine for a graph of so many nodes. */
export function engineFor(nodeCount: number): Engine {
  return nodeCount <= MAX_DOT_NODES ? 'dot' : 'sfdp';
}

/** Draws graphs one after the other; the same text is drawn once. Close it with the gateway. */
export class GraphDrawer {
  readonly #worker: DrawingWorker;
  readonly #kept = new Map<string, Promise<string>>();
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(worker: DrawingWorker = new GraphWorker(DRAWING_LIMIT_MS)) {
    this.#worker = worker;
  }

  /**
   * The SVG of a graph text. Rejects with GatewayError: waiting-room-full where too many drawings wait, no-reply where
   * it takes too long, bad-frame where the text cannot be drawn.
   */
  draw(dot: string, nodeCount: number): Promise<string> {
    const kept = this.#kept.get(dot);
    if (kept !== undefined) return kept;
    if (this.#waiting > MAX_WAITING_DRAWINGS) return Promise.reject(drawingsFull(RETRY_AFTER_S));
    this.#waiting += 1;
    const drawing = this.#last.then(() => this.#worker.draw(dot, engineFor(nodeCount)));
    this.#last = drawing;
    const svg = drawing.then((result) => {
      this.#waiting -= 1;
      return svgOf(result);
    });
    this.#keep(dot, svg);
    return svg;
  }

  /** Ends the worker. */
  close(): Promise<void> {
    return this.#worker.close();
  }

  #keep(dot: string, svg: Promise<string>): void {
    this.#kept.set(dot, svg);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT_DRAWINGS && oldest !== undefined) this.#kept.delete(oldest);
    svg.catch(() => {
      if (this.#kept.get(dot) === svg) this.#kept.delete(dot);
    });
  }
}

function svgOf(drawing: Drawing): string {
  switch (drawing.kind) {
    case 'svg':
      return drawing.svg;
    case 'timed-out':
      throw drawingTimedOut(DRAWING_LIMIT_MS / SECOND_MS);
    case 'failed':
      throw unusableGraph(
        'The Node’s graph text cannot be drawn. GET /v1/node/neighborhood/graph.dot returns it unchanged.',
      );
  }
}
