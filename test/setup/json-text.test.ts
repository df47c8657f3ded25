import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { memberOf, plainValue } from '../../src/setup/json-node.ts';
import { readJson } from '../../src/setup/json-text.ts';

const refused = (text: string) => {
  try {
    readJson('settings.json', text);
  } catch (thrown) {
    return thrown;
  }
  return undefined;
};

describe('JSON with places', () => {
  it('stands for what JSON.parse makes of the same text, whatever its blanks', () => {
    const indent = fc.constantFrom(undefined, 1, 4, '\t', ' \r\n');
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), indent, (value, unit) => {
        const text = JSON.stringify(value, null, unit);
        const node = readJson('x', text);
        expect([node.start, node.end]).toEqual([0, text.length]);
        expect(plainValue(text, node)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses what JSON.parse refuses, and nothing else', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      '01',
      'true',
      'nul',
      ' ',
      '"\\x"',
      '/',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
        const text = pieces.join('');
        let parses = true;
        try {
          JSON.parse(text);
        } catch {
          parses = false;
        }
        expect(refused(text) === undefined).toBe(parses);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each<[what: string, text: string, line: number, column: number]>([
    ['a comment', '{\n  // mine\n  "a": 1\n}', 2, 3],
    ['a comment after a value', '{"a": 1 /* one */}', 1, 9],
    ['a comma with nothing after it', '{\n  "a": 1,\n}', 3, 1],
    ['a name without quotes', '{a: 1}', 1, 2],
    ['text after the end', '{}\nx', 2, 1],
    ['nothing', '', 1, 1],
    ['an end that is missing', '{"a": [1, 2', 1, 12],
    ['a line end in a string', '["a\nb"]', 1, 2],
  ])('says where %s stands', (_, text, line, column) => {
    expect(refused(text)).toMatchObject({
      code: 'E_INPUT',
      position: { file: 'settings.json', line, column },
    });
  });

  it('takes the last of two members of a name, as hosts do', () => {
    const text = '{"a": 1, "a": 2}';
    const node = readJson('x', text);
    expect(node.kind === 'object' && memberOf(node, 'a')?.value).toMatchObject({ value: 2 });
  });

  it(`reads ${LIMITS.settingsDepth} levels, and refuses one more`, () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(refused(nested(LIMITS.settingsDepth + 1))).toBeUndefined();
    expect(refused(nested(LIMITS.settingsDepth + 2))).toMatchObject({ code: 'E_INPUT' });
  });
});
