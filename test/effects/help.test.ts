import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { helpOf, optionsIn, PROGRAMS } from '../../.config/help-options.mjs';
import { modelOf } from '../../src/effects/catalogue.ts';
import { compile } from '../../src/effects/compile.ts';

type Listed = readonly [names: readonly string[], value: 'none' | 'next' | 'attached'];

const installed = (PROGRAMS as readonly string[])
  .map(program => ({ program, listed: optionsIn(helpOf(program)) as readonly Listed[] }))
  .filter(({ listed }) => listed.length > 0);

describe.each(installed)('$program as it is installed here', ({ program, listed }) => {
  it('takes a value where its --help says so, and nowhere else', () => {
    const model = modelOf(program);
    if (model === undefined) throw new Error('there is no model of it');
    const { options } = compile(model, program).grammar;
    // Versions differ in what they have, not in what an option takes.
    const wrong = listed.flatMap(([names, value]) =>
      names
        .filter(name => (options.get(name)?.value ?? value) !== value)
        .map(name => `${name}: ${value} in --help`),
    );
    expect(wrong).toEqual([]);
  });
});

it('finds programs to compare with', () => {
  expect(installed.length).toBeGreaterThan(20);
});
