/** The tokens that are known, and whose one is: only their digests are kept, and compared in constant time. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Holder } from '../requests/exchange.js';

/** Tokens as texts; undefined where there is none. @internal */
export interface TokenTexts {
  readonly admin: string | undefined;
  readonly reader: string | undefined;
}

const KEY_BYTES = 32;

/** See the file's head. */
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
