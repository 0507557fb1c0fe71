/** Which events a reader wants. */
import type { GatewayEvent, LogLevel, RetentionClass } from './event.js';

/** Opcode of the Node's log lines, the one kind that has a retention class of its own. */
const LOG_OPCODE = 'logBroadcast';
const OWN_PREFIX = 'gateway.';
const severity: Readonly<Record<LogLevel, number>> = { Error: 3, Warn: 2, Info: 1 };

/** Absent means all. Events of the gateway's own (`gateway.*`) pass every filter. */
export interface EventFilter {
  readonly opcodes?: ReadonlySet<string> | undefined;
  /** Least severity of log lines; other events have none and are not touched by it. */
  readonly minLogLevel?: LogLevel | undefined;
}

export function retentionOf(opcode: string): RetentionClass {
  return opcode === LOG_OPCODE ? 'log' : 'other';
}

/** True where log lines of this level pass; a line whose level is unknown passes every level. */
export function passesLevel(filter: EventFilter, level: LogLevel | undefined): boolean {
  if (filter.minLogLevel === undefined || level === undefined) return true;
  return severity[level] >= severity[filter.minLogLevel];
}

/** True where an event of this class could pass, so that the loss of one matters to the reader. */
export function wantsClass(filter: EventFilter, retention: RetentionClass): boolean {
  return retention === 'other' || (filter.opcodes?.has(LOG_OPCODE) ?? true);
}

export function matches(filter: EventFilter, event: GatewayEvent): boolean {
  if (event.opcode.startsWith(OWN_PREFIX)) return true;
  if (filter.opcodes !== undefined && !filter.opcodes.has(event.opcode)) return false;
  return event.retention === 'other' || passesLevel(filter, event.logLevel);
}

/** Equal for filters that let the same events pass. */
export function filterKey(filter: EventFilter): string {
  const opcodes = filter.opcodes === undefined ? null : [...filter.opcodes].sort();
  return JSON.stringify([opcodes, filter.minLogLevel ?? null]);
}
