/** The licences of others' code in a bundle, as they must be handed on with it. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import * as z from 'zod';

const manifest = z.object({ name: z.string(), version: z.string(), license: z.string() });
const licenseFile = /^(?:licen[cs]e|copying|notice)\b/i;
const packageFolder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
const rule = `\n${'-'.repeat(80)}\n\n`;

const head = `The command in dist/command/ holds code of the packages below, each under its own license.
`;

/** One text with name, version and licence of every package that has code in the bundle, by name; `root` is where the bundle was made. */
export function thirdPartyLicenses(root: string, { outputs }: Metafile): string {
  const folders = new Set<string>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const [folder] = packageFolder.exec(path) ?? [];
      if (folder !== undefined && bytesInOutput > 0) folders.add(join(root, folder));
    }
  }
  const texts = new Set([...folders].map(licenseOf)); // the same package may lie in two places
  return [head, ...[...texts].sort()].join(rule);
}

/** @throws Error where the package says nothing of its licence at all. */
function licenseOf(folder: string): string {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  const { name, version, license } = manifest.parse(JSON.parse(text));
  const files = readdirSync(folder).filter((file) => licenseFile.test(file));
  const words = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})\n`, ...words.map((each) => `\n${each}\n`)].join('');
}
