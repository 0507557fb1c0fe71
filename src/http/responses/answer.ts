/** What an operation answers with. */

/** A complete answer. `body` goes out as it is; texts of JSON end with a line feed. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  /** The same body as bytes, if somebody keeps them: they go out without being copied. */
  readonly bytes?: Buffer | undefined;
  /** Names in lower case; all but Vary. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly variesBy?: readonly string[] | undefined;
}

export const JSON_TYPE = 'application/json';

/** A JSON answer; `text` is well-formed JSON and goes out untouched. */
export function jsonAnswer(
  status: number,
  text: string,
  headers?: Readonly<Record<string, string>>,
): Answer {
  return { status, type: JSON_TYPE, body: `${text}\n`, headers };
}

/** What keeps secrets and results of writes out of every cache. */
export const noStore = { 'cache-control': 'no-store' } as const;
