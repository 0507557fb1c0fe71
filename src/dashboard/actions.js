/** Everything the page can change, how it asks before, and what came of it. */

/** @import { Action, ActionName, Problem, Tone } from './types.js' */

/** @type {Readonly<Record<ActionName, Action>>} */
export const actions = {
  start: {
    label: 'Start',
    title: 'Start the Node?',
    text: 'The Daemon launches the Node with the setup as it stands. From then on the Node takes part in the network: it earns, and it owes for what it uses. The setup is frozen while it runs.',
    danger: false,
    progress: 'Starting the Node …',
    done: 'The Node has started.',
    path: '/v1/node/start',
    body: null,
  },
  shutdown: {
    label: 'Shut down',
    title: 'Shut the Node down?',
    text: 'The Node ends. Everything that runs through it breaks off, for you and for others, until it is started again. Work that must not be interrupted is waited for; if that takes too long, nothing is done.',
    danger: true,
    progress: 'Shutting the Node down …',
    done: 'The Node has shut down.',
    path: '/v1/node/shutdown',
    body: null,
  },
  restart: {
    label: 'Restart',
    title: 'Restart the Node?',
    text: 'The Node is shut down and started again with the same setup. Everything that runs through it breaks off, and it looks for its neighbors anew. Once begun it is carried through, even if this page is closed.',
    danger: true,
    progress: 'Restarting the Node …',
    done: 'The Node has been restarted.',
    path: '/v1/node/restart',
    body: null,
  },
  Payables: {
    label: 'Pay what is due',
    title: 'Scan the payables?',
    text: 'The Node looks for debts that are due and pays them from the consuming wallet. Money moves, and no one can take it back.',
    danger: true,
    progress: 'Scanning the payables …',
    done: 'The scan of the payables is done.',
    path: '/v1/node/scans',
    body: '{"scanType":"Payables"}',
  },
  Receivables: {
    label: 'Look for income',
    title: 'Scan the receivables?',
    text: 'The Node asks the blockchain for payments that others made to the earning wallet, and books them. No money is spent.',
    danger: false,
    progress: 'Scanning the receivables …',
    done: 'The scan of the receivables is done.',
    path: '/v1/node/scans',
    body: '{"scanType":"Receivables"}',
  },
  PendingPayables: {
    label: 'Check sent payments',
    title: 'Scan the pending payables?',
    text: 'The Node asks the blockchain what became of payments that it has sent and not yet seen confirmed. No new payment is made.',
    danger: false,
    progress: 'Scanning the pending payables …',
    done: 'The scan of the pending payables is done.',
    path: '/v1/node/scans',
    body: '{"scanType":"PendingPayables"}',
  },
};

/** @type {readonly ActionName[]} */
export const scanNames = ['Payables', 'Receivables', 'PendingPayables'];

/**
 * What an action came to. `problem` is null where it was done.
 *
 * @typedef {{ readonly tone: Tone, readonly title: string, readonly detail: string, readonly problem: Problem | null }} Result
 */

/** @type {Readonly<Record<string, string>>} */
const outcomes = {
  'not-sent': 'Nothing was sent.',
  refused: 'It was refused; nothing was changed.',
  applied: 'It was carried out, wholly or in part, though something is wrong.',
  unknown: 'It may have been carried out, or not. Look before you do it again.',
};

/**
 * What an outcome means, in a sentence.
 *
 * @param {string | null} outcome
 */
export function outcomeText(outcome) {
  return (outcome === null ? undefined : outcomes[outcome]) ?? '';
}

/**
 * Carries an action out; never rejects.
 *
 * @param {ActionName} name
 * @param {typeof fetch} ask
 * @returns {Promise<Result>}
 */
export async function carryOut(name, ask) {
  const { path, body, done } = actions[name];
  try {
    const response = await ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: body ?? '{}',
    });
    const answer = asRecord(await response.json());
    return response.ok ? success(answer, done) : failure(problemOf(answer));
  } catch {
    return failure({
      title: 'The connection to the gateway broke off',
      detail: 'No answer came.',
      code: null,
      hop: 'gateway',
      outcome: 'unknown',
    });
  }
}

/**
 * @param {Readonly<Record<string, unknown>>} answer
 * @param {string} done
 * @returns {Result}
 */
function success({ result }, done) {
  if (result === 'nothing-to-do') {
    return { tone: 'good', title: 'There was nothing to do.', detail: '', problem: null };
  }
  if (result === 'accepted') {
    const detail = 'The Node was asked and has not answered yet. What comes of it will stand here.';
    return { tone: 'busy', title: 'The scan is under way.', detail, problem: null };
  }
  return { tone: 'good', title: done, detail: '', problem: null };
}

/**
 * @param {Problem} problem
 * @returns {Result}
 */
function failure(problem) {
  const tone = problem.outcome === 'unknown' || problem.outcome === 'applied' ? 'bad' : 'warn';
  return { tone, title: problem.title, detail: problem.detail, problem };
}

/**
 * The problem that a body tells of.
 *
 * @param {Readonly<Record<string, unknown>>} body
 * @returns {Problem}
 */
export function problemOf(body) {
  return {
    title: textOr(body['title'], 'The gateway refused'),
    detail: textOr(body['detail'], ''),
    code: textOrNull(body['code']),
    hop: textOrNull(body['hop']),
    outcome: textOrNull(body['outcome']),
  };
}

/**
 * @param {unknown} value
 * @returns {Readonly<Record<string, unknown>>}
 */
export function asRecord(value) {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/**
 * @param {unknown} value
 * @param {string} otherwise
 */
function textOr(value, otherwise) {
  return typeof value === 'string' ? value : otherwise;
}

/** @param {unknown} value */
function textOrNull(value) {
  return typeof value === 'string' ? value : null;
}
