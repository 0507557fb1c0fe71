/** What explains the gateway: the list of routes, the problems, and its own description. */
import { readFile } from 'node:fs/promises';
import { DASHBOARD_PAGE, dashboardHeaders, readDashboard } from '../pages/dashboard-files.js';
import { requestFault } from '../../problems/request-faults.js';
import { JSON_TYPE, jsonAnswer } from '../operation.js';
import type { Answer, Call, Operation } from '../operation.js';
import { isProblemCode, problemCodes, problemRow } from '../../problems/problem-table.js';
import type { ProblemCode } from '../../problems/problem-table.js';
import { openapiJsonFile, openapiYamlFile } from '../../package-files.js';
import { didYouMean } from '../../protocol/suggestion.js';
import { problemPage } from '../pages/problem-page.js';
import { rootText } from '../pages/root-text.js';

/** What these pages need. */
export interface PageDeps {
  readonly version: string;
  /** All other operations, for the list. */
  readonly operations: readonly Operation[];
}

const TEXT_TYPE = 'text/plain';
const HTML_TYPE = 'text/html';
const YAML_TYPE = 'application/yaml';
const HOUR_CACHE = { 'cache-control': 'private, max-age=3600' } as const;
const utf8 = '; charset=utf-8';

/** root, openapi.yaml, openapi.json and problems; static, so that nothing is read before it is asked for. */
export function pageOperations(deps: PageDeps): readonly Operation[] {
  const common = { method: 'GET', access: 'open' } as const;
  return [
    {
      ...common,
      operationId: 'getRoot',
      path: '/',
      produces: [TEXT_TYPE, HTML_TYPE],
      run: (call) => rootAnswer(deps, call),
    },
    {
      ...common,
      operationId: 'getOpenapiYaml',
      path: '/openapi.yaml',
      produces: [YAML_TYPE],
      run: () => fileAnswer(openapiYamlFile, YAML_TYPE + utf8),
    },
    {
      ...common,
      operationId: 'getOpenapiJson',
      path: '/openapi.json',
      produces: [JSON_TYPE],
      run: () => fileAnswer(openapiJsonFile, JSON_TYPE),
    },
    {
      ...common,
      operationId: 'getProblem',
      path: '/problems/:code',
      produces: [JSON_TYPE, HTML_TYPE, TEXT_TYPE],
      run: (call) => Promise.resolve(problemAnswer(call)),
    },
  ];
}

const variesBy = ['Accept'] as const;

/** The dashboard for who likes HTML better than text, as browsers do and curl does not. */
async function rootAnswer({ version, operations }: PageDeps, call: Call): Promise<Answer> {
  if (call.answerType === HTML_TYPE) {
    const body = await readDashboard(DASHBOARD_PAGE);
    return { status: 200, type: HTML_TYPE + utf8, body, headers: dashboardHeaders, variesBy };
  }
  const host = call.request.headers.host ?? '127.0.0.1';
  const body = rootText(version, `http://${host}`, operations);
  return { status: 200, type: TEXT_TYPE + utf8, body, variesBy };
}

async function fileAnswer(file: URL, type: string): Promise<Answer> {
  return { status: 200, type, body: await readFile(file), headers: HOUR_CACHE };
}

function problemAnswer(call: Call): Answer {
  const code = call.params.code ?? '';
  if (!isProblemCode(code)) {
    throw requestFault(
      'not-found',
      `There is no problem of this code.${didYouMean(code, problemCodes)}`,
    );
  }
  if (call.answerType === JSON_TYPE) {
    const { status, title, explanation, cure } = problemRow(code);
    const type = `/problems/${code}`;
    const text = JSON.stringify({ type, code, title, status, explanation, cure });
    return { ...jsonAnswer(200, text, HOUR_CACHE), variesBy };
  }
  return textAnswer(code, call.answerType);
}

function textAnswer(code: ProblemCode, type: string): Answer {
  if (type === HTML_TYPE) {
    const page = problemPage(code, problemRow(code));
    return {
      status: 200,
      type: HTML_TYPE + utf8,
      body: page,
      headers: {
        ...HOUR_CACHE,
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      },
      variesBy,
    };
  }
  const { status, title, explanation, cure } = problemRow(code);
  const body = `${title} (${code}, status ${status})\n\n${explanation}\n${cure}\n`;
  return { status: 200, type: TEXT_TYPE + utf8, body, headers: HOUR_CACHE, variesBy };
}
