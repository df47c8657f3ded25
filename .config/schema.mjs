// Writes policies/schema.json, the JSON Schema that editors use for policy files, from the schema that reads them.
import { rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const bundle = 'dist/.schema.mjs';
await build({
  entryPoints: ['src/policy/file/json-schema.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
});
const { policySchema } = await import(pathToFileURL(bundle).href);
rmSync(bundle);
writeFileSync('policies/schema.json', `${JSON.stringify(policySchema(), undefined, 2)}\n`);
