/**
 * A setup reply or broadcast, and what of it may be shown. The Daemon hides the values of two secrets, but where one of them is badly
 * formed it quotes it in its complaint (masq_lib/src/multi_config.rs:88-118): a private key with one digit too many, typed
 * into another UI, would stand in every later reply and event.
 */
import { memberSpans } from './json-text.js';
import { isSettableName } from './setup-names.js';

/** Where a value of a setup reply comes from (masq_lib/src/messages.rs:246-273). `Configured`: environment, file or database. */
export type SettingStatus = 'Default' | 'Configured' | 'Set' | 'Blank' | 'Required';

/** One value of a setup reply; secrets are censored. */
export interface StoredSetting {
  readonly name: string;
  readonly value: string;
  readonly status: SettingStatus;
}

/** A setup reply or broadcast, decoded. */
export interface SetupReply {
  readonly running: boolean;
  readonly values: readonly StoredSetting[];
  /** Pairs of a parameter (or `<unknown>` and the like) and a reason in the Daemon's words, which may hold values. */
  readonly errors: readonly (readonly [parameter: string, reason: string])[];
}

/** A setup reply or broadcast, read once. */
export interface SetupMessage {
  /** The payload as it may be shown: the very same text if no complaint had to be redacted. */
  readonly text: string;
  readonly running: boolean | undefined;
  /** Undefined if the payload is no whole setup reply (no number in it is beyond 2^53). */
  readonly reply: SetupReply | undefined;
}

type JsonRecord = Readonly<Record<string, unknown>>;

/** The parameters that no reply may show; the blockchain service URL stands in setups in plain sight. */
const hidden: ReadonlySet<string> = new Set(['consuming-private-key', 'db-password']);
// The complaints about them that hold no value (unprivileged_parse_args_configuration.rs:109-180).
const harmless: ReadonlySet<string> = new Set([
  'PasswordError',
  'Cannot change to a private key different from that previously set',
]);
const LEFT_OUT = 'The words of the Daemon are left out: they may hold the value.';
// Complaints of the command-line parser that stand under no name: their quotations may be of any value.
const quotations: readonly (readonly [before: string, after: string])[] = [
  ["Found argument '", "' which"],
  ['error: ', " isn't a valid value"],
];

/** Reads the payload of a setup reply or broadcast once; complaints about secrets are redacted. */
export function readSetupMessage(payload: string): SetupMessage {
  const decoded = parseRecord(payload);
  const { running, errors } = decoded ?? {};
  const pairs = isList(errors) ? errors.map(redactPair) : [];
  const isSame = !isList(errors) || pairs.every((pair, index) => pair === errors[index]);
  return {
    text: isSame ? payload : withErrors(payload, pairs),
    running: typeof running === 'boolean' ? running : undefined,
    reply: decoded && setupReply({ ...decoded, errors: isList(errors) ? pairs : errors }),
  };
}

function withErrors(payload: string, errors: readonly unknown[]): string {
  const span = memberSpans(payload)?.get('errors');
  if (span === undefined) return payload;
  return payload.slice(0, span.start) + JSON.stringify(errors) + payload.slice(span.end);
}

const statuses: readonly SettingStatus[] = ['Default', 'Configured', 'Set', 'Blank', 'Required'];

function setupReply({ running, values, errors }: JsonRecord): SetupReply | undefined {
  if (typeof running !== 'boolean' || !isList(values) || !isList(errors)) return undefined;
  const settings = values.map(readSetting);
  const pairs = errors.map(readPair);
  if (!settings.every((item) => item !== undefined)) return undefined;
  if (!pairs.every((item) => item !== undefined)) return undefined;
  return { running, values: settings, errors: pairs };
}

function parseRecord(text: string): JsonRecord | undefined {
  try {
    const decoded: unknown = JSON.parse(text);
    return isRecord(decoded) ? decoded : undefined;
  } catch {
    return undefined; // not well-formed: no setup reply
  }
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readSetting(item: unknown): StoredSetting | undefined {
  if (!isRecord(item) || typeof item.name !== 'string' || typeof item.value !== 'string')
    return undefined;
  const status = statuses.find((known) => known === item.status);
  return status === undefined ? undefined : { name: item.name, value: item.value, status };
}

function readPair(item: unknown): readonly [string, string] | undefined {
  if (!isList(item)) return undefined;
  const [parameter, reason] = item;
  return typeof parameter === 'string' && typeof reason === 'string'
    ? [parameter, reason]
    : undefined;
}

function redactPair(pair: unknown): unknown {
  if (!Array.isArray(pair)) return pair;
  const [parameter, reason] = pair as readonly unknown[]; // isArray gives any[]
  if (typeof parameter !== 'string' || typeof reason !== 'string') return pair;
  const shown = redactReason(parameter, reason);
  return shown === reason ? pair : [parameter, shown];
}

function redactReason(parameter: string, reason: string): string {
  if (hidden.has(parameter)) return harmless.has(reason) ? reason : LEFT_OUT;
  if (isSettableName(parameter)) return reason;
  return quotations.reduce(
    (text, [before, after]) => withoutQuotation(text, before, after),
    reason,
  );
}

/** Leaves out what stands between the first `before` and the last `after`: a value may hold either of them itself. */
function withoutQuotation(text: string, before: string, after: string): string {
  const start = text.indexOf(before) + before.length;
  const end = text.lastIndexOf(after);
  return text.includes(before) && end >= start
    ? `${text.slice(0, start)}…${text.slice(end)}`
    : text;
}
