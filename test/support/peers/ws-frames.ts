/** WebSocket frames as bytes, as a server writes them: right ones, and every wrong one that a test wants. */

/** Frame opcodes of RFC 6455, 5.2. */
export const TEXT = 1;
const CONTINUATION = 0;
const FIN = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const LENGTH_MASK = 0x7f;

/** One frame, unmasked; `first` and `last` tell where it stands in its message. */
export function frame(
  payload: Buffer | string,
  { opcode = TEXT, last = true }: { readonly opcode?: number; readonly last?: boolean } = {},
): Buffer {
  const bytes = Buffer.from(payload);
  return Buffer.concat([head((last ? FIN : 0) | opcode, bytes.length), bytes]);
}

/** One text message in frames of at most `size` bytes. */
export function fragments(text: string, size: number): Buffer {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += size) {
    const opcode = at === 0 ? TEXT : CONTINUATION;
    pieces.push(frame(bytes.subarray(at, at + size), { opcode, last: at + size >= bytes.length }));
  }
  return Buffer.concat(pieces);
}

/** The head of a text frame that promises `length` bytes. */
export function hugeHead(length: bigint): Buffer {
  const bytes = Buffer.alloc(10);
  bytes[0] = FIN | TEXT;
  bytes[1] = LENGTH_64;
  bytes.writeBigUInt64BE(length, 2);
  return bytes;
}

/** A frame taken from a stream of bytes. */
export interface ReadFrame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** The frame as it came. */
  readonly raw: Buffer;
}

/** Cuts a server's bytes into frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The frames that are complete now. */
  push(chunk: Buffer): readonly ReadFrame[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: ReadFrame[] = [];
    for (let next = this.#take(); next !== undefined; next = this.#take()) frames.push(next);
    return frames;
  }

  #take(): ReadFrame | undefined {
    const rest = this.#rest;
    if (rest.length < 2) return undefined;
    const short = rest.readUInt8(1) & LENGTH_MASK;
    const start = short === LENGTH_64 ? 10 : short === LENGTH_16 ? 4 : 2;
    if (rest.length < start) return undefined;
    const length =
      short === LENGTH_64
        ? Number(rest.readBigUInt64BE(2))
        : short === LENGTH_16
          ? rest.readUInt16BE(2)
          : short;
    const end = start + length;
    if (rest.length < end) return undefined;
    this.#rest = rest.subarray(end);
    const opcode = rest.readUInt8(0) & 0x0f;
    return { opcode, payload: rest.subarray(start, end), raw: rest.subarray(0, end) };
  }
}

function head(first: number, length: number): Buffer {
  if (length < LENGTH_16) return Buffer.from([first, length]);
  if (length > 0xffff) {
    const bytes = hugeHead(BigInt(length));
    bytes[0] = first;
    return bytes;
  }
  return Buffer.from([first, LENGTH_16, length >> 8, length & 0xff]);
}
