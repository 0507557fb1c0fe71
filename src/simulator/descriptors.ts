/** Node descriptors as the peers read them (node/src/sub_lib/neighborhood.rs:185-395). */
import { isIP } from 'node:net';
import { chainNames, DEFAULT_CHAIN } from './database.js';

const PREFIX = 'masq://';
const KEY_BYTES = 32;
const SHAPE = 'masq://<chain identifier>:<public key>@<node address>';

/** What is wrong with each descriptor of a comma-separated list, in the peers' words. */
export function neighborFaults(list: string, chain: string | undefined): readonly string[] {
  return list.split(',').flatMap((item) => {
    const fault = descriptorFault(item.trim(), chain ?? DEFAULT_CHAIN);
    return fault === undefined ? [] : [fault];
  });
}

function descriptorFault(descriptor: string, wantedChain: string): string | undefined {
  if (!descriptor.startsWith(PREFIX)) {
    return `Prefix or more missing. Should be '${SHAPE}', not '${descriptor}'`;
  }
  const [head, address, ...rest] = descriptor.slice(PREFIX.length).split('@');
  if (head === undefined || address === undefined || rest.length > 0) {
    return `Delimiter '@' probably missing. Should be '${SHAPE}', not '${descriptor}'`;
  }
  const colon = head.indexOf(':');
  const chain = head.slice(0, Math.max(colon, 0));
  if (!chainNames.some((name) => name === chain)) {
    const offered = chainNames.filter((name) => name !== 'dev').join("', '");
    return `Chain identifier '${chain}' is not valid; possible values are '${offered}' while formatted as '${SHAPE}'`;
  }
  return (
    keyFault(head.slice(colon + 1)) ??
    addressFault(descriptor, address) ??
    chainFault(chain, wantedChain) ??
    missingAddressFault(descriptor, address)
  );
}

function keyFault(key: string): string | undefined {
  const bytes = Buffer.from(key, 'base64url').length;
  return bytes === KEY_BYTES
    ? undefined
    : `Public key must decode to ${KEY_BYTES} bytes, not ${bytes}: ${key}`;
}

function addressFault(descriptor: string, address: string): string | undefined {
  if (address === ':') return undefined;
  const colon = address.lastIndexOf(':');
  const ports = address.slice(colon + 1).split('/');
  const good = isIP(address.slice(0, colon)) !== 0 && ports.every((port) => /^\d{1,5}$/.test(port));
  return good
    ? undefined
    : `Either '@' delimiter position or format of node address is wrong. Should be '${SHAPE}', not '${descriptor}'\nNodeAddr should be expressed as '<IP address>:<port>/<port>/...', probably not as '${address}'`;
}

function chainFault(chain: string, wanted: string): string | undefined {
  return chain === wanted
    ? undefined
    : `Mismatched chains. You are requiring access to '${wanted}' (${PREFIX}${wanted}:<public key>@<node address>) with descriptor belonging to '${chain}'`;
}

function missingAddressFault(descriptor: string, address: string): string | undefined {
  return address === ':'
    ? `Neighbors supplied without ip addresses and ports are not valid: '${descriptor.slice(0, -1)}<N/A>:<N/A>`
    : undefined;
}
