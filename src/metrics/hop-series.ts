/** What the hops and the pacing look like as series. */
import type { HopsSnapshot, PeerFigures } from '../peer/peers.js';
import {
  daemonStates,
  dropReasons,
  linkStates,
  nodeStates,
  stages,
  type MetricName,
} from './catalogue.js';
import type { Series } from './metric-family.js';

/** Series by metric. */
export type SeriesByName = Partial<Record<MetricName, readonly Series[]>>;

export const single = (value: number): readonly Series[] => [{ labels: {}, value }];

/** Unix milliseconds as Prometheus wants times. */
export const inSeconds = (atMs: number): number => atMs / 1000;

function states(
  known: readonly string[],
  present: string,
  labels: Series['labels'],
  label: string,
): readonly Series[] {
  return known.map((state) => ({
    labels: { ...labels, [label]: state },
    value: state === present ? 1 : 0,
  }));
}

/** States of both hops and of both links. */
export function hopSeries({ daemon, node }: HopsSnapshot): SeriesByName {
  return {
    masq_gateway_daemon_state: states(daemonStates, daemon.state, {}, 'state'),
    masq_gateway_node_state: states(nodeStates, node.state, {}, 'state'),
    masq_gateway_state_since_timestamp_seconds: [
      { labels: { hop: 'daemon' }, value: inSeconds(daemon.sinceMs) },
      { labels: { hop: 'node' }, value: inSeconds(node.sinceMs) },
    ],
    masq_gateway_link_state: [
      ...states(linkStates, daemon.link, { hop: 'daemon' }, 'state'),
      ...states(linkStates, node.link, { hop: 'node' }, 'state'),
    ],
    masq_gateway_node_last_exit_timestamp_seconds:
      node.lastExit === null ? [] : single(inSeconds(node.lastExit.atMs)),
    masq_gateway_node_connection_stage:
      node.stage === null || !isAnswering(node)
        ? []
        : states(stages, node.stage.stage, {}, 'stage'),
    masq_gateway_node_zero_hop:
      node.zeroHop === null || !isAnswering(node) ? [] : single(node.zeroHop ? 1 : 0),
  };
}

/** True while what the Node has said may be taken for what it would say. */
export function isAnswering({ link, state }: HopsSnapshot['node']): boolean {
  return link === 'open' && state !== 'unresponsive';
}

/** How full things are between us and the peers. */
export function pacingSeries({ daemon, node }: PeerFigures): SeriesByName {
  const both = (pick: (of: typeof daemon | typeof node) => number): readonly Series[] => [
    { labels: { hop: 'daemon' }, value: pick(daemon) },
    { labels: { hop: 'node' }, value: pick(node) },
  ];
  const dropped = (hop: 'daemon' | 'node', of: typeof daemon.dropped): readonly Series[] =>
    dropReasons.map((reason) => ({ labels: { hop, reason }, value: of[reason] }));
  return {
    masq_gateway_waiting_requests: both(({ waiting }) => waiting),
    masq_gateway_waiting_room_places: both(({ waitingMost }) => waitingMost),
    masq_gateway_unproven_messages: single(node.unproven),
    masq_gateway_unproven_messages_limit: single(node.unprovenMost),
    masq_gateway_bucket_tokens: single(node.tokens),
    masq_gateway_fences_total: single(node.fencesWritten),
    masq_gateway_frames_dropped_total: [
      ...dropped('daemon', daemon.dropped),
      ...dropped('node', node.dropped),
    ],
  };
}
