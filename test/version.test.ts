import { expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { VERSION } from '../src/core/version.ts';

it('the version in the code is the package version', () => {
  expect(VERSION).toBe(manifest.version);
});
