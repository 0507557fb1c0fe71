/** Problems of the conversations: states of the hops, refusals of the peers, losses on the way. */
import type { ProblemEntry } from './problem-catalogue.js';

/** Code → what is told about it, for everything that comes of asking the Daemon or the Node. */
export const conversationProblems = {
  'wrong-password': {
    status: 403,
    title: 'The database password is wrong',
    explanation: 'The Node compared the password with its database and refused.',
    cure: 'Send the right one. A database without a password refuses every password.',
  },
  'already-running': {
    status: 409,
    title: 'The Node is running already',
    explanation: 'A Node was to be started while one runs.',
    cure: 'Nothing needs to be done, or POST /v1/node/restart. With ?ensure=true this is a success.',
  },
  'node-not-running': {
    status: 409,
    title: 'There is no Node to shut down',
    explanation: 'The Daemon says that no Node runs.',
    cure: 'Nothing needs to be done. With ?ensure=true this is a success.',
  },
  'no-daemon': {
    status: 409,
    title: 'There is no Daemon',
    explanation:
      'A Node itself listens on the Daemon’s port; nobody is there to set up or start one.',
    cure: 'Start a MASQ Daemon, or point the setting daemon-port at it.',
  },
  'orphan-node': {
    status: 409,
    title: 'The Daemon does not know the Node that runs',
    explanation:
      'A Node runs that the Daemon denies, for instance after the Daemon was restarted. Setup and start would harm the running one.',
    cure: 'POST /v1/node/shutdown, then start again.',
  },
  'node-busy': {
    status: 409,
    title: 'The Node cannot be shut down now',
    explanation: 'Work that must not be interrupted did not end in time; the detail names it.',
    cure: 'Wait for it to end and try again.',
  },
  'node-unverified': {
    status: 409,
    title: 'Nobody has vouched for this Node',
    explanation:
      'The gateway reached it only by remembering its last port, so no secret is sent to it.',
    cure: 'Wait until the Daemon is back, or name the port in the setting node-port.',
  },
  'wallets-exist': {
    status: 409,
    title: 'The wallets are set already',
    explanation: 'Wallets are written once; the database holds others.',
    cure: 'Keep them, or start the Node with a new data directory.',
  },
  'wallets-missing': {
    status: 409,
    title: 'There are no wallets yet',
    explanation: 'The database holds no pair of wallets.',
    cure: 'POST /v1/node/wallets/generate or /v1/node/wallets/recover.',
  },
  'password-exists': {
    status: 409,
    title: 'The database has a password already',
    explanation: 'A first password was to be set, but there is one.',
    cure: 'Send the present one as oldPasswordOpt.',
  },
  'setup-frozen': {
    status: 409,
    title: 'Setup is frozen while the Node runs',
    explanation: 'The Daemon ignores changes to the setup until the Node has ended.',
    cure: 'POST /v1/node/shutdown, change the setup, POST /v1/node/start.',
  },
  'setup-poisoned': {
    status: 409,
    title: 'A stored setup value would kill the Daemon',
    explanation:
      'Another program stored a value that ends the Daemon as soon as the setup is worked on. Nothing was written.',
    cure: 'Give each named parameter a good value, or clear it in the same PATCH that completes the setup.',
  },
  'setup-password-stale': {
    status: 409,
    title: 'The setup holds an old password',
    explanation: 'The database password has changed since this Node was started.',
    cure: 'POST /v1/node/shutdown, PUT /v1/setup/db-password, POST /v1/node/start.',
  },
  'clear-undone': {
    status: 409,
    title: 'The Daemon undid the clearing',
    explanation: 'While the setup has errors the Daemon brings cleared values back.',
    cure: 'Clear it in the same PATCH that completes the setup.',
  },
  'scan-under-way': {
    status: 409,
    title: 'Such a scan is under way',
    explanation: 'Only one scan of a kind runs at a time.',
    cure: 'Wait for its end; the events tell it.',
  },
  'no-consuming-wallet': {
    status: 409,
    title: 'There is no consuming wallet',
    explanation: 'Nothing can be paid without one.',
    cure: 'POST /v1/node/wallets/generate or /v1/node/wallets/recover, then restart the Node.',
  },
  'parameter-refused': {
    status: 422,
    title: 'The Node refused a parameter',
    explanation: 'The request was well-formed, but the Node found a value that it cannot use.',
    cure: 'Correct the value.',
  },
  'setup-rejected': {
    status: 422,
    title: 'The Daemon found fault with the new setup values',
    explanation: 'The Daemon names errors in parameters that this request set. They stay stored.',
    cure: 'Set the named parameters again, or clear them.',
  },
  'countries-missing': {
    status: 422,
    title: 'No exit Node in these countries',
    explanation: 'The preference is in force, but no known Node is in any of the countries.',
    cure: 'Choose other countries, or allow fallback routing.',
  },
  'waiting-room-full': {
    status: 429,
    title: 'Too many requests are waiting',
    explanation:
      'The peers are asked slowly enough not to harm them; all places to wait are taken.',
    cure: 'Try again after Retry-After.',
  },
  'launch-failed': {
    status: 502,
    title: 'The Node could not be launched',
    explanation: 'The Daemon tried to start a Node and failed.',
    cure: 'GET /v1/setup shows what it was started with; the Node’s log says why it died.',
  },
  'node-died': {
    status: 502,
    title: 'The Node died right after its start',
    explanation: 'The Daemon launched it, and then it ended.',
    cure: 'GET /v1/setup shows what it was started with; the Node’s log says why it died.',
  },
  'restart-incomplete': {
    status: 502,
    title: 'The Node is down and did not start again',
    explanation: 'The shutdown succeeded, the start after it did not.',
    cure: 'POST /v1/node/start once its cause is mended.',
  },
  'scan-failed': {
    status: 502,
    title: 'The scan failed',
    explanation: 'The Node could not finish the scan, mostly for lack of the blockchain service.',
    cure: 'Check blockchain-service-url; after a failed Payables scan look at the chain before scanning again.',
  },
  'link-lost': {
    status: 502,
    title: 'The connection to the peer was lost',
    explanation: 'The link broke while the answer was awaited.',
    cure: 'The outcome says whether the request may have been carried out; look before repeating it.',
  },
  'unexpected-redirect': {
    status: 502,
    title: 'The Daemon sent the request elsewhere',
    explanation: 'The Daemon answered one of its own conversations with a redirect.',
    cure: 'GET /v1/status shows whether a Node runs.',
  },
  'bad-frame': {
    status: 502,
    title: 'The peer’s answer is unreadable',
    explanation: 'A frame came that is not of the protocol.',
    cure: 'Check what listens on the port, and its version.',
  },
  'peer-error': {
    status: 502,
    title: 'The peer answered with an error',
    explanation: 'The peer reports an error that has no better name; peerCode is its own.',
    cure: 'The peer’s log tells more.',
  },
  'daemon-unreachable': {
    status: 503,
    title: 'The Daemon cannot be reached',
    explanation: 'No connection to the Daemon is open.',
    cure: 'Start the MASQ Daemon, or set daemon-port; the gateway connects by itself.',
  },
  'daemon-unresponsive': {
    status: 503,
    title: 'The Daemon does not answer',
    explanation: 'The connection is open, but the Daemon has been silent far too long.',
    cure: 'Restart the Daemon if it does not recover.',
  },
  'node-unreachable': {
    status: 503,
    title: 'The Node cannot be reached',
    explanation: 'No Node runs, or no connection to it is open.',
    cure: 'GET /v1/status says which; POST /v1/node/start starts one.',
  },
  'node-unresponsive': {
    status: 503,
    title: 'The Node does not answer',
    explanation: 'The connection is open, but the Node has been silent far too long.',
    cure: 'If it does not recover, end its process and start it again.',
  },
  'node-stopping': {
    status: 503,
    title: 'The Node is being shut down',
    explanation: 'A shutdown is under way; nothing else is sent.',
    cure: 'Start it again when it is down.',
  },
  'no-reply': {
    status: 504,
    title: 'No reply in time',
    explanation: 'The request was sent, and no reply came within the time allowed.',
    cure: 'The outcome says whether something may have changed; look before repeating it.',
  },
  'not-sent-in-time': {
    status: 504,
    title: 'Its turn did not come in time',
    explanation: 'The request was still waiting for its turn; it was never sent.',
    cure: 'Repeat it, with "Prefer: wait=SECONDS" for more patience.',
  },
} as const satisfies Record<string, ProblemEntry>;
