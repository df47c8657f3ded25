import { readArguments } from '../../core/options.ts';
import { textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';
import { after, named } from './words.ts';

/** tar(1): `--checkpoint-action=exec=cmd`, `--to-command=cmd`, `-I cmd`, `-F script`, `--rsh-command=cmd`. */
function tar(argv: readonly Word[]): readonly Inner[] {
  const { given } = readArguments(argv, {
    short: 'fCTXIFgHLNVKb',
    long: 'checkpoint-action to-command use-compress-program info-script new-volume-script rsh-command rmt-command file directory files-from exclude-from exclude transform owner group mode'.split(
      ' ',
    ),
  });
  return given.pairs.flatMap(([name, value]) => {
    if (value === undefined) return [];
    switch (name) {
      case 'checkpoint-action': {
        const code = after(value, 'exec=');
        return code === undefined ? [] : [{ code }];
      }
      case 'to-command':
      case 'I':
      case 'use-compress-program':
      case 'F':
      case 'info-script':
      case 'new-volume-script':
      case 'rsh-command':
        return named(value);
      default:
        return [];
    }
  });
}

/** zip(1): `-TT cmd` and `--unzip-command cmd` test the archive with a command, `{}` its name. */
function zip(argv: readonly Word[]): readonly Inner[] {
  const at = argv.findIndex(one => ['-TT', '--unzip-command'].includes(textOf(one) ?? ''));
  const code = at < 0 ? undefined : argv[at + 1];
  return code === undefined ? [] : [{ code }];
}

/** make(1): `SHELL=program`, and `$(shell code)` in `--eval=text` or a variable. */
function make(argv: readonly Word[]): readonly Inner[] {
  const { given, operands } = readArguments(argv, {
    short: 'CfIjlnoWE',
    long: ['eval', 'directory', 'file', 'makefile', 'jobs', 'include-dir'],
  });
  const shell = operands.map(one => after(one, 'SHELL=')).find(one => one !== undefined);
  const texts = [
    ...given.pairs.filter(([name]) => name === 'eval' || name === 'E').map(([, value]) => value),
    ...operands,
  ];
  return [
    ...(shell === undefined || isShell(shell)
      ? []
      : [{ argv: [shell, word('-c'), [{ hole: 'operands' as const, name: 'make' }]] }]),
    ...texts.flatMap(one => (one === undefined ? [] : shellCalls(one))),
  ];
}

function isShell(of: Word): boolean {
  return /^(?:(?:\/usr)?\/bin\/)?(?:ba|da|z|k)?sh$/.test(textOf(of) ?? '');
}

/** The code in `$(shell …)`, `!=` and the recipe behind `:;`. */
function shellCalls(of: Word): readonly Inner[] {
  const text = textOf(of);
  if (text === undefined) return [];
  const codes: string[] = [];
  for (let at = text.search(/\$[({]shell\s/); at >= 0; ) {
    let depth = 0;
    let end = at + 1;
    for (; end < text.length; end++) {
      if ('({'.includes(text[end] ?? '')) depth++;
      else if (')}'.includes(text[end] ?? '') && --depth === 0) break;
    }
    codes.push(text.slice(at + '$(shell '.length, end));
    const next = text.slice(end).search(/\$[({]shell\s/);
    at = next < 0 ? -1 : end + next;
  }
  const recipe = /^[\w.-]+\s*::?[^;=]*;([\s\S]*)$/.exec(text)?.[1];
  const assigned = /^[\w.-]+\s*!=([\s\S]*)$/.exec(text)?.[1];
  return [...codes, recipe, assigned].flatMap(code =>
    code === undefined || code.trim() === ''
      ? []
      : [{ code: word(code.replaceAll('$$', '$').replace(/^\s*[@+-]+/, '')) }],
  );
}

export const ARCHIVE_SINKS: Sinks = { tar, gtar: tar, zip, make, gmake: make };
