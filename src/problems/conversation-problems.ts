/** Problems of conversations: the state of Daemon and Node, what they refuse, what is lost on the way. */
import type { ProblemRow } from './problem-row.js';

/** Time for a link to be opened again, or for a Node to end. */
export const RECONNECT_RETRY_S = 2;
/** Time for a place in a queue to become free. */
const QUEUE_RETRY_S = 1;

const unsentToDaemon = { hop: 'daemon', outcome: 'not-sent' } as const;
const unsentToNode = { hop: 'node', outcome: 'not-sent' } as const;
const refusedByDaemon = { hop: 'daemon', outcome: 'refused' } as const;
const refusedByNode = { hop: 'node', outcome: 'refused' } as const;

/** Faults that come of asking the Daemon or the Node, by code. */
export const conversationProblems = {
  'wrong-password': {
    ...refusedByNode,
    status: 403,
    title: 'The database password is wrong',
    explanation: 'The Node compared the password with its database and refused.',
    cure: 'Send the right one. A database without a password refuses every password.',
  },
  'already-running': {
    ...unsentToNode,
    status: 409,
    title: 'The Node is running already',
    explanation: 'The request starts a Node, but one is running.',
    cure: 'Nothing needs to be done, or POST /v1/node/restart. With ?ensure=true this is a success.',
    command: ({ node }) => `To make sure that it is running: ${node('start?ensure=true')}`,
  },
  'node-not-running': {
    ...unsentToNode,
    status: 409,
    title: 'There is no Node to shut down',
    explanation: 'The Daemon reports that no Node is running.',
    cure: 'Nothing needs to be done. With ?ensure=true this is a success.',
    command: ({ node }) => `To make sure that it is stopped: ${node('shutdown?ensure=true')}`,
  },
  'no-daemon': {
    ...unsentToDaemon,
    status: 409,
    title: 'There is no Daemon',
    explanation: 'A Node itself listens on the Daemon’s port, so nothing can be set up or started.',
    cure: 'Start a MASQ Daemon, or point the setting daemon-port at it.',
  },
  'orphan-node': {
    ...unsentToNode,
    status: 409,
    title: 'The Daemon does not know the running Node',
    explanation:
      'A Node is running that the Daemon does not know, for instance because the Daemon was restarted. Setup and start would harm that Node.',
    cure: 'POST /v1/node/shutdown, then start again.',
    command: ({ node }) => `The command: ${node('shutdown')}`,
  },
  'node-busy': {
    ...unsentToNode,
    status: 409,
    title: 'The Node cannot be shut down now',
    explanation: 'Work that must not be interrupted did not finish in time; the detail names it.',
    cure: 'Wait for it to finish and try again.',
  },
  'node-unverified': {
    ...unsentToNode,
    status: 409,
    title: 'This Node is not verified',
    explanation:
      'The gateway reached it only by remembering its last port, so no secret is sent to it.',
    cure: 'Wait until the Daemon is back, or name the port in the setting node-port.',
  },
  'wallets-exist': {
    ...refusedByNode,
    status: 409,
    title: 'The wallets are set already',
    explanation: 'Wallets are written once; the database holds others.',
    cure: 'Keep them, or start the Node with a new data directory.',
  },
  'wallets-missing': {
    ...refusedByNode,
    status: 409,
    title: 'There are no wallets yet',
    explanation: 'The database holds no pair of wallets.',
    cure: 'POST /v1/node/wallets/generate or /v1/node/wallets/recover.',
  },
  'password-exists': {
    ...refusedByNode,
    status: 409,
    title: 'The database has a password already',
    explanation: 'The request sets a first password, but there is one.',
    cure: 'Send the present one as oldPasswordOpt.',
  },
  'setup-frozen': {
    ...unsentToDaemon,
    status: 409,
    title: 'Setup is frozen while the Node runs',
    explanation: 'The Daemon ignores changes to the setup until the Node has ended.',
    cure: 'POST /v1/node/shutdown, change the setup, POST /v1/node/start.',
    command: ({ node }) =>
      `The commands: ${node('shutdown')}, then this change again, then ${node('start')}`,
  },
  'setup-poisoned': {
    ...unsentToDaemon,
    status: 409,
    title: 'A stored setup value would kill the Daemon or the Node',
    explanation:
      'Another program stored a value that crashes the Daemon as soon as it processes the setup, or the Node once it runs with it. Nothing was written.',
    cure: 'Give each named parameter a good value. Clearing helps only if the detail says so: the Daemon brings cleared values back while the setup is incomplete, and some values are kept in the Node’s database.',
    command: ({ replace }, parameters) =>
      parameters.length === 0 ? '' : `The command: ${replace(parameters)}`,
  },
  'setup-password-stale': {
    ...unsentToDaemon,
    status: 409,
    title: 'The setup holds an old password',
    explanation: 'The database password has changed since this Node was started.',
    cure: 'POST /v1/node/shutdown, PUT /v1/setup/db-password, POST /v1/node/start.',
    command: ({ node, put }) =>
      `The commands: ${node('shutdown')}, then ${put('db-password')}, then ${node('start')}`,
  },
  'clear-undone': {
    ...refusedByDaemon,
    status: 409,
    title: 'The Daemon undid the clearing',
    explanation: 'While the setup has errors the Daemon brings cleared values back.',
    cure: 'Clear it in the same PATCH that completes the setup.',
    command: ({ getSetup, clearWhileCompleting }, parameters) =>
      `What the setup lacks: ${getSetup()} — the command with it added: ${clearWhileCompleting(parameters)}`,
  },
  'scan-under-way': {
    ...refusedByNode,
    status: 409,
    title: 'Such a scan is under way',
    explanation: 'Only one scan of a kind runs at a time.',
    cure: 'Wait for its result, which is published as an event.',
  },
  'no-consuming-wallet': {
    ...refusedByNode,
    status: 409,
    title: 'There is no consuming wallet',
    explanation: 'Nothing can be paid without one.',
    cure: 'POST /v1/node/wallets/generate or /v1/node/wallets/recover, then restart the Node.',
  },
  'parameter-refused': {
    ...refusedByNode,
    status: 422,
    title: 'The Node refused a parameter',
    explanation: 'The request was well-formed, but the Node found a value that it cannot use.',
    cure: 'Correct the value.',
  },
  'setup-rejected': {
    hop: 'daemon',
    outcome: 'applied',
    status: 422,
    title: 'The Daemon found fault with the new setup values',
    explanation: 'The Daemon reports errors in parameters that this request set. They stay stored.',
    cure: 'Set the named parameters again, or clear them.',
    command: ({ clear, put }, parameters) =>
      parameters
        .map((name) => `To clear it: ${clear(name)}; to replace it: ${put(name)}`)
        .join(' '),
  },
  'countries-missing': {
    hop: 'node',
    outcome: 'applied',
    status: 422,
    title: 'No exit Node in these countries',
    explanation: 'No known Node is in any of the countries, and the earlier choice is cleared.',
    cure: 'Choose other countries, or allow fallback routing.',
  },
  'waiting-room-full': {
    hop: 'gateway',
    outcome: 'not-sent',
    status: 429,
    title: 'Too many requests are waiting',
    explanation:
      'The gateway paces its requests so that they cannot harm Daemon or Node; every place in the queue is taken.',
    cure: 'Try again after Retry-After.',
    retryAfterS: QUEUE_RETRY_S,
  },
  'launch-failed': {
    ...refusedByDaemon,
    status: 502,
    title: 'The Node could not be launched',
    explanation: 'The Daemon tried to start a Node and failed.',
    cure: 'GET /v1/setup shows what it was started with; the Node’s log says why it died.',
  },
  'node-died': {
    hop: 'node',
    outcome: 'applied',
    status: 502,
    title: 'The Node died right after its start',
    explanation: 'The Daemon launched it, and then it ended.',
    cure: 'GET /v1/setup shows what it was started with; the Node’s log says why it died.',
  },
  'restart-incomplete': {
    hop: 'daemon',
    outcome: 'applied',
    status: 502,
    title: 'The Node is down and did not start again',
    explanation: 'The shutdown succeeded, the start after it did not.',
    cure: 'POST /v1/node/start once its cause is mended.',
  },
  'scan-failed': {
    ...refusedByNode,
    status: 502,
    title: 'The scan failed',
    explanation:
      'The Node could not finish the scan, usually because it cannot use the blockchain service.',
    cure: 'Check blockchain-service-url; after a failed Payables scan look at the chain before scanning again.',
  },
  'link-lost': {
    hop: 'node',
    outcome: 'unknown',
    status: 502,
    title: 'The connection to the peer was lost',
    explanation: 'The connection closed before the reply arrived.',
    cure: 'The outcome says whether the request may have taken effect; check before you repeat it.',
  },
  'unexpected-redirect': {
    ...refusedByDaemon,
    status: 502,
    title: 'The Daemon sent the request elsewhere',
    explanation: 'The Daemon answered one of its own conversations with a redirect.',
    cure: 'GET /v1/status shows whether a Node is running.',
  },
  'bad-frame': {
    hop: 'node',
    outcome: 'unknown',
    status: 502,
    title: 'The peer’s answer is unreadable',
    explanation: 'The reply does not follow the protocol.',
    cure: 'Check what listens on the port, and its version.',
  },
  'peer-error': {
    hop: 'node',
    outcome: 'unknown',
    status: 502,
    title: 'The peer answered with an error',
    explanation: 'The peer reports an error that has no better name; peerCode is its own.',
    cure: 'See the peer’s log.',
  },
  'daemon-unreachable': {
    ...unsentToDaemon,
    status: 503,
    title: 'The Daemon cannot be reached',
    explanation: 'No connection to the Daemon is open.',
    cure: 'Start the MASQ Daemon, or set daemon-port; the gateway connects by itself.',
    retryAfterS: RECONNECT_RETRY_S,
  },
  'daemon-unresponsive': {
    ...unsentToDaemon,
    status: 503,
    title: 'The Daemon does not answer',
    explanation: 'The Daemon is connected, but has left a question unanswered far too long.',
    cure: 'Restart the Daemon if it does not recover.',
    retryAfterS: RECONNECT_RETRY_S,
  },
  'node-unreachable': {
    ...unsentToNode,
    status: 503,
    title: 'The Node cannot be reached',
    explanation: 'No Node is running, or no connection to it is open.',
    cure: 'GET /v1/status says which; POST /v1/node/start starts one.',
  },
  'node-unresponsive': {
    ...unsentToNode,
    status: 503,
    title: 'The Node does not answer',
    explanation: 'The Node is connected, but has left a question unanswered far too long.',
    cure: 'If it does not recover, end its process and start it again.',
    retryAfterS: RECONNECT_RETRY_S,
  },
  'node-stopping': {
    ...unsentToNode,
    status: 503,
    title: 'The Node is being shut down',
    explanation: 'A shutdown is under way; nothing else is sent.',
    cure: 'Start it again when it is down.',
    retryAfterS: RECONNECT_RETRY_S,
  },
  'no-reply': {
    hop: 'node',
    outcome: 'unknown',
    status: 504,
    title: 'No reply in time',
    explanation: 'The request was sent, and no reply came within the time allowed.',
    cure: 'The outcome says whether something may have changed; check before you repeat it.',
  },
  'not-sent-in-time': {
    ...unsentToNode,
    status: 504,
    title: 'Its turn did not come in time',
    explanation: 'The request was still waiting for its turn; it was never sent.',
    cure: 'Repeat it, with "Prefer: wait=SECONDS" to wait longer.',
    retryAfterS: QUEUE_RETRY_S,
  },
} as const satisfies Record<string, ProblemRow>;
