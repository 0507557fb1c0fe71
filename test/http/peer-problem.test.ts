import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PeerError } from '../../src/errors.js';
import { peerProblem } from '../../src/http/problems/peer-problem.js';
import { peerCodes, type PeerCodeName } from '../../src/protocol/error-codes.js';

const of = (name: PeerCodeName, opcode: string, peerMessage = ''): PeerError =>
  new PeerError({ hop: 'node', opcode, peerCode: peerCodes[name], peerMessage });

type Row = readonly [PeerCodeName, string, string, string, string];
const rows: readonly Row[] = [
  [
    'CONFIGURATOR_READ',
    'walletAddresses',
    'Consuming wallet error: PasswordError',
    'wrong-password',
    'refused',
  ],
  ['CONFIGURATOR_WRITE', 'changePassword', 'PasswordError', 'wrong-password', 'refused'],
  [
    'BAD_PASSWORD',
    'generateWallets',
    "Bad password; can't generate wallets",
    'wrong-password',
    'refused',
  ],
  [
    'CONFIGURATOR_WRITE',
    'changePassword',
    'The database already has a password. You may only change it',
    'password-exists',
    'refused',
  ],
  [
    'CONFIGURATOR_WRITE',
    'recoverWallets',
    'Wallet information could not be set: Collision("x")',
    'wallets-exist',
    'refused',
  ],
  [
    'CONFIGURATOR_WRITE',
    'recoverWallets',
    'Wallet information could not be set: BadHexFormat("abc")',
    'peer-error',
    'unknown',
  ],
  [
    'MISSING_DATA',
    'walletAddresses',
    'Wallet pair not yet configured',
    'wallets-missing',
    'refused',
  ],
  ['MISSING_DATA', 'generateWallets', '', 'parameter-refused', 'refused'],
  ['MISSING_DATA', 'configuration', '', 'peer-error', 'unknown'],
  ['UNKNOWN', 'recoverWallets', 'InvalidChildNumber', 'parameter-refused', 'refused'],
  ['UNKNOWN', 'configuration', '', 'peer-error', 'unknown'],
  ['UNRECOGNIZED_MNEMONIC_LANGUAGE', 'generateWallets', '', 'parameter-refused', 'refused'],
  ['ILLEGAL_MNEMONIC_WORD_COUNT', 'generateWallets', '', 'parameter-refused', 'refused'],
  ['DERIVATION_PATH', 'generateWallets', '', 'parameter-refused', 'refused'],
  ['MNEMONIC_PHRASE', 'recoverWallets', '', 'parameter-refused', 'refused'],
  ['UNRECOGNIZED_PARAMETER', 'setConfiguration', '', 'parameter-refused', 'refused'],
  ['NON_PARSABLE_VALUE', 'setConfiguration', '', 'parameter-refused', 'refused'],
  ['REQUEST_WITH_NO_VALUES', 'financials', '', 'parameter-refused', 'refused'],
  ['MUTUALLY_EXCLUSIVE_PARAMS', 'financials', '', 'parameter-refused', 'refused'],
  ['VALUE_EXCEEDS_ALLOWED_LIMIT', 'financials', '', 'parameter-refused', 'refused'],
  [
    'NODE_LAUNCH',
    'start',
    'Could not launch Node: Node started in process 7, but died immediately.',
    'launch-failed',
    'refused',
  ],
  [
    'NODE_LAUNCH',
    'start',
    'Could not launch Node: Node started in process 7, but was unresponsive and could not be killed. Manual intervention is required.',
    'launch-failed',
    'unknown',
  ],
  ['NODE_NOT_RUNNING', 'descriptor', '', 'node-unreachable', 'refused'],
  ['NODE_NOT_RUNNING', 'shutdown', '', 'node-not-running', 'refused'],
  ['NODE_ALREADY_RUNNING', 'start', '', 'already-running', 'refused'],
  ['SCAN', 'scan', "Payables scan failed: 'x'", 'scan-failed', 'unknown'],
  ['SCAN', 'scan', "PendingPayables scan failed: 'x'", 'scan-failed', 'refused'],
  ['SCAN', 'scan', "Receivables scan failed: 'x'", 'scan-failed', 'refused'],
  ['EXIT_COUNTRY_MISSING_COUNTRIES', 'exitLocation', 'CZ, PL', 'countries-missing', 'applied'],
  ['UNMARSHAL', 'descriptor', '', 'peer-error', 'refused'],
  ['CONFIGURATOR_READ', 'configuration', 'gasPrice', 'peer-error', 'unknown'],
  ['SETUP', 'setup', '', 'peer-error', 'unknown'],
];

for (const [name, opcode, message, code, outcome] of rows) {
  test(`${name} of ${opcode}${message === '' ? '' : ` ("${message.slice(0, 50)}")`} is ${code}, ${outcome}`, () => {
    const problem = peerProblem(of(name, opcode, message));
    assert.deepEqual([problem.code, problem.outcome], [code, outcome]);
  });
}

test('a code that the sources do not list is a peer error without words', () => {
  const error = new PeerError({
    hop: 'node',
    opcode: 'scan',
    peerCode: '42',
    peerMessage: 'secret',
  });
  assert.deepEqual(peerProblem(error), {
    code: 'peer-error',
    outcome: 'unknown',
    words: undefined,
  });
});

test('words that may hold a secret are not passed on', () => {
  const secret = 'aabbccddeeff00112233';
  const silent: readonly [PeerCodeName, string, string][] = [
    [
      'CONFIGURATOR_WRITE',
      'recoverWallets',
      `Wallet information could not be set: BadHexFormat("${secret}")`,
    ],
    [
      'MNEMONIC_PHRASE',
      'recoverWallets',
      `Couldn't make a mnemonic out of the supplied phrase: ${secret}`,
    ],
    ['DERIVATION_PATH', 'recoverWallets', secret],
    [
      'UNMARSHAL',
      'changePassword',
      `Field payload should have been of type object, but was '${secret}'`,
    ],
    [
      'NODE_LAUNCH',
      'start',
      `Could not launch Node: Cannot execute command: --db-password ${secret}`,
    ],
    ['SCAN', 'scan', `Payables scan failed: 'https://rpc.example/v3/${secret}'`],
    ['SCAN', 'scan', `Payables scan failed: 'bad project ${secret}'`],
    ['MISSING_DATA', 'generateWallets', secret],
    ['MISSING_DATA', 'recoverWallets', `If you supply seed information, ${secret}`],
    ['NON_PARSABLE_VALUE', 'changePassword', secret],
    ['UNRECOGNIZED_PARAMETER', 'recoverWallets', secret],
    ['ILLEGAL_MNEMONIC_WORD_COUNT', 'generateWallets', secret],
    ['NODE_ALREADY_RUNNING', 'start', `Could not launch Node: ${secret}`],
    ['NODE_NOT_RUNNING', 'checkPassword', `Cannot handle ${secret} request: Node is not running`],
  ];
  for (const [name, opcode, message] of silent) {
    assert.doesNotMatch(
      JSON.stringify(peerProblem(of(name, opcode, message))),
      new RegExp(secret),
      name,
    );
  }
});

test('harmless words are passed on, without control characters', () => {
  const problem = peerProblem(
    of('NON_PARSABLE_VALUE', 'setConfiguration', 'gas price:\u001b[31m bad\n'),
  );
  assert.equal(problem.words, 'gas price: [31m bad ');
  const sentences: readonly [PeerCodeName, string, string][] = [
    [
      'MISSING_DATA',
      'recoverWallets',
      'If you supply no seed information, you must supply both consuming wallet private key and earning wallet address',
    ],
    [
      'MISSING_DATA',
      'recoverWallets',
      'If you supply seed information, you must supply either the earning wallet derivation path or the earning wallet address',
    ],
    ['ILLEGAL_MNEMONIC_WORD_COUNT', 'generateWallets', '13'],
    ['NODE_ALREADY_RUNNING', 'start', 'Could not launch Node: already running'],
  ];
  for (const [name, opcode, message] of sentences) {
    assert.equal(peerProblem(of(name, opcode, message)).words, message);
  }
  assert.match(
    peerProblem(of('SCAN', 'scan', "Receivables scan failed: 'no chain service'")).words ?? '',
    /no chain service/,
  );
});

test('what the RPC service said about a scan is passed on without URL, host, address or key', () => {
  const key = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
  const said: readonly (readonly [message: string, words: string])[] = [
    [
      `Receivables scan failed: 'Error while retrieving transactions: QueryFailed("RPC error: Error { code: ServerError(-32005), message: \\"eth_getLogs block range too large, range: 200000, max: 3500\\", data: None }")'`,
      `Receivables scan failed: 'Error while retrieving transactions: QueryFailed("RPC error: Error { code: ServerError(-32005), message: \\"eth_getLogs block range too large, range: 200000, max: 3500\\", data: None }")'`,
    ],
    [
      `Payables scan failed: 'bad response of https://me:pw@rpc.example/v3/${key},x?k=${key} (401)'`,
      "Payables scan failed: 'bad response of [URL] (401)'",
    ],
    [
      `Payables scan failed: 'dns error of rpc.example, /v3/${key} at 203.0.113.5:443 for 0xabc1'`,
      "Payables scan failed: 'dns error of […], […] at […] for […]'",
    ],
    [`Payables scan failed: '${'k'.repeat(41)} ${key}'`, "Payables scan failed: '[…] […]'"],
  ];
  for (const [message, words] of said) {
    assert.equal(peerProblem(of('SCAN', 'scan', message)).words, words);
  }
});
