/** Every metric of the gateway: name, kind, meaning, and the values that its labels may take. */
import type {
  ConnectionStage,
  ConversationEnd,
  ConversationPurpose,
  DaemonState,
  DroppedFrames,
  LinkState,
  NodeExit,
  NodeState,
  ScanType,
} from '../peer/peers.js';
import type { RetentionClass } from '../events/event.js';
import type { MetricEntry } from './metric-entry.js';

/** The keys of a record that the compiler holds complete. */
const all = <Value extends string>(values: Readonly<Record<Value, true>>): readonly Value[] =>
  Object.keys(values) as Value[]; // a literal has no other keys

/** States of the Daemon. */
export const daemonStates = all<DaemonState>({
  up: true,
  down: true,
  unresponsive: true,
  absent: true,
});
/** States of the Node. */
export const nodeStates = all<NodeState>({
  unknown: true,
  stopped: true,
  starting: true,
  running: true,
  stopping: true,
  unresponsive: true,
  orphan: true,
});
/** States of a link. */
export const linkStates = all<LinkState>({
  idle: true,
  connecting: true,
  open: true,
  reconnecting: true,
  closed: true,
});
/** The Node's connection stages. */
export const stages = all<ConnectionStage>({
  NotConnected: true,
  ConnectedToNeighbor: true,
  RouteFound: true,
});
/** How a Node ended. */
export const exitKinds = all<NodeExit['kind']>({ requested: true, killed: true, ended: true });
const ends = all<ConversationEnd>({
  replied: true,
  error: true,
  unanswered: true,
  lost: true,
  silent: true,
});
const purposes = all<ConversationPurpose>({ call: true, fence: true, marker: true });
/** How a shared reading was answered. */
export type ReadResult = 'hit' | 'join' | 'miss';
const readResults = all<ReadResult>({ hit: true, join: true, miss: true });
/** Why a frame answered nothing. */
export const dropReasons = all<keyof DroppedFrames>({
  late: true,
  unknown: true,
  unparsable: true,
});
const scans = all<ScanType>({ Payables: true, Receivables: true, PendingPayables: true });
/** What is asked of the Node behind a scrape. */
export type Sample = 'financials' | 'gas_price' | 'neighborhood';
/** All samples. */
export const samples = all<Sample>({ financials: true, gas_price: true, neighborhood: true });
const peers = ['daemon', 'node'] as const;
const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** Retention classes of the event log. */
export const retentionClasses = all<RetentionClass>({ log: true, other: true });
const outcomes = ['not-sent', 'refused', 'applied', 'unknown'] as const;

/** A bound for what our own routes and statuses can never reach. */
const most = (count: number): { readonly most: number } => ({ most: count });
const conversationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const slowBuckets = [10, 30, 60];

/** Words that are known elsewhere. */
export interface Vocabulary {
  /** Opcodes that the gateway writes. */
  readonly opcodes: readonly string[];
  /** Those whose replies are shared. */
  readonly readKinds: readonly string[];
  readonly problemCodes: readonly string[];
}

/** The name of a metric. */
export type MetricName = keyof ReturnType<typeof catalogue>;

/** All metrics. */
export function catalogue(vocabulary: Vocabulary) {
  return {
    ...hopMetrics,
    ...conversationMetrics(vocabulary),
    ...operatorMetrics,
    ...gatewayMetrics(vocabulary.problemCodes),
  };
}

const hopMetrics = {
  masq_gateway_daemon_state: {
    kind: 'gauge',
    help: 'State of the MASQ Daemon: 1 for the present one, 0 for all others.',
    labels: { state: daemonStates },
  },
  masq_gateway_node_state: {
    kind: 'gauge',
    help: 'State of the MASQ Node: 1 for the present one, 0 for all others.',
    labels: { state: nodeStates },
  },
  masq_gateway_state_since_timestamp_seconds: {
    kind: 'gauge',
    help: 'Since when Daemon and Node have been in their present state.',
    labels: { hop: peers },
  },
  masq_gateway_link_state: {
    kind: 'gauge',
    help: 'State of the WebSocket link to Daemon or Node: 1 for the present one, 0 for all others.',
    labels: { hop: peers, state: linkStates },
  },
  masq_gateway_link_reconnects_total: {
    kind: 'counter',
    help: 'Times that a link opened again after it had been open before, a restarted Node included.',
    labels: { hop: peers },
  },
  masq_gateway_node_exits_total: {
    kind: 'counter',
    help: 'Ends of a Node that the gateway had known: requested, killed, or ended in another way (mostly a shutdown by another program); a crash only where reason is panic.',
    labels: { kind: exitKinds, reason: ['none', 'panic'] },
  },
  masq_gateway_node_last_exit_timestamp_seconds: {
    kind: 'gauge',
    help: 'When the last Node that the gateway had known ended; absent before the first end.',
  },
} as const satisfies Readonly<Record<string, MetricEntry>>;

function conversationMetrics({ opcodes, readKinds }: Vocabulary) {
  const conversation = { hop: peers, opcode: opcodes, purpose: purposes };
  return {
    masq_gateway_conversations_total: {
      kind: 'counter',
      help: 'Conversations that were written to a peer, by how they ended: replied, error (the peer refused), unanswered (not within their limit), lost (with the link), silent (shutdown, crash and scans, which may end without a reply). Fences and scan markers are written by the pacing itself.',
      labels: { ...conversation, outcome: ends },
    },
    masq_gateway_conversation_duration_seconds: {
      kind: 'histogram',
      help: 'Time from the writing of a conversation to its reply or error.',
      labels: conversation,
      buckets: [...conversationBuckets, ...slowBuckets],
    },
    masq_gateway_frames_dropped_total: {
      kind: 'counter',
      help: 'Frames of a peer that answered nothing: late or doubled, of a conversation that never was, or unparsable.',
      labels: { hop: peers, reason: dropReasons },
    },
    masq_gateway_waiting_requests: {
      kind: 'gauge',
      help: 'Requests in the waiting room before a link.',
      labels: { hop: peers },
    },
    masq_gateway_waiting_room_places: {
      kind: 'gauge',
      help: 'Places in the waiting room before a link; who comes when all are taken gets 429.',
      labels: { hop: peers },
    },
    masq_gateway_unproven_messages: {
      kind: 'gauge',
      help: 'Messages that the Configurator of the Node is not known to have handled.',
    },
    masq_gateway_unproven_messages_limit: {
      kind: 'gauge',
      help: 'Unproven messages that the gateway never exceeds.',
    },
    masq_gateway_bucket_tokens: {
      kind: 'gauge',
      help: 'Messages that the token bucket before the Node would let through at this instant.',
    },
    masq_gateway_fences_total: {
      kind: 'counter',
      help: 'Fences written to the Node to learn how far it has come.',
    },
    masq_gateway_shared_reads_total: {
      kind: 'counter',
      help: 'Readings that may be shared: answered from a fresh reply (hit), by joining a conversation under way (join), or by a new conversation (miss).',
      labels: { kind: readKinds, result: readResults },
    },
  } as const satisfies Readonly<Record<string, MetricEntry>>;
}

const operatorMetrics = {
  masq_gateway_node_connection_stage: {
    kind: 'gauge',
    help: 'Connection stage of the Node: 1 for the present one, 0 for all others; absent while it is not known.',
    labels: { stage: stages },
  },
  masq_gateway_node_zero_hop: {
    kind: 'gauge',
    help: 'Whether the Node is in zero-hop mode, in which it looks for no route; absent while it is not known.',
  },
  masq_gateway_node_unpaid_payable_gwei: {
    kind: 'gauge',
    help: 'What the Node owes, pending payments included, in gwei.',
  },
  masq_gateway_node_paid_payable_gwei: {
    kind: 'gauge',
    help: 'What the Node has paid, in gwei.',
  },
  masq_gateway_node_unpaid_receivable_gwei: {
    kind: 'gauge',
    help: 'What others owe to the Node, in gwei; negative where they paid too much.',
  },
  masq_gateway_node_paid_receivable_gwei: {
    kind: 'gauge',
    help: 'What others have paid to the Node, in gwei.',
  },
  masq_gateway_node_gas_price_gwei: {
    kind: 'gauge',
    help: 'Gas price that the Node is configured with, in gwei.',
  },
  masq_gateway_node_neighborhood_nodes: {
    kind: 'gauge',
    help: 'Nodes that the Node knows, itself included.',
  },
  masq_gateway_node_last_scan_end_timestamp_seconds: {
    kind: 'gauge',
    help: 'When a scan of this kind last ended, whoever ordered it, as the log of the Node told; absent where none has since its link opened.',
    labels: { scan: scans },
  },
  masq_gateway_node_sample_timestamp_seconds: {
    kind: 'gauge',
    help: 'When the figures of the Node were read.',
    labels: { sample: ['connection_stage', ...samples] },
  },
  masq_gateway_node_samples_total: {
    kind: 'counter',
    help: 'Readings of the figures of the Node behind scrapes.',
    labels: { sample: samples, result: ['ok', 'failed'] },
  },
} as const satisfies Readonly<Record<string, MetricEntry>>;

function gatewayMetrics(problemCodes: readonly string[]) {
  const request = { route: most(64), method: methods };
  return {
    masq_gateway_build_info: {
      kind: 'gauge',
      help: 'Always 1; the version of the gateway is a label.',
      labels: { version: most(1) },
    },
    masq_gateway_start_time_seconds: {
      kind: 'gauge',
      help: 'When this gateway was started.',
    },
    masq_gateway_events_total: {
      kind: 'counter',
      help: 'Events that were numbered and published.',
    },
    masq_gateway_event_log_events: {
      kind: 'gauge',
      help: 'Events kept in memory, log lines and all others apart.',
      labels: { class: retentionClasses },
    },
    masq_gateway_event_log_bytes: {
      kind: 'gauge',
      help: 'What the kept events are reckoned to cost.',
      labels: { class: retentionClasses },
    },
    masq_gateway_event_subscribers: {
      kind: 'gauge',
      help: 'Readers of the event stream.',
    },
    masq_gateway_event_subscribers_cut_off_total: {
      kind: 'counter',
      help: 'Readers of the event stream that were cut off for being too far behind.',
    },
    masq_gateway_http_requests_total: {
      kind: 'counter',
      help: 'HTTP requests by route, method and status; status none: the caller hung up before the answer.',
      labels: { ...request, status: most(64) },
    },
    masq_gateway_http_request_duration_seconds: {
      kind: 'histogram',
      help: 'Time from a request to the end of its answer; event streams are left out.',
      labels: request,
      buckets: [...conversationBuckets, ...slowBuckets],
    },
    masq_gateway_problems_total: {
      kind: 'counter',
      help: 'Answers that were problem documents, by code and by what became of the request.',
      labels: { code: problemCodes, outcome: outcomes },
    },
    masq_gateway_log_lines_dropped_total: {
      kind: 'counter',
      help: 'Log lines that were dropped, audit lines included, because standard error did not take them.',
    },
  } as const satisfies Readonly<Record<string, MetricEntry>>;
}
