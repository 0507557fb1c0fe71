/** What ajv lacks: integers of 64 bits that are exact, and words of our own for what a pattern asks. */
import type { Ajv2020, CodeKeywordDefinition, KeywordCxt } from 'ajv/dist/2020.js';
import { _, str } from 'ajv/dist/compile/codegen/index.js';
import { _Code, type Code } from 'ajv/dist/compile/codegen/code.js';
import { usePattern } from 'ajv/dist/vocabularies/code.js';

/** Bounds of the formats, both included. */
export const integerFormats: Readonly<Record<string, { min: bigint; max: bigint }>> = {
  uint64: { min: 0n, max: 2n ** 64n - 1n },
  int64: { min: -(2n ** 63n), max: 2n ** 63n - 1n },
};

/**
 * Schema of the keyword `exactInteger`: which values pass. Integers pass as safe numbers or as bigint, within bounds (decimal
 * strings, exact) where `number` is true; of other kinds those named in `also`. `decimal`: strings pass if they are the decimal text of such an integer.
 */
export interface ExactInteger {
  readonly minimum: string;
  readonly maximum: string;
  readonly also: readonly ('string' | 'null')[];
  readonly number: boolean;
  readonly decimal: boolean;
}

/** Schema of the keyword `rule`: a pattern, and what it asks in words, to be read after "must". */
export interface TextRule {
  readonly pattern: string;
  readonly words: string;
}

const bigintLiteral = (decimal: string): Code => new _Code(`${decimal}n`);

function within(value: Code, { minimum, maximum }: ExactInteger): Code {
  return _`${value} >= ${bigintLiteral(minimum)} && ${value} <= ${bigintLiteral(maximum)}`;
}

function acceptedInteger(cxt: KeywordCxt): Code {
  const schema = cxt.schema as ExactInteger;
  const { data } = cxt;
  let passes = _`${schema.number} && (Number.isSafeInteger(${data}) || typeof ${data} == "bigint") && ${within(data, schema)}`;
  if (schema.also.includes('null')) passes = _`${passes} || ${data} === null`;
  if (schema.also.includes('string')) passes = _`${passes} || typeof ${data} == "string"`;
  if (schema.decimal) {
    const exact = _`BigInt(${data})`;
    const decimal = _`typeof ${data} == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(${data})`;
    passes = _`${passes} || ${decimal} && ${within(exact, schema)}`;
  }
  return passes;
}

function integerWords({ minimum, maximum, also }: ExactInteger): string {
  const others = also.map((kind) => (kind === 'string' ? ' or a string' : ' or null')).join('');
  return `must be a whole number from ${minimum} to ${maximum}${others}`;
}

const exactInteger: CodeKeywordDefinition = {
  keyword: 'exactInteger',
  schemaType: 'object',
  error: {
    message: ({ schema }) => str`${integerWords(schema as ExactInteger)}`,
    params: ({ schema }) => {
      const { minimum, maximum } = schema as ExactInteger;
      return _`{minimum: ${minimum}, maximum: ${maximum}}`;
    },
  },
  code: (cxt) => cxt.fail(_`!(${acceptedInteger(cxt)})`),
};

const rule: CodeKeywordDefinition = {
  keyword: 'rule',
  type: 'string',
  schemaType: 'object',
  error: { message: ({ schema }) => str`must ${(schema as TextRule).words}`, params: _`{}` },
  code: (cxt) => {
    const pattern = usePattern(cxt, (cxt.schema as TextRule).pattern);
    cxt.fail(_`!${pattern}.test(${cxt.data})`);
  },
};

/** Teaches an ajv instance the keywords `exactInteger` and `rule`, as inline code that standalone modules can hold. */
export function addExactKeywords(ajv: Ajv2020): void {
  ajv.addKeyword(exactInteger);
  ajv.addKeyword(rule);
}
