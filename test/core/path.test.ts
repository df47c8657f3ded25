import { expect, it } from 'vitest';
import { resolvePath } from '../../src/core/path.ts';
import { concat, displayWord, hole, type Word, word } from '../../src/core/word.ts';

const X = hole('variable', 'X');

it.each<[path: Word, cwd: Word, resolved: string]>([
  [word('a'), word('/w'), '/w/a'],
  [word('./a//b/'), word('/w'), '/w/a/b'],
  [word('/tmp/../'), word('/w'), '/'],
  [word('/..'), word('/w'), '/'],
  [word('../../../a'), word('/w/x'), '/a'],
  [word('//'), word('/w'), '/'],
  [word('/./'), word('/w'), '/'],
  [word(''), word('/w'), '/w'],
  [concat(X, word('/a')), word('/w'), '⟨X⟩/a'],
  [concat(word('a/'), X), word('/w'), '/w/a/⟨X⟩'],
  [concat(word('a/'), X, word('/..')), word('/w'), '/w/a/⟨X⟩/..'],
  [concat(word('a/b'), X, word('/../c')), word('/w'), '/w/a/b⟨X⟩/../c'],
  [hole('glob', '*'), word('/w'), '/w/⟨*⟩'],
  [word('a'), X, '⟨X⟩/a'],
  [word('../a'), X, '⟨X⟩/../a'],
  [word('C:\\Users\\me\\..\\x'), word('/w'), '/c/Users/x'],
  [word('d:/x'), word('/w'), '/d/x'],
  [word('C:'), word('/w'), '/c'],
  [word('C:WindowsSystem32'), word('/w'), '/c/WindowsSystem32'],
  [concat(word('C:\\x\\'), X), word('/w'), '/c/x/⟨X⟩'],
  [word('c:note'), word('/w'), '/w/c:note'],
  [word('a\\b'), word('/w'), '/w/a\\b'],
])('%j in %j is %s', (path, cwd, resolved) => {
  expect(displayWord(resolvePath(path, cwd))).toBe(resolved);
});
