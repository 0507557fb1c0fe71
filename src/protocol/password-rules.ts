/** Rules for database passwords: what the peers survive, and what a Node can be started with afterwards. */
import { isCensored, textFault } from './plain-text.js';

/**
 * The longest password that is passed on, in bytes of UTF-8. Neither peer sets a limit, but a password is run through ten
 * thousand rounds of key derivation up to nine times while the Configurator's 16-place mailbox fills, and a new one
 * becomes a command-line argument of the Node. Nobody's password is near it. @internal
 */
export const MAX_PASSWORD_BYTES = 1024;

/** What is wrong with a password that is to be checked or used; undefined where nothing is. Never repeats it. */
export function passwordFault(password: string): string | undefined {
  if (password === '') {
    return 'must not be empty: to the Node an empty password is not the same as none. Leave it out, or give the password.';
  }
  const fault = textFault(password);
  if (fault !== undefined) return fault;
  return Buffer.byteLength(password) > MAX_PASSWORD_BYTES
    ? `must not be longer than ${MAX_PASSWORD_BYTES} bytes`
    : undefined;
}

/**
 * What is wrong with a password that is to be set; undefined where nothing is. The Daemon starts the Node with it as a
 * command-line argument, so one that begins with a hyphen could never be used, and "-h…" or "-V…" would kill the Daemon.
 */
export function newPasswordFault(password: string): string | undefined {
  const fault = passwordFault(password);
  if (fault !== undefined) return fault;
  if (password.startsWith('-')) {
    return 'must not begin with "-": the Daemon would take it for a command-line option and could never start the Node with it. Choose another one.';
  }
  return isCensored(password)
    ? 'is nothing but asterisks: that is how replies hide a password, not the password itself. Give the real one.'
    : undefined;
}
