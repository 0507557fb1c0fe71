/** What explains the gateway: the list of routes, the problems, and its own description. */
import { readFile } from 'node:fs/promises';
import {
  DASHBOARD_PAGE,
  dashboardFiles,
  dashboardHeaders,
  readDashboard,
} from '../pages/dashboard-files.js';
import { requestFault } from '../../problems/request-faults.js';
import { JSON_TYPE, jsonAnswer, type Answer } from '../responses/answer.js';
import type { Call } from '../requests/call.js';
import type { Handlers } from './handlers.js';
import {
  isProblemCode,
  problemCodes,
  problemRow,
  type ProblemCode,
} from '../../problems/problem-table.js';
import { openapiJsonFile, openapiYamlFile } from '../../package-files.js';
import { didYouMean } from '../../protocol/suggestion.js';
import { problemPage } from '../pages/problem-page.js';
import { rootText } from '../pages/root-text.js';

const TEXT_TYPE = 'text/plain';
const HTML_TYPE = 'text/html';
const YAML_TYPE = 'application/yaml';
const HOUR_CACHE = { 'cache-control': 'private, max-age=3600' } as const;
const utf8 = '; charset=utf-8';

/** root, dashboard, openapi.yaml, openapi.json and problems; static, so that nothing is read before it is asked for. */
export function pageHandlers({ version }: { readonly version: string }) {
  return {
    getRoot: (call) => rootAnswer(version, call),
    getDashboardFile,
    getOpenapiYaml: () => fileAnswer(openapiYamlFile, YAML_TYPE + utf8),
    getOpenapiJson: () => fileAnswer(openapiJsonFile, JSON_TYPE),
    getProblem: (call) => Promise.resolve(problemAnswer(call)),
  } satisfies Partial<Handlers>;
}

const variesBy = ['Accept'] as const;

/** The dashboard for who likes HTML better than text, as browsers do and curl does not. */
async function rootAnswer(version: string, call: Call<'getRoot'>): Promise<Answer> {
  if (call.answerType === HTML_TYPE) {
    const body = await readDashboard(DASHBOARD_PAGE);
    return { status: 200, type: HTML_TYPE + utf8, body, headers: dashboardHeaders, variesBy };
  }
  const host = call.request.headers.host ?? '127.0.0.1';
  const body = rootText(version, `http://${host}`);
  return { status: 200, type: TEXT_TYPE + utf8, body, variesBy };
}

async function getDashboardFile({ path }: Call<'getDashboardFile'>): Promise<Answer> {
  const file = dashboardFiles.find(({ name }) => name === path.file);
  if (file === undefined) {
    throw requestFault('not-found', 'The dashboard has no such file.');
  }
  const body = await readDashboard(file.name);
  return { status: 200, type: file.type, body, headers: dashboardHeaders };
}

async function fileAnswer(file: URL, type: string): Promise<Answer> {
  return { status: 200, type, body: await readFile(file), headers: HOUR_CACHE };
}

function problemAnswer(call: Call<'getProblem'>): Answer {
  const { code } = call.path;
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
