/** What doctor makes of the hops, and of what answers on the Daemon's port. Pure. */
import type { HandshakeResult } from '../../gateway.js';
import { good, note, wrong, type Finding } from './finding.js';
import { daemonWords, lastExitWords, nodeWords } from '../output/hop-words.js';
import type { Status } from '../gateway/status-reading.js';

/** The Daemon as a gateway sees it, which has a proper link to it or tries to have one. */
export function daemonFinding(status: Status): Finding {
  const words = daemonWords(status);
  switch (status.daemonState) {
    case 'up':
      return good('daemon', `${words}; it speaks MASQNode-UIv2`);
    case 'absent':
      return note(
        'daemon',
        words,
        'Without a Daemon there is no setup, start or restart; start one on another port if you want them.',
      );
    case 'unresponsive':
      return wrong(
        'daemon',
        words,
        'It has stopped answering, launching a Node perhaps: wait half a minute, else restart the Daemon.',
      );
    default:
      return wrong(
        'daemon',
        words,
        'Start it (as root: MASQNode --initialization), or name its port to the gateway with --daemon-port.',
      );
  }
}

const nodeCures: Readonly<Record<string, readonly ['note' | 'wrong', string]>> = {
  unknown: ['note', 'Nobody is there who could tell: see the Daemon.'],
  stopped: ['note', 'POST /v1/node/start starts it (masq-gateway curl startNode).'],
  starting: ['note', 'Wait: GET /readyz?require=node&wait=30.'],
  stopping: ['note', 'Wait; a Node takes some seconds to end.'],
  unresponsive: [
    'wrong',
    'It has stopped answering; another UI that reads nothing does this to it. End that UI, or kill the Node’s process and start it anew.',
  ],
  orphan: [
    'wrong',
    'It runs, but the Daemon knows nothing of it: POST /v1/node/shutdown, then start (masq-gateway curl shutdownNode).',
  ],
};

export function nodeFinding(status: Status): Finding {
  const exit = lastExitWords(status);
  const words = `${nodeWords(status)}${exit === undefined ? '' : `, the last one ${exit}`}`;
  if (status.nodeState === 'unknown' && status.daemonState === 'up') {
    return wrong(
      'node',
      words,
      'The Daemon is connected and does not say where its Node is: see the gateway’s log, and restart the Daemon if it stays so.',
    );
  }
  const cure = nodeCures[status.nodeState];
  if (cure === undefined) return good('node', words);
  return cure[0] === 'note' ? note('node', words, cure[1]) : wrong('node', words, cure[1]);
}

/** Whether the Node has found a way through the network; nothing to tell where none runs. */
export function routeFindings(status: Status): readonly Finding[] {
  if (status.nodeState !== 'running') return [];
  if (status.routeFound === true) return [good('route', 'found')];
  return [
    note(
      'route',
      status.connectionStage ?? 'not known yet',
      'A Node needs neighbors for a route: see neighbors in the setup. In zero-hop there is none, and none is needed.',
    ),
  ];
}

export function portFinding(port: number, result: HandshakeResult): Finding {
  const name = `port ${port}`;
  switch (result) {
    case 'uiv2':
      return good(name, 'a Daemon or a Node answers and speaks MASQNode-UIv2');
    case 'refused':
    case 'self-connect':
      return wrong(
        name,
        'nobody listens there',
        'Start the Daemon, or name its UI port with --daemon-port.',
      );
    case 'not-uiv2':
      return wrong(
        name,
        'something answers that does not speak MASQNode-UIv2',
        `Another program has the port (ss -ltnp 'sport = :${port}' shows it): end it, or name the Daemon's port with --daemon-port.`,
      );
    case 'timed-out':
    case 'aborted':
      return wrong(
        name,
        'something listens there and does not answer the handshake',
        'A Daemon that launches a Node answers nobody for up to 12 s: try again then. If it stays so, restart it.',
      );
  }
}
