/**
 * What of a setup reply or broadcast may be shown. The Daemon hides the values of two secrets, but where one of them is badly
 * formed it quotes it in its complaint (masq_lib/src/multi_config.rs:88-118): a private key with one digit too many, typed
 * into another UI, would stand in every later reply and event.
 */
import { memberSpans } from './json-text.js';
import { isSettableName } from './setup-names.js';

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

/** The payload of a `setup` with the complaints about secrets redacted where they must be, otherwise the very same text. */
export function redactSetupPayload(payload: string): string {
  const span = memberSpans(payload)?.get('errors');
  if (span === undefined) return payload;
  const errors: unknown = JSON.parse(payload.slice(span.start, span.end));
  if (!Array.isArray(errors) || errors.length === 0) return payload;
  const shown = errors.map(redactPair);
  return shown.every((pair, index) => pair === errors[index])
    ? payload
    : payload.slice(0, span.start) + JSON.stringify(shown) + payload.slice(span.end);
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
