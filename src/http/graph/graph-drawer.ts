/** Drawings of the neighborhood: a short queue before one worker, and the last ones kept. */
import { drawingsFull, drawingTimedOut, unusableGraph } from '../../problems/faults.js';
import { GraphWorker, type Drawing, type Engine } from './graph-worker.js';

/** Up to so many nodes are laid out by `dot`; 300 took it two minutes. @internal */
export const MAX_DOT_NODES = 100;
/** Longest time for one drawing. */
const DRAWING_LIMIT_MS = 10_000;
/** Drawings that may wait behind the one under way. @internal */
export const MAX_WAITING_DRAWINGS = 4;
const MAX_KEPT_DRAWINGS = 4;
const RETRY_AFTER_S = 10;
const SECOND_MS = 1000;

/** What draws; {@link GraphWorker} outside of tests. */
interface DrawingWorker {
  draw(dot: string, engine: Engine): Promise<Drawing>;
  close(): Promise<void>;
}

/** The engine for a graph of so many nodes. */
export function engineFor(nodeCount: number): Engine {
  return nodeCount <= MAX_DOT_NODES ? 'dot' : 'sfdp';
}

/** One drawing that is under way or waits for its turn, and those who want it. */
interface Job {
  readonly svg: Promise<string>;
  callers: number;
  hasBegun: boolean;
}

/** Draws graphs one after the other; the same text is drawn once. Close it with the gateway. */
export class GraphDrawer {
  readonly #worker: DrawingWorker;
  readonly #kept = new Map<string, Job>();
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(worker: DrawingWorker = new GraphWorker(DRAWING_LIMIT_MS)) {
    this.#worker = worker;
  }

  /**
   * The SVG of a graph text. A drawing that nobody waits for any more when its turn comes is not made: `signal` says that the caller
   * has left. Rejects with GatewayError: waiting-room-full if too many drawings wait, no-reply if it takes too long, bad-frame if
   * the text cannot be drawn.
   */
  draw(dot: string, nodeCount: number, signal?: AbortSignal): Promise<string> {
    const job = this.#kept.get(dot) ?? this.#begin(dot, nodeCount);
    if (job === undefined) return Promise.reject(drawingsFull(RETRY_AFTER_S));
    job.callers += 1;
    const leave = (): void => this.#leave(dot, job);
    if (signal?.aborted === true) leave();
    else signal?.addEventListener('abort', leave, { once: true });
    return job.svg.finally(() => signal?.removeEventListener('abort', leave));
  }

  /** Ends the worker. */
  close(): Promise<void> {
    return this.#worker.close();
  }

  #begin(dot: string, nodeCount: number): Job | undefined {
    if (this.#waiting > MAX_WAITING_DRAWINGS) return undefined;
    this.#waiting += 1;
    const drawing = this.#last.then(() => {
      if (job.callers === 0) return abandoned;
      job.hasBegun = true;
      return this.#worker.draw(dot, engineFor(nodeCount)).finally(() => (this.#waiting -= 1));
    });
    const job: Job = { svg: drawing.then(svgOf), callers: 0, hasBegun: false };
    this.#last = drawing.catch(() => undefined);
    this.#keep(dot, job);
    return job;
  }

  #leave(dot: string, job: Job): void {
    job.callers -= 1;
    if (job.callers > 0 || job.hasBegun) return;
    this.#forget(dot, job); // whoever asks for this text later gets a place of their own
    this.#waiting -= 1;
  }

  #keep(dot: string, job: Job): void {
    this.#kept.set(dot, job);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT_DRAWINGS && oldest !== undefined) this.#kept.delete(oldest);
    job.svg.catch(() => this.#forget(dot, job));
  }

  #forget(dot: string, job: Job): void {
    if (this.#kept.get(dot) === job) this.#kept.delete(dot);
  }
}

/** What a drawing comes to whose callers have all left. */
const abandoned: Drawing = { kind: 'failed' };

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
