/** The gateway's metrics: told what happens, asked for the rest when somebody scrapes. */
import type { EventLog } from '../events/event-log.js';
import type { EventStreams } from '../events/event-streams.js';
import type { EndedConversation, HopsSnapshot, NodeExit, Peers, ScanType } from '../peer/peers.js';
import type { ReadKind } from '../protocol/opcodes.js';
import { catalogue, exitKinds, retentionClasses } from './catalogue.js';
import type { MetricName, ReadResult, Sample, Vocabulary } from './catalogue.js';
import { hopSeries, inSeconds, isAnswering, pacingSeries, single } from './hop-series.js';
import type { SeriesByName } from './hop-series.js';
import { MetricRegistry } from './metric-registry.js';
import { OperatorSampler } from './operator-sampler.js';
import type { Found } from './operator-sampler.js';
import { RequestSeries } from './request-series.js';
import type { DoneRequest } from './request-series.js';

/** Metrics whose values come from samples. */
export type SampledMetric = Extract<
  MetricName,
  | `masq_gateway_node_${'unpaid' | 'paid'}_${'payable' | 'receivable'}_gwei`
  | 'masq_gateway_node_gas_price_gwei'
  | 'masq_gateway_node_neighborhood_nodes'
>;

/** Reads what a sample needs from the Node. */
export type SampleReadings = Readonly<Record<Sample, () => Promise<Found<SampledMetric>>>>;

/** What the metrics look at when somebody scrapes. */
export interface GatewayMetricsDeps {
  readonly peers: Pick<Peers, 'hops' | 'figures'>;
  readonly eventLog: Pick<EventLog, 'newest' | 'kept'>;
  readonly eventStreams: Pick<EventStreams, 'subscriberCount' | 'cutOffCount'>;
  readonly readings: SampleReadings;
  /** Lines of the log that were dropped so far. */
  readonly droppedLogLines: () => number;
  readonly vocabulary: Vocabulary;
  readonly version: string;
  /** Unix milliseconds. */
  readonly startedAtMs: number;
  /** Unix milliseconds. */
  readonly now: () => number;
}

const SECOND_MS = 1000;
const answered: ReadonlySet<EndedConversation['end']> = new Set(['replied', 'error']);
const sampledMetrics: readonly SampledMetric[] = [
  'masq_gateway_node_unpaid_payable_gwei',
  'masq_gateway_node_paid_payable_gwei',
  'masq_gateway_node_unpaid_receivable_gwei',
  'masq_gateway_node_paid_receivable_gwei',
  'masq_gateway_node_gas_price_gwei',
  'masq_gateway_node_neighborhood_nodes',
];

/** See the file's head. Its owner tells it what happens; it holds no timers. */
export class GatewayMetrics {
  readonly #deps: GatewayMetricsDeps;
  readonly #registry: MetricRegistry<MetricName>;
  readonly #requests: RequestSeries;
  readonly #sampler: OperatorSampler<SampledMetric>;
  readonly #scanEnds = new Map<ScanType, number>();
  #lastExit: NodeExit | null = null;

  constructor(deps: GatewayMetricsDeps) {
    this.#deps = deps;
    this.#registry = new MetricRegistry(catalogue(deps.vocabulary));
    this.#requests = new RequestSeries(this.#registry);
    this.#sampler = new OperatorSampler({
      now: deps.now,
      readings: deps.readings,
      onRead: (sample, result) =>
        this.#registry.count('masq_gateway_node_samples_total', { sample, result }),
    });
    this.#beginAtZero();
  }

  /** A hop, a link, the stage or the last exit changed. */
  hopsChanged({ node }: HopsSnapshot): void {
    if (!isAnswering(node)) this.#forgetNode();
    if (node.lastExit === this.#lastExit || node.lastExit === null) return;
    this.#lastExit = node.lastExit;
    const { kind, reason } = node.lastExit;
    this.#registry.count('masq_gateway_node_exits_total', { kind, reason: reason ?? 'none' });
  }

  /** A link opened again after it had been open before. */
  linkReopened(hop: 'daemon' | 'node'): void {
    this.#registry.count('masq_gateway_link_reconnects_total', { hop });
  }

  /** A conversation that was written has ended. */
  conversationEnded({ hop, opcode, purpose, end, durationMs }: EndedConversation): void {
    const labels = { hop, opcode, purpose };
    this.#registry.count('masq_gateway_conversations_total', { ...labels, outcome: end });
    if (!answered.has(end)) return;
    const durationS = durationMs / SECOND_MS;
    this.#registry.observe('masq_gateway_conversation_duration_seconds', labels, durationS);
  }

  /** A reading that may be shared was asked for. */
  sharedRead(kind: ReadKind, result: ReadResult): void {
    this.#registry.count('masq_gateway_shared_reads_total', { kind, result });
  }

  /** The Node says that a scan has ended. */
  scanEnded(scan: ScanType): void {
    this.#scanEnds.set(scan, this.#deps.now());
  }

  /** A request's answer is out, or its caller has gone. */
  requestDone(done: DoneRequest): void {
    this.#requests.count(done);
  }

  /** Everything as Prometheus text. Asks no peer; what the Node is asked for the next scrapes is asked behind this one. */
  text(): Promise<string> {
    const { peers } = this.#deps;
    const hops = peers.hops();
    if (isAnswering(hops.node) && hops.node.state !== 'stopping') this.#sampler.wanted();
    this.#show(hopSeries(hops));
    this.#show(pacingSeries(peers.figures()));
    this.#show(this.#eventSeries());
    this.#show(this.#operatorSeries(hops));
    this.#show({
      masq_gateway_log_lines_dropped_total: single(this.#deps.droppedLogLines()),
    });
    return this.#registry.text();
  }

  // What never happened is 0 and not absent, so that the first time is an increase.
  #beginAtZero(): void {
    const { version, startedAtMs } = this.#deps;
    this.#show({
      masq_gateway_build_info: [{ labels: { version }, value: 1 }],
      masq_gateway_start_time_seconds: single(inSeconds(startedAtMs)),
    });
    for (const kind of exitKinds) {
      for (const reason of kind === 'requested' ? ['none'] : ['none', 'panic']) {
        this.#registry.count('masq_gateway_node_exits_total', { kind, reason }, 0);
      }
    }
    for (const hop of ['daemon', 'node']) {
      this.#registry.count('masq_gateway_link_reconnects_total', { hop }, 0);
    }
  }

  #forgetNode(): void {
    this.#sampler.forget();
    this.#scanEnds.clear();
  }

  #eventSeries(): SeriesByName {
    const { eventLog, eventStreams } = this.#deps;
    const kept = retentionClasses.map((name) => ({
      labels: { class: name },
      ...eventLog.kept(name),
    }));
    return {
      masq_gateway_events_total: single(eventLog.newest),
      masq_gateway_event_log_events: kept.map(({ labels, events }) => ({ labels, value: events })),
      masq_gateway_event_log_bytes: kept.map(({ labels, bytes }) => ({ labels, value: bytes })),
      masq_gateway_event_subscribers: single(eventStreams.subscriberCount),
      masq_gateway_event_subscribers_cut_off_total: single(eventStreams.cutOffCount),
    };
  }

  #operatorSeries({ node }: HopsSnapshot): SeriesByName {
    const taken = [...this.#sampler.taken];
    const figures: Found<SampledMetric>['figures'] = Object.fromEntries(
      taken.flatMap(([, sample]) => Object.entries(sample.figures)),
    );
    const times: { readonly sample: string; readonly atMs: number }[] = taken.map(
      ([sample, { atMs }]) => ({ sample, atMs }),
    );
    if (node.stage !== null && isAnswering(node)) {
      times.push({ sample: 'connection_stage', atMs: node.stage.atMs });
    }
    return {
      ...Object.fromEntries(
        sampledMetrics.map((name) => {
          const value = figures[name];
          return [name, value === undefined ? [] : single(value)];
        }),
      ),
      masq_gateway_node_sample_timestamp_seconds: times.map(({ sample, atMs }) => ({
        labels: { sample },
        value: inSeconds(atMs),
      })),
      masq_gateway_node_last_scan_end_timestamp_seconds: [...this.#scanEnds].map(
        ([scan, atMs]) => ({ labels: { scan }, value: inSeconds(atMs) }),
      ),
    };
  }

  #show(series: SeriesByName): void {
    for (const [name, of] of Object.entries(series)) this.#registry.show(name as MetricName, of);
  }
}
