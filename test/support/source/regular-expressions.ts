/** Every regular expression of the product, and texts that make a bad one slow. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import {
  isList,
  isObject,
  readDocument,
  type ExactValue,
} from '../../../scripts/openapi-document.js';
import { projectRoot } from '../../../scripts/project-root.js';

/** A regular expression and where it was found. */
export interface FoundExpression {
  readonly place: string;
  readonly expression: RegExp;
}

/** All literals and constructions in src, the scripts of the dashboard and the generated validators included. */
export function expressionsOfSource(): readonly FoundExpression[] {
  return readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts'))
    .flatMap((name) => {
      const text = readFileSync(join(projectRoot, 'src', name), 'utf8');
      return expressionsIn(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
    });
}

function expressionsIn(source: ts.SourceFile): readonly FoundExpression[] {
  const found: FoundExpression[] = [];
  const visit = (node: ts.Node): void => {
    const parts = partsOf(node);
    if (parts !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const expression = new RegExp(parts.pattern, parts.flags);
      found.push({ place: `${source.fileName}:${line + 1} ${parts.pattern}`, expression });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function partsOf(node: ts.Node): { pattern: string; flags: string } | undefined {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return { pattern: node.text.slice(1, end), flags: node.text.slice(end + 1) };
  }
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'RegExp') return undefined;
  const [pattern, flags] = node.arguments ?? [];
  if (pattern === undefined || !ts.isStringLiteral(pattern)) {
    throw new Error(`a regular expression that no test can see: ${node.getText()}`);
  }
  return {
    pattern: pattern.text,
    flags: flags !== undefined && ts.isStringLiteral(flags) ? flags.text : '',
  };
}

/** Every `pattern` of openapi.yaml: generated clients and validators compile them, too. */
export function patternsOfDocument(): readonly FoundExpression[] {
  const found: FoundExpression[] = [];
  const visit = (value: ExactValue): void => {
    if (isList(value)) value.forEach(visit);
    if (!isObject(value)) return;
    for (const [key, item] of Object.entries(value)) {
      if (key === 'pattern' && typeof item === 'string') {
        found.push({ place: `openapi.yaml ${item}`, expression: new RegExp(item, 'u') });
      } else visit(item);
    }
  };
  visit(readDocument());
  return found;
}

/** A letter, a digit and a space fit most classes; the last ends most matches. */
const common = ['a', '0', ' '];
const MOST_CHARACTERS = 10;
/** At the end of the text: whatever an expression allows, something in one of them ends the match. */
const misfits = ['\u0001', '\u0001\n ,<>()[]{}@:'];

/**
 * Texts of about `length` characters that could make `expression` try again and again: its own literals and characters, singly and in
 * pairs, repeated behind what it begins with, and something at the end that does not fit.
 */
export function attacksOn(expression: RegExp, length: number): readonly string[] {
  const literals = literalsOf(expression.source);
  const characters = [...new Set([...common, ...Array.from(literals.join(''))])].slice(
    0,
    MOST_CHARACTERS,
  );
  const pairs = characters.flatMap((one) => characters.map((other) => one + other));
  const units = new Set([...literals, ...characters, ...pairs]);
  const heads = new Set(['', literals[0] ?? '']);
  return [...heads].flatMap((head) =>
    [...units].flatMap((unit) => {
      const body = head + unit.repeat(Math.ceil(length / unit.length));
      return misfits.map((misfit) => body + misfit);
    }),
  );
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', d: '0', w: 'a' };

/** The runs of plain characters in a pattern, and the first characters of its classes. */
function literalsOf(pattern: string): readonly string[] {
  const plain = pattern
    .replaceAll(/\{\d+(?:,\d*)?\}/g, '\0')
    .replaceAll(/\(\?[:=!]|\(\?<[=!]/g, '\0')
    .replaceAll(/\\u[0-9a-fA-F]{4}/g, '\0')
    .replaceAll(/\\[bBsSDWpPx](?:\{\w+\})?/g, '\0')
    .replaceAll(/\\(.)/g, (_, character: string) => escapes[character] ?? character);
  return plain.split(/[\0()[\]|*+?^$.]+/).filter((run) => run !== '');
}
