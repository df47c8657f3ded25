/** What a makefile says to run for a goal. */
export interface Recipes {
  /** Lines of shell code, in order. */
  readonly lines: readonly string[];
  /** Something of the file was not understood: conditionals, pattern rules, functions, other files. */
  readonly partly: boolean;
}

interface Rule {
  readonly needs: readonly string[];
  readonly recipe: readonly string[];
}

interface Makefile {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly variables: Map<string, string>;
  readonly first: string | undefined;
  readonly partly: boolean;
}

const ASSIGNMENT = /^(?:override\s+|export\s+)*([\w.-]+)\s*(::?:?=|\?=|\+=|!=|=)\s*([\s\S]*)$/;
const RULE = /^([^\s:=#][^:=#]*?)\s*::?(?!=)\s*([^;]*)(?:;([\s\S]*))?$/;
const UNREAD =
  /^(?:ifn?eq|ifn?def|else|endif|-?include|sinclude|define|endef|vpath|load)\b|^\.(?:ONESHELL|RECIPEPREFIX)/;
const GOALS = 64;
const EXPANSIONS = 16;
/** A variable that doubles itself at each level. */
const LONGEST = 16_384;

/**
 * The recipes a makefile (GNU make manual, 4 to 6) has for some goals and what they need, with its variables put in.
 * A line that takes more than that is left out, and `partly` says so.
 * @param given `NAME=value` of the command line
 */
export function recipesFor(
  text: string,
  goals: readonly string[],
  given: ReadonlyMap<string, string>,
): Recipes {
  const file = read(text);
  for (const [name, value] of given) file.variables.set(name, value);
  let { partly } = file;
  const lines: string[] = [];
  const done = new Set<string>();
  const add = (line: string, rule: Rule, goal: string): void => {
    const automatic = new Map([
      ['@', goal],
      ['<', rule.needs[0] ?? ''],
      ['^', rule.needs.join(' ')],
      ['+', rule.needs.join(' ')],
      ['?', rule.needs.join(' ')],
    ]);
    const code = expanded(line.replace(/^\s*[@+-]+/, ''), file.variables, automatic, 0);
    if (code === undefined) partly = true;
    else if (code.trim() !== '') lines.push(code);
  };
  const make = (goal: string): void => {
    if (done.has(goal) || done.size >= GOALS) return;
    done.add(goal);
    const rule = file.rules.get(goal);
    if (rule === undefined) return;
    for (const need of rule.needs) make(need);
    for (const line of rule.recipe) add(line, rule, goal);
  };
  for (const goal of goals.length > 0 ? goals : file.first === undefined ? [] : [file.first]) make(goal);
  return { lines, partly };
}

function read(text: string): Makefile {
  const rules = new Map<string, Rule>();
  const variables = new Map([
    ['MAKE', 'make'],
    ['RM', 'rm -f'],
    ['CURDIR', '.'],
    ['SHELL', '/bin/sh'],
  ]);
  let first: string | undefined;
  let partly = false;
  let targets: readonly string[] = [];
  for (const line of text.replace(/\\\n[ \t]*/g, ' ').split('\n')) {
    if (line.startsWith('\t')) {
      for (const target of targets) {
        const rule = rules.get(target);
        if (rule !== undefined) rules.set(target, { ...rule, recipe: [...rule.recipe, line] });
      }
      continue;
    }
    const clean = line.replace(/(?<!\\)#.*$/, '').trim();
    if (clean === '') continue;
    if (UNREAD.test(clean)) {
      partly = true;
      continue;
    }
    const [, name, operator, value = ''] = ASSIGNMENT.exec(clean) ?? [];
    if (name !== undefined) {
      const before = variables.get(name);
      if (operator === '!=') variables.set(name, `$(shell ${value})`);
      else if (operator === '+=') variables.set(name, before === undefined ? value : `${before} ${value}`);
      else if (operator !== '?=' || before === undefined)
        variables.set(name, operator === '=' || operator === '?=' ? value : selfless(value, name, before));
      continue;
    }
    const rule = RULE.exec(clean);
    if (rule === null) continue;
    const named = expanded(rule[1] ?? '', variables, new Map(), 0);
    const needs = expanded(rule[2] ?? '', variables, new Map(), 0);
    if (named === undefined || needs === undefined || named.includes('%')) partly = true;
    targets = (named ?? '').split(/\s+/).filter(one => one !== '' && !one.includes('%'));
    for (const target of targets) {
      first ??= /^\.(?!\/)/.test(target) ? undefined : target;
      const before = rules.get(target);
      const more = (needs ?? '').split(/\s+/).filter(one => one !== '' && one !== '|');
      const recipe = rule[3] === undefined ? [] : [rule[3]];
      rules.set(target, {
        needs: [...(before?.needs ?? []), ...more],
        recipe: recipe.length > 0 ? recipe : (before?.recipe ?? []),
      });
    }
  }
  return { rules, variables, first, partly };
}

/** `X := $(X) more` is not endless. */
function selfless(value: string, name: string, before: string | undefined): string {
  return value.replaceAll(`$(${name})`, before ?? '').replaceAll(`\${${name}}`, before ?? '');
}

/** With variables put in; those that are not known come from the environment, and are the shell's to put in. */
function expanded(
  text: string,
  variables: ReadonlyMap<string, string>,
  automatic: ReadonlyMap<string, string>,
  depth: number,
): string | undefined {
  if (depth > EXPANSIONS || text.length > LONGEST) return undefined;
  let result = '';
  for (let at = 0; at < text.length; ) {
    const char = text[at] ?? '';
    const next = text[at + 1] ?? '';
    if (char !== '$') {
      result += char;
      at += 1;
    } else if (next === '$') {
      result += '$';
      at += 2;
    } else {
      const end = next === '(' || next === '{' ? closing(text, at + 1) : at + 2;
      if (end === undefined) return undefined;
      const name = next === '(' || next === '{' ? text.slice(at + 2, end - 1) : next;
      const value = meaning(name, variables, automatic, depth);
      if (value === undefined) return undefined;
      result += value;
      at = end;
    }
    if (result.length > LONGEST) return undefined;
  }
  return result;
}

function meaning(
  name: string,
  variables: ReadonlyMap<string, string>,
  automatic: ReadonlyMap<string, string>,
  depth: number,
): string | undefined {
  const own = automatic.get(name);
  if (own !== undefined) return own;
  const shell = /^shell\s+([\s\S]*)$/.exec(name)?.[1];
  if (shell !== undefined) {
    const code = expanded(shell, variables, automatic, depth + 1);
    return code === undefined ? undefined : `$(${code})`;
  }
  if (!/^[\w.-]+$/.test(name)) return undefined;
  const value = variables.get(name);
  if (value !== undefined) return expanded(value, variables, automatic, depth + 1);
  return /^[A-Za-z_]\w*$/.test(name) ? `\${${name}}` : undefined;
}

/** Where the bracket at `from` is closed. */
function closing(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if ('({'.includes(text[at] ?? '')) depth++;
    else if (')}'.includes(text[at] ?? '') && --depth === 0) return at + 1;
  }
  return undefined;
}
