import { foundBy } from '../../core/found.ts';
import { concat, hole, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';
import { replaceIn } from './words.ts';
import { xargsLines } from './xargs.ts';

/** `-exec … ;`, `-exec … +`, `-execdir`, `-ok`, `-okdir`; `{}` is something that is found. */
function findActions(argv: readonly Word[]): readonly Inner[] {
  const actions: Inner[] = [];
  const tests: Word[] = [];
  for (let at = 0; at < argv.length; at++) {
    const one = argv[at] ?? [];
    tests.push(one);
    if (at === 0 || !/^-(?:exec|ok)(?:dir)?$/.test(textOf(one) ?? '')) continue;
    const ends = argv.findIndex((end, index) => index > at && /^[;+]$/.test(textOf(end) ?? ''));
    const command = argv.slice(at + 1, ends < 0 ? undefined : ends);
    const marked = command.some(each => literalText(each).includes('{}'));
    if (command.length > 0)
      for (const found of marked ? foundBy(tests) : [word('.')])
        actions.push({ argv: command.map(each => replaceIn(each, '{}', found)) });
    if (ends > 0) at = ends;
  }
  return actions;
}

function fdActions(argv: readonly Word[]): readonly Inner[] {
  const at = argv.findIndex(one => ['-x', '-X', '--exec', '--exec-batch'].includes(textOf(one) ?? ''));
  if (at < 0) return [];
  // A pattern or an extension keeps it from the directory itself.
  const item = concat(
    word('./'),
    hole('operands', 'fd'),
    at > 1 ? concat(word('/'), hole('operands', 'fd')) : [],
  );
  const command = argv.slice(at + 1);
  if (command.length === 0) return [];
  const marked = command.some(one => literalText(one).includes('{}'));
  return [{ argv: marked ? command.map(one => replaceIn(one, '{}', item)) : [...command, item] }];
}

/** An applet, or a shell by another name. */
function applet(argv: readonly Word[]): readonly Inner[] {
  const first = textOf(argv[1] ?? []);
  return first === undefined || first === '' || first.startsWith('-') ? [] : [{ argv: argv.slice(1) }];
}

export const WALKER_SINKS: Sinks = {
  xargs: (argv, input) => xargsLines(argv, input).map(line => ({ argv: line })),
  find: findActions,
  gfind: findActions,
  fd: fdActions,
  fdfind: fdActions,
  busybox: applet,
  toybox: applet,
};
