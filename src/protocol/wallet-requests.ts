/** Rules for whole requests about wallets and the password that guards them: which fields need each other. */
import type { FieldError } from '../errors.js';
import type { IntegerInput } from './decimal.js';
import { newPasswordFault, passwordFault } from './password-rules.js';
import {
  addressFault,
  derivationPathFault,
  languageFault,
  passphraseFault,
  phraseFault,
  privateKeyFault,
  wordCountFault,
} from './wallet-rules.js';

/** A `generateWallets` request (masq_lib/src/messages.rs:696-731); an absent field and null are the same. */
interface GenerateWallets {
  readonly dbPassword: string;
  readonly seedSpecOpt?: {
    readonly mnemonicPhraseSizeOpt?: IntegerInput | null;
    readonly mnemonicPhraseLanguageOpt?: string | null;
    readonly mnemonicPassphraseOpt?: string | null;
  } | null;
  readonly consumingDerivationPathOpt?: string | null;
  readonly earningDerivationPathOpt?: string | null;
}

/** A `recoverWallets` request (masq_lib/src/messages.rs:753-781); an absent field and null are the same. @internal */
export interface RecoverWallets {
  readonly dbPassword: string;
  readonly seedSpecOpt?: {
    readonly mnemonicPhrase: readonly string[];
    readonly mnemonicPhraseLanguageOpt?: string | null;
    readonly mnemonicPassphraseOpt?: string | null;
  } | null;
  readonly consumingDerivationPathOpt?: string | null;
  readonly consumingPrivateKeyOpt?: string | null;
  readonly earningDerivationPathOpt?: string | null;
  readonly earningAddressOpt?: string | null;
}

type Optional<T> = T | null | undefined;

function check<T>(
  pointer: string,
  value: Optional<T>,
  fault: (value: T) => string | undefined,
): FieldError[] {
  const detail = value === null || value === undefined ? undefined : fault(value);
  return detail === undefined ? [] : [{ pointer, detail }];
}

const given = (value: Optional<unknown>): boolean => value !== null && value !== undefined;

function pathFaults(request: GenerateWallets | RecoverWallets): FieldError[] {
  return [
    ...check(
      '/consumingDerivationPathOpt',
      request.consumingDerivationPathOpt,
      derivationPathFault,
    ),
    ...check('/earningDerivationPathOpt', request.earningDerivationPathOpt, derivationPathFault),
  ];
}

/**
 * Faults of a `generateWallets` request. A path without `seedSpecOpt` is one: the Node answers MISSING_DATA
 * (configurator.rs:296-316).
 */
export function generateWalletsFaults(request: GenerateWallets): readonly FieldError[] {
  const seed = request.seedSpecOpt;
  const withoutSeed = (pointer: string, path: Optional<string>): FieldError[] =>
    given(path) && !given(seed)
      ? [
          {
            pointer,
            detail:
              'needs seedSpecOpt beside it; an empty object is enough and means 24 English words',
          },
        ]
      : [];
  return [
    ...check('/dbPassword', request.dbPassword, passwordFault),
    ...check('/seedSpecOpt/mnemonicPhraseSizeOpt', seed?.mnemonicPhraseSizeOpt, wordCountFault),
    ...check(
      '/seedSpecOpt/mnemonicPhraseLanguageOpt',
      seed?.mnemonicPhraseLanguageOpt,
      languageFault,
    ),
    ...check('/seedSpecOpt/mnemonicPassphraseOpt', seed?.mnemonicPassphraseOpt, passphraseFault),
    ...pathFaults(request),
    ...withoutSeed('/consumingDerivationPathOpt', request.consumingDerivationPathOpt),
    ...withoutSeed('/earningDerivationPathOpt', request.earningDerivationPathOpt),
  ];
}

/**
 * Faults of a `recoverWallets` request. Without a seed both key and address are needed; with one, each wallet needs its path
 * or its key or address (configurator.rs:345-378). Both at once are refused: the Node would silently leave the path unused.
 */
export function recoverWalletsFaults(request: RecoverWallets): readonly FieldError[] {
  const seed = request.seedSpecOpt;
  return [
    ...check('/dbPassword', request.dbPassword, passwordFault),
    ...check('/seedSpecOpt/mnemonicPhrase', seed?.mnemonicPhrase, phraseFault),
    ...check(
      '/seedSpecOpt/mnemonicPhraseLanguageOpt',
      seed?.mnemonicPhraseLanguageOpt,
      languageFault,
    ),
    ...check('/seedSpecOpt/mnemonicPassphraseOpt', seed?.mnemonicPassphraseOpt, passphraseFault),
    ...pathFaults(request),
    ...check('/consumingPrivateKeyOpt', request.consumingPrivateKeyOpt, privateKeyFault),
    ...check('/earningAddressOpt', request.earningAddressOpt, addressFault),
    ...sourceFaults(request, '/consumingPrivateKeyOpt', '/consumingDerivationPathOpt'),
    ...sourceFaults(request, '/earningAddressOpt', '/earningDerivationPathOpt'),
  ];
}

function sourceFaults(
  request: RecoverWallets,
  direct: '/consumingPrivateKeyOpt' | '/earningAddressOpt',
  path: '/consumingDerivationPathOpt' | '/earningDerivationPathOpt',
): FieldError[] {
  const hasDirect = given(
    direct === '/consumingPrivateKeyOpt'
      ? request.consumingPrivateKeyOpt
      : request.earningAddressOpt,
  );
  const hasPath = given(
    path === '/consumingDerivationPathOpt'
      ? request.consumingDerivationPathOpt
      : request.earningDerivationPathOpt,
  );
  const [directName, pathName] = [direct.slice(1), path.slice(1)];
  if (hasDirect && hasPath) {
    return [
      { pointer: path, detail: `would stay unused beside ${directName}; give one of the two` },
    ];
  }
  if (hasDirect) return [];
  if (!given(request.seedSpecOpt)) {
    return [
      {
        pointer: direct,
        detail: hasPath
          ? `is needed: ${pathName} works only with seedSpecOpt. Give seedSpecOpt with the phrase, or ${directName}.`
          : `is needed where there is no seedSpecOpt`,
      },
    ];
  }
  return hasPath
    ? []
    : [{ pointer: direct, detail: `or ${pathName} is needed beside seedSpecOpt` }];
}

/** A `changePassword` request (masq_lib/src/messages.rs:440-450). */
interface ChangePassword {
  readonly oldPasswordOpt?: string | null;
  readonly newPassword: string;
}

/** Faults of a `changePassword` request. */
export function changePasswordFaults(request: ChangePassword): readonly FieldError[] {
  return [
    ...check('/oldPasswordOpt', request.oldPasswordOpt, passwordFault),
    ...check('/newPassword', request.newPassword, newPasswordFault),
  ];
}
