/** The figures that an operator watches, read from the Node behind scrapes: seldom, and never while somebody waits for it. */
import { samples, type Sample } from './catalogue.js';

/** No two rounds of reading begin closer together, however many scrape. */
const SAMPLE_INTERVAL_MS = 15_000;

/** What one reading found. */
export interface Found<Figure extends string> {
  /** Rounded to doubles: exact up to 2^53. */
  readonly figures: Readonly<Partial<Record<Figure, number>>>;
  /** How old the Node's word is. */
  readonly ageMs: number;
}

interface OperatorSamplerDeps<Figure extends string> {
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Asks the Node; rejects where that fails. */
  readonly readings: Readonly<Record<Sample, () => Promise<Found<Figure>>>>;
  readonly onRead: (sample: Sample, result: 'ok' | 'failed') => void;
}

interface Taken<Figure extends string> {
  readonly figures: Found<Figure>['figures'];
  /** Unix milliseconds of the Node's word. */
  readonly atMs: number;
}

/** Reads one thing after the other; what cannot be read, or belongs to a Node that has gone, is not kept. */
export class OperatorSampler<Figure extends string> {
  readonly #deps: OperatorSamplerDeps<Figure>;
  readonly #taken = new Map<Sample, Taken<Figure>>();
  #generation = 0;
  #begunAtMs: number | undefined;
  #underWay = false;

  constructor(deps: OperatorSamplerDeps<Figure>) {
    this.#deps = deps;
  }

  /** Somebody scrapes while the Node can be asked: begins a round of readings unless one is due only later. */
  wanted(): void {
    const nowMs = this.#deps.now();
    const sinceMs = nowMs - (this.#begunAtMs ?? -Infinity);
    // A clock that was put back must not stop the readings.
    if (this.#underWay || (sinceMs >= 0 && sinceMs < SAMPLE_INTERVAL_MS)) return;
    this.#begunAtMs = nowMs;
    this.#underWay = true;
    void this.#readAll(this.#generation).finally(() => {
      this.#underWay = false;
    });
  }

  /** The Node is gone: what it said holds no longer, nor does what is still being read. */
  forget(): void {
    this.#generation += 1;
    this.#taken.clear();
  }

  /** The samples that hold at this instant. */
  get taken(): ReadonlyMap<Sample, Taken<Figure>> {
    return this.#taken;
  }

  async #readAll(generation: number): Promise<void> {
    for (const sample of samples) {
      if (generation !== this.#generation) return;
      await this.#read(sample, generation);
    }
  }

  async #read(sample: Sample, generation: number): Promise<void> {
    const { readings, now, onRead } = this.#deps;
    try {
      const { figures, ageMs } = await readings[sample]();
      if (generation === this.#generation) {
        this.#taken.set(sample, { figures, atMs: now() - ageMs });
      }
      onRead(sample, 'ok');
    } catch {
      // Why it failed is told by the hops and the conversations; here an old figure must not stand for a new one.
      if (generation === this.#generation) this.#taken.delete(sample);
      onRead(sample, 'failed');
    }
  }
}
