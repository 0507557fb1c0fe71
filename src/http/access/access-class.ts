/** What a token must allow before an operation is run. */

/** `open`: never a token. `r` reads, `s` reads secrets, `w` writes. */
export type Access = 'open' | 'r' | 's' | 'w';
