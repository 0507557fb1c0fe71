/** The verdict of `masq-gateway check`, as monitoring plugins give it. Pure. */
import { statusLine } from '../output/hop-words.js';
import type { Status } from '../gateway/status-reading.js';
import { checkCodes } from '../output/terminal.js';

/** Values that raise an alert: those outside of start…end, or inside where `inside`. Both ends belong to the range. */
export interface PluginRange {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly inside: boolean;
}

const form = /^(@?)(?:(~|-?\d+(?:\.\d+)?)?:)?(-?\d+(?:\.\d+)?)?$/;

/** Reads `10`, `10:`, `~:10`, `10:20`, `@10:20`; undefined where it is no range. */
export function readRange(text: string): PluginRange | undefined {
  const match = form.exec(text);
  if (match === null || !/\d/.test(text)) return undefined;
  const [, at, startText, endText] = match;
  if (!text.includes(':') && endText === undefined) return undefined;
  const start = startText === '~' ? -Infinity : Number(startText ?? 0);
  const end = endText === undefined ? Infinity : Number(endText);
  return start > end ? undefined : { text, start, end, inside: at === '@' };
}

/** True where the value raises the range's alert. @internal */
export function alerts({ start, end, inside }: PluginRange, value: number): boolean {
  const within = value >= start && value <= end;
  return within === inside;
}

/** What must be there for OK. */
export const requirements = ['daemon', 'node', 'route'] as const;
export type Requirement = (typeof requirements)[number];

/** What thresholds can be set on: how long the gateway took, how long the Node or the Daemon has been as it is, readers. */
export const metrics = ['response-time', 'node-seconds', 'daemon-seconds', 'subscribers'] as const;
export type Metric = (typeof metrics)[number];

/** What is asked of the hops. */
export interface CheckRules {
  readonly require: Requirement | undefined;
  readonly metric: Metric;
  readonly warning: PluginRange | undefined;
  readonly critical: PluginRange | undefined;
}

/** What a check knows when it judges. @internal */
export interface CheckFacts {
  readonly status: Status;
  /** Whether `/readyz?require=…` says so; undefined where nothing is required. */
  readonly ready: boolean | undefined;
  readonly tookMs: number;
}

type Level = 'ok' | 'warning' | 'critical' | 'unknown';

/** Exit code and the plugin's one line, without its line feed. */
export interface CheckVerdict {
  readonly exitCode: number;
  readonly line: string;
}

const overallLevels: Readonly<Record<Status['overall'], Level>> = {
  ok: 'ok',
  degraded: 'warning',
  down: 'critical',
};
const MS_PER_S = 1000;

/** Judges; the worse of hops and threshold counts. */
export function judge(facts: CheckFacts, rules: CheckRules): CheckVerdict {
  const hops = hopsLevel(facts);
  const value = valueOf(rules.metric, facts);
  const threshold = thresholdLevel(value, rules);
  const level = checkCodes[threshold] > checkCodes[hops] ? threshold : hops;
  const reasons = [
    ...(facts.ready === false && rules.require !== undefined
      ? [`${rules.require} required and not there`]
      : []),
    ...(threshold === 'ok' ? [] : [`${rules.metric} is ${value}`]),
    statusLine(facts.status),
  ];
  return verdict(level, reasons.join(', '), perfdata(facts, rules));
}

/** The verdict where there is no status to judge. */
export function verdict(level: Level, text: string, performance = ''): CheckVerdict {
  const plain = text.replaceAll(/[\r\n|]+/g, ' ');
  const data = performance === '' ? '' : ` | ${performance}`;
  return { exitCode: checkCodes[level], line: `MASQ ${level.toUpperCase()} - ${plain}${data}` };
}

function hopsLevel({ status, ready }: CheckFacts): Level {
  if (ready === undefined) return overallLevels[status.overall];
  return ready ? 'ok' : 'critical';
}

function thresholdLevel(value: number, { warning, critical }: CheckRules): Level {
  if (critical !== undefined && alerts(critical, value)) return 'critical';
  return warning !== undefined && alerts(warning, value) ? 'warning' : 'ok';
}

function valueOf(metric: Metric, { status, tookMs }: CheckFacts): number {
  switch (metric) {
    case 'response-time':
      return Math.round(tookMs) / MS_PER_S;
    case 'node-seconds':
      return status.nodeForSeconds;
    case 'daemon-seconds':
      return status.daemonForSeconds;
    case 'subscribers':
      return status.eventSubscribers;
  }
}

function perfdata(facts: CheckFacts, rules: CheckRules): string {
  const entries = metrics.map((metric) => {
    const isJudged = metric === rules.metric;
    const warn = isJudged ? (rules.warning?.text ?? '') : '';
    const crit = isJudged ? (rules.critical?.text ?? '') : '';
    const unit = metric === 'subscribers' ? '' : 's';
    return `'${metric}'=${valueOf(metric, facts)}${unit};${warn};${crit};0`;
  });
  return [...entries, `'overall'=${facts.status.overallCode};;;0;2`].join(' ');
}
