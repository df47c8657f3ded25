import { type Word, word } from '../../../core/word.ts';
import type { Api, Call, StartOptions } from '../evaluate/call.ts';
import { isBlank, text, UNKNOWN, type Value, wordOf } from '../evaluate/value.ts';
import { argument, option, truth } from './arguments.ts';

/** Functions that hand back what the program writes. */
const CAPTURES =
  /^(?:back-ticks|readpipe|shell_exec|exec|capture)$|popen$|(?:getoutput|getstatusoutput|check_output)$|^Open3\.|^child_process\./;

function captures({ name, language }: Call): boolean {
  return CAPTURES.test(name) && !(name === 'exec' && language !== 'php');
}

/** Hands text to `sh -c`. */
export function runShell(call: Call, code: Word, options: StartOptions = {}): Value {
  if (isBlank(code)) {
    call.world.computed(call.place, call.name);
    return UNKNOWN;
  }
  const output = call.world.start([word('sh'), word('-c'), code], call.place, {
    ...options,
    captured: captures(call),
  });
  return output === undefined ? UNKNOWN : text(output);
}

/** Starts a program with its arguments. */
export function runArgv(call: Call, argv: readonly Word[], options: StartOptions = {}): Value {
  const [program] = argv;
  if (program === undefined || isBlank(program)) {
    call.world.computed(call.place, call.name);
    return UNKNOWN;
  }
  const output = call.world.start(argv, call.place, { ...options, captured: captures(call) });
  return output === undefined ? UNKNOWN : text(output);
}

/** `cwd`, `input` and `env` as Python, Node and Ruby have them. */
export function startOptions(call: Call): StartOptions {
  const cwd = option(call, 'cwd') ?? option(call, 'chdir');
  const input = option(call, 'input') ?? option(call, 'stdin_data');
  const stdin = input === undefined || input.kind === 'outside' ? undefined : wordOf(input);
  return {
    ...(cwd === undefined || (cwd.kind === 'outside' && truth(cwd) === false) ? {} : { cwd: wordOf(cwd) }),
    ...(stdin === undefined || isBlank(stdin) ? {} : { stdin }),
    ...environmentOf(option(call, 'env')),
  };
}

/** A table of variables: what they are set to. */
export function environmentOf(variables: Value | undefined): StartOptions {
  return variables?.kind === 'table'
    ? { env: [...variables.entries].map(([name, value]) => [name, wordOf(value)] as const) }
    : {};
}

/** `os.chdir` and its like: relative paths begin there from now on. */
export const changeDirectory: Api = call => {
  const [directory] = call.args;
  if (directory !== undefined) call.world.enter(wordOf(directory));
  return UNKNOWN;
};

/** A function that is handed over to be called with what follows it: `atexit.register(f, x)`. */
export function callsWith(from: number): Api {
  return call => {
    const callee = call.args[from];
    return callee === undefined ? UNKNOWN : call.apply(callee, call.args.slice(from + 1));
  };
}

export function shell(at = 0, name?: string): Api {
  return call => runShell(call, wordOf(argument(call, at, name)), startOptions(call));
}
