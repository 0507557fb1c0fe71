import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  judge,
  verdict,
  readRange,
  type CheckFacts,
  type CheckRules,
} from '../../src/cli/commands/check.js';
import type { Status } from '../../src/cli/gateway/status-reading.js';
import { aStatus } from '../support/http/a-status.js';

const rules: CheckRules = {
  require: undefined,
  metric: 'response-time',
  warning: undefined,
  critical: undefined,
};

function facts(changes: Partial<Status> = {}, ready?: boolean): CheckFacts {
  return { status: aStatus(changes), ready, tookMs: 12.4 };
}

/** One line, text and performance data parted by the only bar, each datum as the guidelines have it. */
function assertPluginLine(line: string): void {
  assert.doesNotMatch(line, /[\r\n]/);
  const [text = '', data = '', ...more] = line.split(' | ');
  assert.equal(more.length, 0);
  assert.match(text, /^MASQ (OK|WARNING|CRITICAL|UNKNOWN) - ./);
  for (const datum of data.split(' ').filter(Boolean)) {
    assert.match(datum, /^'[^'= ]+'=-?[\d.]+(s|)(;[^;]*){0,4}$/, datum);
  }
}

describe('check', () => {
  test('without a requirement follows the overall verdict', () => {
    for (const [overall, overallCode, exitCode] of [
      ['ok', 0, 0],
      ['degraded', 1, 1],
      ['down', 2, 2],
    ] as const) {
      const result = judge(facts({ overall, overallCode }), rules);
      assert.equal(result.exitCode, exitCode);
      assertPluginLine(result.line);
    }
  });

  test('with a requirement is OK or CRITICAL, whatever else holds', () => {
    const required: CheckRules = { ...rules, require: 'node' };
    assert.equal(judge(facts({ overall: 'degraded' }, true), required).exitCode, 0);
    const missing = judge(facts({ overall: 'ok' }, false), required);
    assert.equal(missing.exitCode, 2);
    assert.match(missing.line, /node required and not there/);
  });

  test('thresholds can only make it worse, critical before warning', () => {
    const limits = { warning: readRange('300:'), critical: readRange('60:') };
    const young: CheckRules = { ...rules, ...limits, metric: 'node-seconds' };
    assert.equal(judge(facts({ nodeForSeconds: 400 }), young).exitCode, 0);
    const warning = judge(facts({ nodeForSeconds: 100 }), young);
    assert.equal(warning.exitCode, 1);
    assert.match(warning.line, /'node-seconds'=100s;300:;60:;0/);
    assertPluginLine(warning.line);
    assert.equal(judge(facts({ nodeForSeconds: 10 }), young).exitCode, 2);
    assert.equal(judge(facts({ overall: 'down', nodeForSeconds: 400 }), young).exitCode, 2);
  });

  test('gives every figure, in seconds where it is a time', () => {
    const { line } = judge(facts(), rules);
    assert.match(
      line,
      /\| 'response-time'=0\.012s;;;0 'node-seconds'=3600s;;;0 'daemon-seconds'=7200s;;;0 'subscribers'=2;;;0 'overall'=0;;;0;2$/,
    );
  });

  test('never calls an end a crash, and tells of a panic only where there was one', () => {
    const exit = { nodeState: 'stopped', nodeLastExitAt: '2026-11-23T01:00:00.000Z' };
    const lineOf = (kind: Status['nodeLastExitKind'], reason: string | null): string =>
      judge(facts({ ...exit, nodeLastExitKind: kind, nodeLastExitReason: reason }), rules).line;
    const ended = lineOf('ended', null);
    assert.match(ended, /last Node ended at 2026/);
    assert.doesNotMatch(ended, /crash|panic|fail/i);
    assert.match(lineOf('ended', 'panic'), /ended after a panic/);
    assert.match(lineOf('requested', null), /shut down as requested/);
    assert.match(lineOf('killed', null), /killed by a signal/);
    assert.match(lineOf('unknown', null), /ended in an unknown way.* at 2026/);
  });

  test('keeps bars and line breaks out of its text', () => {
    const { line, exitCode } = verdict('unknown', 'a | b\nc');
    assert.equal(exitCode, 3);
    assertPluginLine(line);
  });
});
