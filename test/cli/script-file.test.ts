import { describe, expect, it } from 'vitest';
import { parseScript } from './script-file.ts';

describe('script files', () => {
  it.each([
    '$ true',
    '# t\n$ true',
    '# t\n$ true\nx\n= 0',
    '# t\n|x',
    '# t\n$ true\n= x',
    '# t\n$ a\n|x\n= 0',
  ])('refuses %j', text => {
    expect(() => parseScript(text)).toThrow();
  });
});
