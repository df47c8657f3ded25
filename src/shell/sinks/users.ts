import { readArguments, readOptions } from '../../core/options.ts';
import { textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';

const LONG = ['command', 'group', 'supp-group', 'shell', 'session-command', 'user', 'whitelist-environment'];

/** su(1), runuser(1): GNU permutes, so `su root -c cmd` and `su -c cmd root` are the same. */
function switchUser(argv: readonly Word[], short: string): readonly Inner[] {
  if (argv.some(one => /^--(?:help|version)$/.test(textOf(one) ?? ''))) return [];
  const grammar = { short, long: LONG };
  for (let at = 1; at <= argv.length; ) {
    const { given, operands } = readOptions(argv, grammar, at);
    const code = given.value('c', 'command', 'session-command');
    if (code !== undefined) return [{ code }];
    if (given.has('u', 'user')) return operands < argv.length ? [{ argv: argv.slice(operands) }] : [];
    at = operands + 1;
  }
  return [{ argv: [word('sh')] }];
}

/** `sg group -c cmd`, `newgrp`. */
function group(argv: readonly Word[]): readonly Inner[] {
  const { given, operands } = readArguments(argv, { short: 'c', long: [] });
  const code = given.value('c') ?? operands[1];
  return code === undefined ? [{ argv: [word('sh')] }] : [{ code }];
}

export const USER_SINKS: Sinks = {
  su: argv => switchUser(argv, 'cgGsTw'),
  runuser: argv => switchUser(argv, 'cgGsTuw'),
  sg: group,
};
