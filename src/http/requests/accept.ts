/** Content negotiation by the Accept header. */

interface Range {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
  /** True with the parameter `integers=string`, which asks for a form of its own. */
  readonly integersAsText: boolean;
}

/**
 * The best of `offered` (media types without parameters, our favourite first) for an Accept header; undefined where the
 * header rules all of them out. Without a header the first one is it.
 */
export function negotiate(
  accept: string | undefined,
  offered: readonly string[],
): string | undefined {
  if (accept === undefined || accept.trim() === '' || accept === '*/*') return offered[0];
  const ranges = accept.split(',').flatMap(readRange);
  let best: string | undefined;
  let bestQuality = 0;
  for (const type of offered) {
    const quality = qualityOf(type, ranges);
    if (quality > bestQuality) {
      best = type;
      bestQuality = quality;
    }
  }
  return best;
}

function readRange(text: string): readonly Range[] {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [type, subtype] = range.split('/');
  if (type === undefined || subtype === undefined) return [];
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const quality = weight === undefined ? 1 : Number(weight);
  const integersAsText = parameters.some((parameter) => integersParameter.test(parameter));
  return Number.isNaN(quality) ? [] : [{ type, subtype, quality, integersAsText }];
}

const integersParameter = /^integers\s*=\s*"?string"?$/;

/**
 * True where the header asks for JSON whose 64-bit integers are strings (`application/json;integers=string`) and does not like
 * plain JSON better.
 */
export function wantsIntegersAsText(accept: string | undefined): boolean {
  if (accept?.toLowerCase().includes('integers') !== true) return false;
  const ranges = accept.split(',').flatMap(readRange);
  const asked = ranges.find(({ integersAsText }) => integersAsText)?.quality ?? 0;
  const plain = ranges.filter(({ integersAsText }) => !integersAsText);
  return asked > 0 && asked >= qualityOf('application/json', plain);
}

// The most exact range decides, whatever its weight: "text/html;q=0, */*" means all but HTML.
function qualityOf(offered: string, ranges: readonly Range[]): number {
  const [type, subtype] = offered.split('/');
  let quality = 0;
  let exactness = -1;
  for (const range of ranges) {
    const typeFits = range.type === type;
    const exact = typeFits && range.subtype === subtype;
    const rank = exact ? 2 : typeFits && range.subtype === '*' ? 1 : 0;
    const fits = rank > 0 || (range.type === '*' && range.subtype === '*');
    if (fits && rank > exactness) {
      exactness = rank;
      quality = range.quality;
    }
  }
  return quality;
}
