/** Makes the pictures small: a screenshot has few colours, so 256 of them and an index into these say nearly the same. */
import { crc32 } from 'node:zlib';
import { deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const MAX_COLOURS = 256;
const HEADER_BYTES = 13;

interface Picture {
  readonly width: number;
  readonly height: number;
  /** 3 bytes for each pixel. */
  readonly rgb: Buffer;
}

/** The same picture with at most 256 colours. @throws Error for a PNG other than browsers write (8 bits, RGB or RGBA). */
export function withPalette(png: Buffer): Buffer {
  const { width, height, rgb } = decode(png);
  const counts = new Map<number, number>();
  for (let at = 0; at < rgb.length; at += 3) {
    const colour = rgb.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MAX_COLOURS)
    .map(([colour]) => colour);
  const indices = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const colour = rgb.readUIntBE(pixel * 3, 3);
    const index = indices.get(colour) ?? nearest(palette, colour);
    indices.set(colour, index);
    rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] = index;
  }
  return encode(width, height, palette, rows);
}

function nearest(palette: readonly number[], colour: number): number {
  const distance = (other: number): number =>
    [16, 8, 0].reduce(
      (sum, shift) => sum + (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2,
      0,
    );
  let best = 0;
  palette.forEach((other, index) => {
    if (distance(other) < distance(palette[best] ?? 0)) best = index;
  });
  return best;
}

function decode(png: Buffer): Picture {
  const parts = new Map<string, Buffer[]>();
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    parts.set(name, [...(parts.get(name) ?? []), png.subarray(at + 8, at + 8 + length)]);
    at += length + 12;
  }
  const header = parts.get('IHDR')?.[0] ?? Buffer.alloc(HEADER_BYTES);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = header[9] === 6 ? 4 : 3;
  if (header[8] !== 8 || (header[9] !== 6 && header[9] !== 2))
    throw new Error('no PNG of a browser');
  const raw = unfiltered(
    inflateSync(Buffer.concat(parts.get('IDAT') ?? [])),
    width * channels,
    channels,
  );
  const rgb = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    raw.copy(rgb, pixel * 3, pixel * channels, pixel * channels + 3);
  }
  return { width, height, rgb };
}

/** Undoes the filters of the rows (PNG specification, 9.2). */
function unfiltered(data: Buffer, rowBytes: number, step: number): Buffer {
  const rows = Math.floor(data.length / (rowBytes + 1));
  const out = Buffer.alloc(rows * rowBytes);
  for (let row = 0; row < rows; row += 1) {
    const filter = data[row * (rowBytes + 1)];
    for (let byte = 0; byte < rowBytes; byte += 1) {
      const at = row * rowBytes + byte;
      const left = byte >= step ? (out[at - step] ?? 0) : 0;
      const up = row > 0 ? (out[at - rowBytes] ?? 0) : 0;
      const corner = row > 0 && byte >= step ? (out[at - rowBytes - step] ?? 0) : 0;
      const value = data[row * (rowBytes + 1) + 1 + byte] ?? 0;
      const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)];
      out[at] = value + (guesses[filter ?? 0] ?? 0);
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function encode(width: number, height: number, palette: readonly number[], rows: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits, indexed
  const colours = Buffer.alloc(palette.length * 3);
  palette.forEach((colour, index) => colours.writeUIntBE(colour, index * 3, 3));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
