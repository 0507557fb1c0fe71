import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inheritedPath, pathInTable } from '../../src/http/listening/inherited-path.js';

const table = `Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000002 00000000 00010000 0001 01 28613 /run/masq gateway/a.sock
0000000000000000: 00000003 00000000 00000000 0001 03 2861 /run/other.sock
0000000000000000: 00000002 00000000 00010000 0001 01    99 @abstract
0000000000000000: 00000003 00000000 00000000 0001 03 12345
`;

test('a socket is found by its inode number, the path whole', () => {
  assert.equal(pathInTable(table, 28613), '/run/masq gateway/a.sock');
  assert.equal(pathInTable(table, 2861), '/run/other.sock');
});

test('what has no path in the file system has none', () => {
  for (const inode of [99, 12345, 1, Number.NaN])
    assert.equal(pathInTable(table, inode), undefined);
});

test('a descriptor that is no socket has none', () => {
  assert.equal(inheritedPath(9_999), undefined);
});
