import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FAMILIES } from '../../src/effects/catalogue.ts';

/** A catalogue that nobody has asked yet: the first names are looked for without an index. */
beforeEach(() => vi.resetModules());

const all = FAMILIES.map(({ names }) => names.split(' '));
const twice = all.flat().filter((name, index, names) => names.indexOf(name) !== index);

describe('the model of a program', () => {
  it.each([
    ['the first names of each family', all.map(([first = '']) => first)],
    ['the last names of each family', all.map(names => names.at(-1) ?? '')],
    ['names of several families', [...new Set(twice)]],
    ['parts of names, and no names', ['', ' ', 'r', 'rm cp', 'mkf', 'constructor', '__proto__', 'nosuch']],
  ])('is the same before and after all names are indexed: %s', async (_, names) => {
    const late = await import('../../src/effects/catalogue.ts');
    for (const name of all.flat().slice(0, 32)) late.modelOf(name);
    for (let at = 0; at < names.length; at += 4) {
      vi.resetModules();
      const early = await import('../../src/effects/catalogue.ts');
      for (const name of names.slice(at, at + 4)) {
        const [first, second] = [early.modelOf(name), late.modelOf(name)];
        expect(Object.keys(first ?? {}), name).toEqual(Object.keys(second ?? {}));
        expect(JSON.stringify(first), name).toBe(JSON.stringify(second));
      }
    }
  });
});
