/** What is read from the peers for all tabs: each thing once, when it may have changed or somebody asks, never by the clock. */
import { asRecord, problemOf } from './actions.js';
import { parseExact } from './exact-json.js';

/**
 * @typedef {import('./types.js').Reading<any>} AnyReading
 * @typedef {import('./types.js').ReadingName} ReadingName
 * @typedef {(path: string, init?: RequestInit) => Promise<Response>} Ask
 */

/** Thrown in this file only, with the problem that the gateway told. */
class Refused extends Error {
  /** @param {import('./types.js').Problem} problem */
  constructor(problem) {
    super(problem.title);
    this.problem = problem;
  }
}

const unreachable = {
  title: 'It could not be read',
  detail: 'The connection to the gateway broke off.',
  code: null,
  hop: 'gateway',
  outcome: null,
};

/** @type {AnyReading} */
const nothing = { state: 'none', atMs: 0, data: null, problem: null };

/** @type {Readonly<Record<ReadingName, (ask: Ask) => Promise<unknown>>>} */
const readers = {
  setup: (ask) => json(ask, '/v1/setup'),
  financials: async (ask) => asRecord(await json(ask, '/v1/node/financials'))['statsOpt'],
  graph: async (ask) => {
    const path = '/v1/node/neighborhood/graph';
    // Asked for together they are one conversation with the Node.
    const [parsed, svg] = await Promise.all([json(ask, path), answer(ask, `${path}.svg`)]);
    const { nodes, edges } = asRecord(parsed);
    return { svg: await svg.blob(), nodes, edges };
  },
};

export class Readings {
  #ask;
  #onChange;
  /** @type {Record<ReadingName, AnyReading>} */
  #readings = { setup: nothing, financials: nothing, graph: nothing };
  /** Raised by each read and each forgetting, so that a late answer changes nothing. */
  #turns = { setup: 0, financials: 0, graph: 0 };
  /** @type {Set<ReadingName>} */
  #again = new Set();

  /**
   * @param {Ask} ask
   * @param {() => void} onChange
   */
  constructor(ask, onChange) {
    this.#ask = ask;
    this.#onChange = onChange;
  }

  get all() {
    return { ...this.#readings };
  }

  /**
   * Reads anew; what is being read already is read once more when it has come.
   *
   * @param {ReadingName} name
   */
  async read(name) {
    if (this.#readings[name].state === 'reading') {
      this.#again.add(name);
      return;
    }
    const turn = ++this.#turns[name];
    this.#set(name, { ...this.#readings[name], state: 'reading' });
    const reading = await this.#result(name);
    if (turn !== this.#turns[name]) return;
    this.#set(name, reading);
    if (this.#again.delete(name)) await this.read(name);
  }

  /**
   * Takes what came by another way.
   *
   * @param {ReadingName} name
   * @param {unknown} data
   */
  put(name, data) {
    this.#turns[name] += 1;
    this.#set(name, { state: 'ok', atMs: Date.now(), data, problem: null });
  }

  /** @param {ReadingName} name */
  forget(name) {
    this.#turns[name] += 1;
    this.#again.delete(name);
    if (this.#readings[name] !== nothing) this.#set(name, nothing);
  }

  /**
   * @param {ReadingName} name
   * @returns {Promise<AnyReading>}
   */
  async #result(name) {
    try {
      const data = await readers[name](this.#ask);
      return { state: 'ok', atMs: Date.now(), data, problem: null };
    } catch (error) {
      const problem = error instanceof Refused ? error.problem : unreachable;
      return { state: 'failed', atMs: Date.now(), data: null, problem };
    }
  }

  /**
   * @param {ReadingName} name
   * @param {AnyReading} reading
   */
  #set(name, reading) {
    this.#readings[name] = reading;
    this.#onChange();
  }
}

/**
 * @param {Ask} ask
 * @param {string} path
 */
async function answer(ask, path) {
  const response = await ask(path, { cache: 'no-cache' });
  if (response.ok) return response;
  throw new Refused(problemOf(asRecord(await response.json())));
}

/**
 * @param {Ask} ask
 * @param {string} path
 */
async function json(ask, path) {
  return parseExact(await (await answer(ask, path)).text());
}
