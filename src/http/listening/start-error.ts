/** Why the gateway cannot listen. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** True for a literal loopback address; names are not looked up, they can be pointed anywhere. */
export function isLoopbackAddress(address: string): boolean {
  if (isIPv4(address)) return loopback.check(address, 'ipv4');
  return isIPv6(address) && loopback.check(address, 'ipv6');
}

/** `not-loopback`: others could reach the address. `in-use`: somebody listens there. `unavailable`: all else. */
type StartErrorCode = 'not-loopback' | 'in-use' | 'unavailable';

/** A listener that could not be opened; the message names the address and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
