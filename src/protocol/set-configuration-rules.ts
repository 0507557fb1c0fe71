/** Rules for `setConfiguration`: the three parameters that a running Node lets itself be given. */
import { integerWithin, U64_MAX } from './decimal.js';
import type { IntegerInput } from './decimal.js';
import { didYouMean } from './suggestion.js';

/** The names that the Node knows (node/src/node_configurator/configurator.rs:742-758). */
const configurationNames = ['gas-price', 'min-hops', 'start-block'] as const;

/** A name that `setConfiguration` may be given. */
type ConfigurationName = (typeof configurationNames)[number];

/** True where the Node knows the name. */
export function isConfigurationName(text: string): text is ConfigurationName {
  return configurationNames.some((known) => known === text);
}

/**
 * The Node adds to the start block what an RPC names as the longest range, and one, in u64
 * (blockchain_interface_web3/mod.rs:334-376): close to 2^64 that kills it. A chain with a block every second gets here in 31,000 years.
 * The number is kept in the database: only another one, or none, puts it right.
 */
const MAX_START_BLOCK = 1_000_000_000_000n;

/** What is wrong with a name; undefined where the Node knows it. */
export function configurationNameFault(text: string): string | undefined {
  return isConfigurationName(text)
    ? undefined
    : `The Node takes only ${configurationNames.join(', ')} while it runs.${didYouMean(text, configurationNames)}`;
}

/**
 * What is wrong with a value; undefined where nothing is. A gas price of 0 is refused although the Node takes it: no
 * payment would ever be mined, and the setup accepts no such value.
 */
export function configurationValueFault(
  name: ConfigurationName,
  value: IntegerInput,
): string | undefined {
  switch (name) {
    case 'gas-price':
      return integerWithin(value, 1n, U64_MAX) === undefined
        ? `gas-price must be a whole number from 1 to ${U64_MAX.toString()}`
        : undefined;
    case 'min-hops':
      return integerWithin(value, 1n, 6n) === undefined
        ? 'min-hops must be a whole number from 1 to 6'
        : undefined;
    case 'start-block':
      return startBlockFault(value);
  }
}

function startBlockFault(value: IntegerInput): string | undefined {
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'none' || integerWithin(value, 0n, MAX_START_BLOCK) !== undefined) return undefined;
  return word === 'latest'
    ? 'start-block "latest" is refused by the Node; "none" is its word for the latest block'
    : `start-block must be a whole number from 0 to ${MAX_START_BLOCK.toString()}, or none for the latest block; the Node can die of a greater one`;
}
