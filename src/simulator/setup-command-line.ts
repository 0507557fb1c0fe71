/** The Daemon reads a setup as a command line; this is that reading, its faults and its panics (masq_lib/src/multi_config.rs). */
import { Panic } from './panic.js';
import { parameters, type Parameter } from './setup-parameters.js';

/** A fault as it stands in a setup reply: the parameter and the reason. */
export type ParameterFault = readonly [parameter: string, reason: string];

/** The options that stand on the command line; one without a value has undefined. */
export type Options = ReadonlyMap<string, string | undefined>;

/** The parser's first fault, told as an exception. */
export class CommandLineFault extends Error {
  override readonly name = 'CommandLineFault';
  readonly fault: ParameterFault;

  constructor(fault: ParameterFault) {
    super(fault[1]);
    this.fault = fault;
  }
}

/**
 * Reads options from pairs of name and value. Throws CommandLineFault with the first fault (the peers' order is that of a
 * hash map, here it is alphabetical), and Panic where the Daemon would.
 */
export function readCommandLine(pairs: readonly (readonly [string, string])[]): Options {
  const sorted = [...pairs].sort(([left], [right]) => (left < right ? -1 : 1));
  const options = new Map<string, string | undefined>();
  for (const [name, value] of sorted) {
    const isOption = value.startsWith('--');
    if (!options.has(name)) options.set(name, isOption ? undefined : value);
    if (isOption && !options.has(value.slice(2))) options.set(value.slice(2), undefined);
  }
  for (const [name, value] of options) checkShape(name, value, options);
  for (const [name, value] of options) checkValue(name, value);
  return options;
}

function checkShape(name: string, value: string | undefined, options: Options): void {
  if (name === 'help' || name === 'version') {
    throw new Panic("internal error: entered unreachable code: The program's entry check failed");
  }
  const parameter = parameters[name];
  if (parameter === undefined) throw unfamiliar(unexpectedArgument(`--${name}`), options);
  if (value !== undefined && /^-[^-]/.test(value)) {
    if (/^-[hV]/.test(value)) {
      throw new Panic("internal error: entered unreachable code: The program's entry check failed");
    }
    throw unfamiliar(unexpectedArgument(value.slice(0, 2)), options);
  }
  if (parameter.needsValue === true && value === undefined) throw valueMissing(name, options);
  if (name === 'data-directory' && value === '') throw valueMissing(name, options);
}

function checkValue(name: string, value: string | undefined): void {
  const fault = value === undefined ? undefined : parameters[name]?.fault?.(value);
  if (value === undefined || fault === undefined) return;
  if (value.includes('\n')) {
    throw unfamiliar(`error: ${fault} isn't a valid value for '--${name}'`, new Map());
  }
  throw new CommandLineFault([name, `Invalid value: ${fault}`]);
}

function unexpectedArgument(argument: string): string {
  return `error: Found argument '${argument}' which wasn't expected, or isn't valid in this context`;
}

function valueMissing(name: string, options: Options): CommandLineFault {
  const placeholder = parameters[name]?.placeholder ?? '';
  return unfamiliar(
    `error: The argument '--${name} <${placeholder}>' requires a value but none was supplied`,
    options,
  );
}

function unfamiliar(message: string, options: Options): CommandLineFault {
  const usage = [...options.keys()]
    .flatMap((name) => {
      const parameter: Parameter | undefined = parameters[name];
      return parameter === undefined ? [] : [`--${name} <${parameter.placeholder}>`];
    })
    .join(' ');
  return new CommandLineFault([
    '<unknown>',
    `Unfamiliar message: ${message}\n\nUSAGE:\n    MASQNode ${usage}\n\nFor more information try --help`,
  ]);
}
