import { delimiter, fresh, inQuotes, ofText, type Rewrite } from './spelling.ts';

const print = (text: string): string => `printf '%s\\n' ${inQuotes(text)}`;
const oneLine = (text: string): boolean => !text.includes('\n');

/** Code that reaches a shell through a descriptor, a process beside it, or line by line. */
export const DESCRIPTORS: readonly Rewrite[] = [
  ofText(
    'a descriptor of its own',
    (text, random) => {
      const name = fresh(random);
      const end = delimiter(random);
      return random.pick([
        `exec 3<<< ${inQuotes(text)}; bash <&3`,
        `exec 4< <(${print(text)}); bash 0<&4`,
        `exec 3<<'${end}'\n${text}\n${end}\nbash /dev/fd/3`,
        `exec 3<<'${end}'\n${text}\n${end}\n. /proc/self/fd/3`,
        `exec {${name}}<<< ${inQuotes(text)}; bash <&$${name}`,
        `exec 3<<< ${inQuotes(text)}; exec 5<&3 3<&-; bash <&5`,
        `bash 3<<< ${inQuotes(text)} <&3`,
        `{ bash <&3; } 3<<< ${inQuotes(text)}`,
        `${name}() { bash <&6; }; ${name} 6<<< ${inQuotes(text)}`,
        `(exec <<< ${inQuotes(text)}; bash)`,
      ]);
    },
    { starts: ['bash', 'printf'] },
  ),
  ofText(
    'code that is read',
    (text, random) => {
      const name = fresh(random);
      return random.pick([
        `IFS= read -r -d '' ${name} <<< ${inQuotes(text)}; eval "$${name}"`,
        `exec 3<<< ${inQuotes(text)}; IFS= read -r -d '' ${name} <&3; bash -c "$${name}"`,
        `IFS= read -r -u 4 -d '' ${name} 4<<< ${inQuotes(text)}; eval "$${name}"`,
        ...(oneLine(text)
          ? [
              `while IFS= read -r ${name}; do eval "$${name}"; done <<< ${inQuotes(text)}`,
              `${print(text)} | while IFS= read -r ${name}; do eval "$${name}"; done`,
              `mapfile -t ${name} < <(${print(text)}); eval "\${${name}[0]}"`,
              `shopt -s lastpipe; ${print(text)} | IFS= read -r ${name}; eval "$${name}"`,
              `coproc ${name} { ${print(text)}; }; IFS= read -r x <&"\${${name}[0]}"; eval "$x"`,
            ]
          : []),
      ]);
    },
    { starts: ['bash', 'printf'] },
  ),
  ofText(
    'a process that reads it',
    (text, random) => {
      const name = fresh(random);
      return random.pick([
        `${print(text)} > >(bash); wait`,
        `${print(text)} | tee >(bash) >/dev/null; wait`,
        `exec 3> >(bash); ${print(text)} >&3; exec 3>&-; wait`,
        `coproc ${name} { bash; }; ${print(text)} >&"\${${name}[1]}"; eval "exec \${${name}[1]}>&-"; wait`,
        `coproc ${name} { ${print(text)}; }; bash <&"\${${name}[0]}"`,
      ]);
    },
    // A stand-in that is slow to begin may find its coprocess gone.
    { starts: ['bash', 'printf', 'tee'], local: false },
  ),
  ofText(
    'output sent elsewhere and back',
    (text, random) =>
      random.pick([
        `{ ${print(text)} >&3; } 3>&1 | bash`,
        `{ ${print(text)} >&3; } 3>&1 >/dev/null | bash`,
        `${print(text)} >/dev/stdout | bash`,
        `{ ${print(text)} >&2; } 2>&1 | bash`,
        `exec 3> fd.sh; ${print(text)} >&3; exec 3>&-; bash fd.sh`,
        `{ ${print(text)} >&4; } 4> fd.sh; bash ./fd.sh`,
      ]),
    { starts: ['bash', 'printf'] },
  ),
  ofText('here-strings in here-strings', text => `bash <<< ${inQuotes(`bash <<< ${inQuotes(text)}`)}`, {
    starts: ['bash'],
  }),
];
