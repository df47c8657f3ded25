import { concat, hole, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';
import { replaceIn } from './words.ts';
import { xargsLines } from './xargs.ts';

/** `-exec … ;`, `-exec … +`, `-execdir`, `-ok`, `-okdir`; `{}` is something below a starting point. */
function findActions(argv: readonly Word[]): readonly Inner[] {
  const actions: Inner[] = [];
  const first = argv.slice(1).find(one => !/^-(?:[HLP]|O\d?|D)$/.test(textOf(one) ?? ''));
  const start = first === undefined || /^[-(!]/.test(literalText(first)) ? word('.') : first;
  const below = concat(start, textOf(start)?.endsWith('/') ? [] : word('/'), hole('operands', 'find'));
  for (let at = 1; at < argv.length; at++) {
    if (!/^-(?:exec|ok)(?:dir)?$/.test(textOf(argv[at] ?? []) ?? '')) continue;
    const ends = argv.findIndex((one, index) => index > at && /^[;+]$/.test(textOf(one) ?? ''));
    const command = argv.slice(at + 1, ends < 0 ? undefined : ends);
    if (command.length > 0) actions.push({ argv: command.map(one => replaceIn(one, '{}', below)) });
    if (ends > 0) at = ends;
  }
  return actions;
}

function fdActions(argv: readonly Word[]): readonly Inner[] {
  const at = argv.findIndex(one => ['-x', '-X', '--exec', '--exec-batch'].includes(textOf(one) ?? ''));
  if (at < 0) return [];
  const item = hole('operands', 'fd');
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
