/** Values that the Daemon stores without complaint and of which the Node dies: at its start, or when a scan computes with them. */
import { Panic } from './panic.js';
import type { Options } from './setup-command-line.js';

const WEI_PER_GWEI = 1_000_000_000n;
const I64_MAX = (1n << 63n) - 1n;
const U64_MAX = (1n << 64n) - 1n;

/** True if a Node with these options ends by itself within its first seconds; `daemonPort` is taken already. */
export function diesAtStart(options: Options, daemonPort: number | undefined): boolean {
  const url = options.get('blockchain-service-url');
  if (url !== undefined && !isReadableUrl(url)) return true;
  if (/^(?:0+:\d*|\d*:0+):/.test(options.get('real-user') ?? '')) return true;
  const mode = options.get('neighborhood-mode') ?? 'standard';
  if (mode !== 'standard') return false;
  return options.get('ip') === '0.0.0.0' || options.get('clandestine-port') === String(daemonPort);
}

/** Both parsers of the Node's HTTP transport take it (node/src/blockchain/blockchain_interface_initializer.rs:26-44). */
function isReadableUrl(url: string): boolean {
  const {
    authority = '',
    path = '',
    query = '',
  } = /^https?:\/\/(?<authority>[^/?#]*)(?<path>[^?#]*)(?:\?(?<query>[^#]*))?/i.exec(url)?.groups ??
  {};
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return (
    host !== '' &&
    /^[\w!$%&'()*+,.:;=@[\]~-]+$/.test(authority) &&
    !host.includes('%') &&
    /^[!$-;=@-_a-z|~]*$/.test(path) &&
    /^[!$-;=?-~]*$/.test(query) &&
    URL.canParse(url)
  );
}

/**
 * Looks for delinquents as every receivables scan does (node/src/accountant/db_access_objects/receivable_dao.rs:190-230).
 * @throws Panic where the conversion or the slope of the payment thresholds overflows.
 */
export function lookForDelinquents(thresholds: string, agesS: readonly bigint[]): void {
  const [debt = 0n, maturity = 0n, grace = 0n, permanent = 0n, interval = 0n] = thresholds
    .split('|')
    .map(BigInt);
  if (interval === 0n) throw new Panic('attempt to divide by zero');
  for (const number of [debt, maturity, grace]) {
    if (number > I64_MAX) {
      throw new Panic(
        `Overflow detected with ${number}: cannot be converted from u64 to i64`,
        'src/accountant/mod.rs:1025:9',
      );
    }
  }
  const slope = BigInt.asIntN(64, ((permanent - debt) * WEI_PER_GWEI) / interval);
  if (slope >= 0n && agesS.some((age) => age > maturity + grace)) {
    throw new Panic(
      `discovered an error from a preceding operation when flattening produced Result structures: Nonnegative slope ${slope}`,
      'src/accountant/db_access_objects/utils.rs:313:17',
    );
  }
}

/**
 * Computes the last block of a receivables scan (blockchain_interface_web3/mod.rs:358-376).
 * @throws Panic where it overflows, as in a debug build.
 */
export function lastBlockOf(startBlock: bigint | undefined, mostBlocks: bigint | undefined): void {
  if (startBlock === undefined || mostBlocks === undefined) return;
  if (startBlock + mostBlocks > U64_MAX) {
    throw new Panic(
      'attempt to add with overflow',
      'src/blockchain/blockchain_interface/blockchain_interface_web3/mod.rs:368:36',
    );
  }
}
