import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { policySchema } from '../../src/policy/file/json-schema.ts';
import { CONDITION_SHAPE } from '../../src/policy/file/schema.ts';

const published = JSON.parse(readFileSync(new URL('../../policies/schema.json', import.meta.url), 'utf8'));

it('the published schema is that of the reader', () => {
  expect(published).toEqual(JSON.parse(JSON.stringify(policySchema())));
});

it('says of every condition what it asks', () => {
  const rule = published.properties.policies.items.properties.rules.items.properties;
  for (const part of [rule.when, rule.unless])
    for (const key of Object.keys(CONDITION_SHAPE))
      expect(part.properties[key]?.description, key).toMatch(/\w{4}/);
  expect(rule.when.properties.effect.anyOf).toHaveLength(2);
  expect(rule.when.additionalProperties).toBe(false);
});
