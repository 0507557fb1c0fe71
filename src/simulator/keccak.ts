/** Keccak-256 as Ethereum addresses need it; node:crypto has only its standardised successor, which pads differently. */

const LANES = 25;
const RATE_BYTES = 136;
const HASH_BYTES = 32;
const ROUNDS = 24;
const LANE_BYTES = 8;
const MASK = (1n << 64n) - 1n;

/** The 32-byte Keccak-256 hash of `input`. */
export function keccak256(input: Uint8Array): Buffer {
  const padded = Buffer.alloc((Math.floor(input.length / RATE_BYTES) + 1) * RATE_BYTES);
  padded.set(input);
  padded[input.length] = (padded[input.length] ?? 0) ^ 0x01;
  padded[padded.length - 1] = (padded.at(-1) ?? 0) ^ 0x80;
  let state: readonly bigint[] = new Array<bigint>(LANES).fill(0n);
  for (let block = 0; block < padded.length; block += RATE_BYTES) {
    const absorbed = state.map((lane, index) =>
      index * LANE_BYTES < RATE_BYTES
        ? lane ^ padded.readBigUInt64LE(block + index * LANE_BYTES)
        : lane,
    );
    state = permute(absorbed);
  }
  const hash = Buffer.alloc(HASH_BYTES);
  for (let lane = 0; lane < HASH_BYTES / LANE_BYTES; lane += 1) {
    hash.writeBigUInt64LE(state[lane] ?? 0n, lane * LANE_BYTES);
  }
  return hash;
}

function permute(start: readonly bigint[]): readonly bigint[] {
  let state = start;
  let shiftRegister = 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    const mixed = chi(rhoPi(theta(state)));
    let constant = 0n;
    for (let bit = 0; bit < 7; bit += 1) {
      if ((shiftRegister & 1) === 1) constant ^= 1n << BigInt((1 << bit) - 1);
      shiftRegister = (shiftRegister << 1) ^ ((shiftRegister & 0x80) === 0 ? 0 : 0x171);
    }
    state = mixed.map((lane, index) => (index === 0 ? lane ^ constant : lane));
  }
  return state;
}

function theta(state: readonly bigint[]): readonly bigint[] {
  const columns = [0, 1, 2, 3, 4].map((x) =>
    [0, 5, 10, 15, 20].reduce((parity, y) => parity ^ lane(state, x + y), 0n),
  );
  return state.map(
    (value, index) =>
      value ^ lane(columns, (index + 4) % 5) ^ rotate(lane(columns, (index + 1) % 5), 1),
  );
}

function rhoPi(state: readonly bigint[]): readonly bigint[] {
  const result = [...state];
  let x = 1;
  let y = 0;
  let carried = lane(state, 1);
  for (let step = 0; step < ROUNDS; step += 1) {
    [x, y] = [y, (2 * x + 3 * y) % 5];
    const index = x + 5 * y;
    const next = lane(state, index);
    result[index] = rotate(carried, (((step + 1) * (step + 2)) / 2) % 64);
    carried = next;
  }
  return result;
}

function chi(state: readonly bigint[]): readonly bigint[] {
  return state.map((value, index) => {
    const row = index - (index % 5);
    return (
      value ^ (~lane(state, row + ((index + 1) % 5)) & MASK & lane(state, row + ((index + 2) % 5)))
    );
  });
}

function lane(state: readonly bigint[], index: number): bigint {
  return state[index] ?? 0n;
}

function rotate(value: bigint, by: number): bigint {
  return ((value << BigInt(by)) | (value >> BigInt(64 - by))) & MASK;
}
