/** The alert rules and the dashboard: valid, tried, and about metrics that there are. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { metrics } from '../../scripts/metrics-table.js';
import { missing, promtool } from '../support/metrics/promtool.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
}
interface Rules {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
}
interface RuleTests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly {
      readonly alertname: string;
      readonly exp_alerts: readonly unknown[];
    }[];
  }[];
}
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly targets?: readonly { readonly expr: string }[];
}
interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

const folder = join(import.meta.dirname, '..', '..', 'ops', 'prometheus');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const rules = (parse(read('alerts.yml')) as Rules).groups.flatMap((group) => group.rules);
const ruleTests = (parse(read('alerts.test.yml')) as RuleTests).tests;
const dashboard = JSON.parse(read('grafana-dashboard.json')) as Dashboard;
const queries = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const skip = missing('promtool');

/** Names of metrics in a query that the gateway does not have. */
function unknownIn(query: string): readonly string[] {
  const names = query.match(/\bmasq_gateway_[a-z_]+/g) ?? [];
  return names.filter((name) => {
    const whole = name.replace(/_(?:bucket|sum|count)$/, '');
    const kind = metrics[whole]?.kind;
    return name === whole ? kind === undefined || kind === 'histogram' : kind !== 'histogram';
  });
}

/** Label values in a query that the metric before them never takes. */
function strangeIn(query: string): readonly string[] {
  return [...query.matchAll(/(masq_gateway_[a-z_]+)\{([^}]*)\}/g)].flatMap(
    ([, name = '', text = '']) => {
      const labels = metrics[name.replace(/_bucket$/, '')]?.labels ?? {};
      return [...text.matchAll(/(\w+)=~?"([^"]*)"/g)].flatMap(([all, label = '', value = '']) => {
        if (label === 'instance') return [];
        const values = labels[label];
        if (values === undefined) return [all];
        return 'most' in values || value.split('|').every((one) => values.includes(one))
          ? []
          : [all];
      });
    },
  );
}

describe('the alert rules', () => {
  test('are well-formed', { skip }, () => {
    const { status, text } = promtool(['check', 'rules', join(folder, 'alerts.yml')]);
    assert.equal(status, 0, text);
  });

  test('fire for their cause and not for what looks like it', { skip }, () => {
    const { status, text } = promtool(['test', 'rules', join(folder, 'alerts.test.yml')]);
    assert.equal(status, 0, text);
  });

  test('are all tried until they fire', () => {
    const fired = ruleTests.flatMap((each) =>
      each.alert_rule_test.filter((one) => one.exp_alerts.length > 0).map((one) => one.alertname),
    );
    assert.deepEqual([...new Set(fired)].sort(), rules.map(({ alert }) => alert).sort());
  });

  test('ask for metrics and label values that there are', () => {
    for (const { alert, expr } of rules) {
      assert.deepEqual([...unknownIn(expr), ...strangeIn(expr)], [], alert);
    }
  });

  test('call nothing a crash that was not a panic', () => {
    for (const { alert, expr, annotations } of rules) {
      const words = [alert, ...Object.values(annotations)].join(' ');
      if (/crash|panic/i.test(words)) assert.match(expr, /reason="panic"/, alert);
    }
  });
});

describe('the Grafana dashboard', () => {
  test('has panels of its own numbers that do not lie upon each other', () => {
    const { panels } = dashboard;
    assert.ok(queries.length > 25);
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    for (const [at, { gridPos: a, title }] of panels.entries()) {
      for (const { gridPos: b, title: other } of panels.slice(at + 1)) {
        const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
        assert.ok(apart, `${title} lies upon ${other}`);
      }
    }
    assert.deepEqual(
      dashboard.templating.list.map(({ name }) => name),
      ['datasource', 'instance'],
    );
  });

  test('asks for metrics and label values that there are, of the chosen gateway', () => {
    for (const query of queries) {
      assert.deepEqual([...unknownIn(query), ...strangeIn(query)], [], query);
      assert.match(query, /instance=~"\$instance"/);
    }
  });

  test('asks in well-formed queries', { skip }, () => {
    const plain = queries.map((query) => query.replaceAll('$__rate_interval', '5m'));
    const group = { name: 'g', rules: plain.map((expr, at) => ({ record: `q${at}`, expr })) };
    const home = mkdtempSync(join(tmpdir(), 'masq-gateway-queries-'));
    try {
      const file = join(home, 'queries.yml');
      writeFileSync(file, JSON.stringify({ groups: [group] }));
      const { status, text } = promtool(['check', 'rules', file]);
      assert.equal(status, 0, text);
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  test('leaves out no metric but a few that say nothing over time', () => {
    const shown = queries.join(' ');
    const unseen = Object.keys(metrics).filter((name) => !shown.includes(name));
    assert.deepEqual(unseen.sort(), [
      'masq_gateway_event_log_events',
      'masq_gateway_link_state',
      'masq_gateway_node_last_exit_timestamp_seconds',
      'masq_gateway_node_zero_hop',
      'masq_gateway_waiting_room_places',
    ]);
  });
});
