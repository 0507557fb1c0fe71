/** Secrets that are planted once and looked for everywhere. */
import { randomBytes, randomInt } from 'node:crypto';

/** What a secret is; `made` is one that a peer makes and owes to its caller. */
export type SecretKind = 'password' | 'key' | 'phrase' | 'api-key' | 'made';

/** A text with the secrets that stand in it. */
export interface Finding {
  readonly where: string;
  readonly kind: SecretKind;
  readonly secret: string;
}

/** Makes secrets, each of its own, and finds them again. */
export class PlantedSecrets {
  readonly #planted = new Map<string, SecretKind>();

  password(): string {
    return this.#plant('password', `Pw ${word(14)}`);
  }

  /** A good private key. */
  key(): string {
    return this.#plant('key', `0${randomBytes(32).toString('hex').slice(1)}`);
  }

  /** A key of one digit too many: the commonest slip. */
  badKey(): string {
    return this.#plant('key', `1${randomBytes(32).toString('hex')}`);
  }

  /** Twelve words, each a secret of its own. */
  phrase(): string[] {
    return Array.from({ length: 12 }, () => this.#plant('phrase', word(12)));
  }

  /** The URL of a blockchain service with a key in it. */
  serviceUrl(): string {
    return `https://chain.example.org/v3/${this.#plant('api-key', `Ak${word(16)}`)}`;
  }

  /** What a reply may show to who asked for it, and nothing else may. */
  made(): string {
    return this.#plant('made', `Made${word(16)}`);
  }

  get count(): number {
    return this.#planted.size;
  }

  /** Every secret in a text, but those of the kinds that may stand there. */
  findIn(where: string, text: string, allowed: readonly SecretKind[] = []): readonly Finding[] {
    return [...this.#planted]
      .filter(([secret, kind]) => !allowed.includes(kind) && text.includes(secret))
      .map(([secret, kind]) => ({ where, kind, secret }));
  }

  #plant(kind: SecretKind, secret: string): string {
    this.#planted.set(secret, kind);
    return secret;
  }
}

function word(length: number): string {
  return Array.from({ length }, () => String.fromCharCode(0x61 + randomInt(26))).join('');
}
