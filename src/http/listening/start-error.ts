/** Why the gateway cannot listen. */

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
