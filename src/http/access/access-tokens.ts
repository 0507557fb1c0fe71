/** The tokens that are known, and whose one is: only their digests are kept, and compared in constant time. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Holder } from '../requests/exchange.js';

/** Stands for a header that holds nothing a token could be; no token is empty. @internal */
export const NO_TOKEN = '';

const form = /^(bearer|basic) +([a-z0-9._~+/-]+=*) *$/i;

/**
 * Reads `Bearer TOKEN`, or the password of `Basic`, whatever the user name. Undefined without a header, NO_TOKEN for one that
 * cannot be read.
 */
export function presentedToken(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const [, scheme, value] = form.exec(authorization) ?? [];
  if (scheme === undefined || value === undefined) return NO_TOKEN;
  return scheme.toLowerCase() === 'bearer' ? value : passwordOf(value);
}

// RFC 7617: everything behind the first colon.
function passwordOf(encoded: string): string {
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? NO_TOKEN : pair.slice(colon + 1);
}

/** Tokens as texts; undefined where there is none. @internal */
export interface TokenTexts {
  readonly admin: string | undefined;
  readonly reader: string | undefined;
}

const KEY_BYTES = 32;

export class AccessTokens {
  // A key of this process makes digests worthless elsewhere, and equal lengths make comparing them say nothing.
  readonly #key = randomBytes(KEY_BYTES);
  #admin: Buffer | undefined;
  #reader: Buffer | undefined;

  constructor(texts: TokenTexts) {
    this.replace(texts);
  }

  /** True where requests need a token. */
  get areSet(): boolean {
    return this.#admin !== undefined || this.#reader !== undefined;
  }

  /** Knows these from now on, and no others. */
  replace({ admin, reader }: TokenTexts): void {
    this.#admin = admin === undefined ? undefined : this.#digest(admin);
    this.#reader = reader === undefined ? undefined : this.#digest(reader);
  }

  /** Whose token it is; always compares with both. */
  holderOf(token: string): Holder | undefined {
    const digest = this.#digest(token);
    const isAdmin = isSame(digest, this.#admin);
    const isReader = isSame(digest, this.#reader);
    if (isAdmin) return 'admin';
    return isReader ? 'reader' : undefined;
  }

  #digest(token: string): Buffer {
    return createHmac('sha256', this.#key).update(token).digest();
  }
}

function isSame(digest: Buffer, known: Buffer | undefined): boolean {
  const isEqual = timingSafeEqual(digest, known ?? digest);
  return known !== undefined && isEqual;
}
