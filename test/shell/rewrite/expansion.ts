import type { Random } from './random.ts';
import { BUILTINS, fresh, inQuotes, ofWord, quote, type Rewrite } from './spelling.ts';

function variable(
  name: string,
  use: (name: string, value: string, random: Random) => { before: string; source: string } | undefined,
): Rewrite {
  return ofWord(name, (value, random) => use(fresh(random), value, random));
}

const simple = (value: string): boolean => /^[\w./-]+$/.test(value);

/** Words that only an expansion makes what they are. */
export const EXPANSION: readonly Rewrite[] = [
  {
    name: '${IFS}',
    rewrite: (of, random) =>
      of.words === undefined
        ? undefined
        : { ...of, gap: random.pick(['${IFS}', '$IFS""', '${IFS:0:1}', '${IFS%??}']) },
  },
  {
    name: 'brace expansion {rm,-rf,/}',
    rewrite: ({ words, before }) =>
      words === undefined || words.length < 2 || words.some(one => /[,\s{}]/.test(one.source))
        ? undefined
        : { before, gap: ' ', text: `{${words.map(one => one.source).join(',')}}` },
  },
  {
    name: 'the whole command in a variable',
    rewrite: ({ words, before }, random) => {
      if (words === undefined || words.some(one => !simple(one.value))) return undefined;
      const name = fresh(random);
      return {
        before: '',
        gap: ' ',
        text: `${before}${name}='${words.map(one => one.value).join(' ')}'; $${name}`,
      };
    },
  },
  {
    name: 'arrays',
    rewrite: ({ words, before, gap }, random) => {
      // A pattern in quotes is text.
      if (words === undefined || words.some(one => /[?*[]/.test(one.source))) return undefined;
      const name = fresh(random);
      const [first, ...rest] = words.map(one => one.source);
      return random.pick([
        { before: '', gap, text: `${before}${name}=(${[first, ...rest].join(' ')}); "\${${name}[@]}"` },
        {
          before: '',
          gap,
          text: `${before}${name}=(${first}); ${name}+=(${rest.join(' ')}); "\${${name}[@]}"`,
        },
        { before: '', gap, text: `${before}${name}=([0]=${first}); "\${${name}[0]}" ${rest.join(' ')}` },
        {
          before: '',
          gap,
          text: `${before}declare -A ${name}; ${name}[k]=${first}; "\${${name}[k]}" ${rest.join(' ')}`,
        },
        { before: '', gap, text: `${before}set -- ${words.map(one => one.source).join(' ')}; "$@"` },
      ]);
    },
  },
  variable('variables X=rm', (name, value, random) => ({
    before: `${random.pick(['', 'export ', 'declare ', 'readonly '])}${name}=${quote(value)}; `,
    source: random.pick([`"$${name}"`, `"\${${name}}"`, `${name === '' ? '' : ''}"\${${name}:-x}"`]),
  })),
  variable('a variable in pieces', (name, value) =>
    value.length < 2
      ? undefined
      : {
          before: `${name}=${quote(value.slice(0, 1))}; ${name}+=${quote(value.slice(1))}; `,
          source: `"$${name}"`,
        },
  ),
  variable('a variable beside text', (name, value) =>
    simple(value) && value.length > 1
      ? { before: `${name}=${value.slice(1)}; `, source: `${value.slice(0, 1)}$${name}` }
      : undefined,
  ),
  variable('an unset variable inside', (name, value) =>
    simple(value) && value.length > 1
      ? { before: `unset ${name}; `, source: `${value.slice(0, 1)}\${${name}}${value.slice(1)}` }
      : undefined,
  ),
  variable('parameter operators', (name, value, random) => {
    if (!simple(value)) return undefined;
    return random.pick([
      { before: `${name}=xx${value}; `, source: `"\${${name}#xx}"` },
      { before: `${name}=x.y.${value}; `, source: `"\${${name}#x.*.}"` },
      { before: `${name}=${value}@@; `, source: `"\${${name}%@@}"` },
      { before: `${name}=${value}@a@b; `, source: `"\${${name}%%@*}"` },
      { before: `${name}=z@${value}; `, source: `"\${${name}##*@}"` },
      { before: `${name}=@${value}; `, source: `"\${${name}/@/}"` },
      { before: `${name}=@@${value}@; `, source: `"\${${name}//@}"` },
      { before: `${name}=12${value}34; `, source: `"\${${name}:2:${value.length}}"` },
      { before: `${name}=12${value}; `, source: `"\${${name}:2}"` },
      { before: `${name}=12${value}; `, source: `"\${${name}: -${value.length}}"` },
      { before: `${name}=; `, source: `"\${${name}:-${value}}"` },
      { before: `unset ${name}; `, source: `"\${${name}-${value}}"` },
      { before: `unset ${name}; `, source: `"\${${name}:=${value}}"` },
      { before: `${name}=1; `, source: `"\${${name}:+${value}}"` },
    ]);
  }),
  variable('parameter operators on case', (name, value, random) =>
    /^[a-z][a-z./-]*$/.test(value)
      ? random.pick([
          { before: `${name}=${value.toUpperCase()}; `, source: `"\${${name},,}"` },
          { before: `${name}=${value.toUpperCase()}; `, source: `"\${${name}@L}"` },
          { before: `declare -l ${name}=${value.toUpperCase()}; `, source: `"$${name}"` },
        ])
      : undefined,
  ),
  variable('indirect', (name, value) => ({
    before: `${name}=${quote(value)}; i${name}=${name}; `,
    source: `"\${!i${name}}"`,
  })),
  variable('a name reference', (name, value) => ({
    before: `${name}=${quote(value)}; declare -n n${name}=${name}; `,
    source: `"$n${name}"`,
  })),
  variable('printf -v', (name, value) => ({
    before: `printf -v ${name} %s ${inQuotes(value)}; `,
    source: `"$${name}"`,
  })),
  variable('read', (name, value, random) =>
    simple(value)
      ? {
          before: random.pick([
            `read -r ${name} <<< ${quote(value)}; `,
            `IFS=, read -r ${name} _ <<< ${quote(value)},x; `,
            `mapfile -t ${name} <<< ${quote(value)}; `,
          ]),
          source: `"$${name}"`,
        }
      : undefined,
  ),
  variable('a loop over literals', (name, value) =>
    simple(value)
      ? { before: `for ${name} in x ${quote(value)}; do :; done; `, source: `"$${name}"` }
      : undefined,
  ),
  variable('arithmetic', (name, value) =>
    simple(value)
      ? {
          before: `${name}=(${value.replace(/(?<=.)(?=.)/g, ' ')}); `,
          source: [...value].map((_, at) => `\${${name}[$((${at + 3}-3))]}`).join(''),
        }
      : undefined,
  ),
  ofWord(
    '$(echo rm)',
    (value, random) =>
      random.pick([
        `"$(printf %s ${inQuotes(value)})"`,
        ...(simple(value) && !value.startsWith('-')
          ? [`$(echo ${value})`, `"$(echo "$(echo ${value})")"`]
          : []),
      ]),
    { starts: ['echo', 'printf'] },
  ),
  ofWord(
    'back-ticks',
    value =>
      simple(value) && !value.startsWith('-') ? `\`echo ${value}\`` : `"\`printf %s ${inQuotes(value)}\`"`,
    { starts: ['echo', 'printf'] },
  ),
  ofWord(
    'globs in the command word (/bin/r?)',
    (value, random) => {
      if (!/^[a-z]{2,}$/.test(value) || BUILTINS.has(value)) return undefined;
      const at = 1 + random.below(value.length - 1);
      return `/bin/${value.slice(0, at)}${random.pick(['?', `[${value.charAt(at)}]`])}${value.slice(at + 1)}`;
    },
    { only: 'program', may: true, unsure: true, local: false },
  ),
  ofWord(
    'absolute paths',
    value => (/^[a-z]+$/.test(value) && !BUILTINS.has(value) ? `/usr/bin/${value}` : undefined),
    {
      only: 'program',
      local: false,
    },
  ),
];
