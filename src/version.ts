/** The package's own version, read once. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { packageFile } from './package-files.js';

export const version: string = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version;
