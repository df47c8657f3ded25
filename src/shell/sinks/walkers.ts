import { foundBy } from '../../core/found.ts';
import { concat, hole, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';
import { replaceIn } from './words.ts';
import { xargs } from './xargs.ts';

const FOUND = hole('operands', 'find');

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
    const there = textOf(one)?.endsWith('dir') === true;
    if (command.length > 0)
      for (const found of marked || there ? foundBy(tests) : [word('.')])
        actions.push(
          there
            ? { argv: command.map(each => replaceIn(each, '{}', concat(word('./'), FOUND))), cwd: found }
            : { argv: command.map(each => replaceIn(each, '{}', found)) },
        );
    // Without an end find starts nothing; what stands there is followed once, not once more for each `-exec` in it.
    if (ends < 0) break;
    at = ends;
  }
  return actions;
}

function fdActions(argv: readonly Word[]): readonly Inner[] {
  const at = argv.findIndex((one, index) => index > 0 && isExec(one));
  if (at < 0) return [];
  // A pattern or an extension keeps it from the directory itself.
  const item = concat(
    word('./'),
    hole('operands', 'fd'),
    at > 1 ? concat(word('/'), hole('operands', 'fd')) : [],
  );
  const ends = argv.findIndex((one, index) => index > at && (textOf(one) === ';' || isExec(one)));
  const command = argv.slice(at + 1, ends < 0 ? undefined : ends);
  const others =
    ends < 0
      ? []
      : fdActions([...argv.slice(0, at), ...argv.slice(textOf(argv[ends] ?? []) === ';' ? ends + 1 : ends)]);
  if (command.length === 0) return others;
  const marked = command.some(one => PLACES.some(mark => literalText(one).includes(mark)));
  const filled = PLACES.reduce<readonly Word[]>(
    (words, mark) => words.map(one => replaceIn(one, mark, item)),
    command,
  );
  return [{ argv: marked ? filled : [...command, item] }, ...others];
}

/** What `fd` puts a path, or pieces of it, in place of. */
const PLACES = ['{}', '{/}', '{//}', '{.}', '{/.}'];

function isExec(one: Word): boolean {
  return /^(?:-[xX]|--exec(?:-batch)?)$/.test(textOf(one) ?? '');
}

/** An applet, or a shell by another name. */
function applet(argv: readonly Word[]): readonly Inner[] {
  const first = textOf(argv[1] ?? []);
  return first === undefined || first === '' || first.startsWith('-') ? [] : [{ argv: argv.slice(1) }];
}

export const WALKER_SINKS: Sinks = {
  xargs,
  gxargs: xargs,
  find: findActions,
  gfind: findActions,
  fd: fdActions,
  fdfind: fdActions,
  busybox: applet,
  toybox: applet,
};
