import { describe, expect, it } from 'vitest';
import { EFFECT_KINDS, type EffectKind } from '../../src/core/effect.ts';
import { FAMILIES, modelsOf } from '../../src/effects/catalogue.ts';
import type { Model } from '../../src/effects/model.ts';
import { summarise } from '../../src/effects/summarise.ts';
import { scanned } from '../shell/scanned.ts';

/** Kinds a command has, in order of the alphabet, `read` left out; a guess counts as nothing. */
function kinds(command: string): string {
  const { effects } = summarise(scanned(command), { home: '/home/user', workspace: '/workspace' });
  const found = new Set(effects.filter(({ certain }) => certain).map(({ kind }) => kind));
  found.delete('read');
  return [...found].sort().join(' ');
}

/** What a command may do that nobody minds. */
const BENIGN: ReadonlySet<string> = new Set<EffectKind>(['read', 'download', 'write']);

/** Whether the tables name any effect but reading. */
function canHarm({ does = '', options = '', verbs = {}, special }: Model): boolean {
  const roles = [does, options, ...Object.values(verbs)].join(' ').replace(/\bread(?::\w+)?\b/g, '');
  return special !== undefined || EFFECT_KINDS.some(kind => kind !== 'read' && roles.includes(kind));
}

const models = new Map<Model, string[]>();
for (const family of FAMILIES)
  for (const [name, model] of modelsOf(family)) models.set(model, [...(models.get(model) ?? []), name]);

const cases = [...models].map(([model, names]) => ({ model, names, title: names.slice(0, 4).join(', ') }));

describe.each(cases)('$title', ({ names, model }) => {
  const rows = Object.entries(model.examples);
  const [first = ''] = names;

  it('does what its examples say, under each of its names', () => {
    const called = names.flatMap(name =>
      rows.map(([command, expected]) => [command.replace(first, () => name), expected]),
    );
    const said = Object.fromEntries(
      called.map(([command = '', expected = '']) => [command, [...expected.split(' ')].sort().join(' ')]),
    );
    expect(Object.fromEntries(Object.keys(said).map(command => [command, kinds(command)]))).toEqual(said);
  });

  it('has an example that does no harm, and one that does if it can do any', () => {
    const harmless = rows.filter(([, expected]) =>
      expected.split(' ').every(kind => kind === '' || BENIGN.has(kind)),
    );
    expect(harmless).not.toEqual([]);
    if (canHarm(model)) expect(rows.filter(([, expected]) => expected !== '')).not.toEqual([]);
  });
});

it('knows 250 programs, each once', () => {
  const names = FAMILIES.flatMap(family => [...modelsOf(family).keys()]);
  expect(names.length).toBeGreaterThanOrEqual(250);
  expect(names).toHaveLength(new Set(names).size);
});

it('lists the names of each family', () => {
  for (const family of FAMILIES)
    expect(family.names.split(' ').sort()).toEqual([...modelsOf(family).keys()].sort());
});
