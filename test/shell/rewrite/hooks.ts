import { fresh, inQuotes, ofText, type Rewrite } from './spelling.ts';

/** Code that a program or the shell itself runs on its own account: configuration, variables, traps, indices. */
export const HOOKS: readonly Rewrite[] = [
  ofText(
    'configuration of git',
    (text, random) =>
      random.pick([
        `git -c alias.x=${inQuotes(`!${text}`)} x`,
        `git -c core.pager=${inQuotes(text)} log`,
        `git -c core.sshCommand=${inQuotes(text)} fetch`,
        `git -c sequence.editor=${inQuotes(text)} rebase -i HEAD~2`,
        `git rebase --exec ${inQuotes(text)} HEAD~2`,
        `git bisect run bash -c ${inQuotes(text)}`,
      ]),
    { starts: ['git', 'bash'], local: false },
  ),
  ofText(
    'variables of git',
    (text, random) =>
      `${random.pick(['GIT_SSH_COMMAND', 'GIT_EDITOR', 'GIT_PAGER', 'GIT_EXTERNAL_DIFF', 'PAGER'])}=${inQuotes(text)} git log`,
    { starts: ['git'], local: false },
  ),
  ofText('other traps', (text, random) => {
    const name = fresh(random);
    return random.pick([
      `trap ${inQuotes(text)} ERR; false`,
      `trap ${inQuotes(text)} DEBUG; trap - DEBUG`,
      `${name}() { trap ${inQuotes(text)} RETURN; }; ${name}`,
      `(trap ${inQuotes(text)} EXIT)`,
    ]);
  }),
  ofText('a command that is not found', text => `command_not_found_handle() {\n${text}\n}; no-such-command`, {
    starts: ['no-such-command'],
  }),
  ofText(
    'an index',
    (text, random) => {
      const name = fresh(random);
      const element = inQuotes(`${name}[$(\n${text}\n)]`);
      return random.pick([
        `x=${element}; ((x))`,
        `x=${element}; [[ x -eq 1 ]]`,
        `[[ -v ${element} ]]`,
        `test -v ${element}`,
        `printf -v ${element} z`,
        `let ${inQuotes(`${name}[$(\n${text}\n)]=1`)}`,
        `declare -i x=${element}`,
        `x=${element}; : "\${!x}"`,
      ]);
    },
    { starts: ['printf', 'test'], unsure: true },
  ),
  ofText('a prompt', text => `x=${inQuotes(`$(\n${text}\n)`)}; : "\${x@P}"`, { unsure: true }),
  ofText(
    'code as the items of xargs',
    (text, random) =>
      random.pick([
        `printf '%s\\0' ${inQuotes(text)} | xargs -0 bash -c`,
        `printf '%s\\0' ${inQuotes(text)} | xargs -0 -I=@= bash -c =@=`,
        `printf '%s\\0' bash -c ${inQuotes(text)} | xargs -0 env`,
        `xargs -0 -n1 -P2 -- bash -c < <(printf '%s\\0' ${inQuotes(text)})`,
      ]),
    { starts: ['xargs', 'bash', 'printf', 'env'] },
  ),
  ofText(
    'code as the arguments of parallel',
    (text, random) =>
      text.includes('\n') || text.includes('{')
        ? undefined
        : random.pick([
            `parallel -q bash -c {} ::: ${inQuotes(text)}`,
            `printf '%s\\n' ${inQuotes(text)} | parallel -j4`,
            `parallel ::: ${inQuotes(text)}`,
            `printf '%s\\n' ${inQuotes(text)} | parallel --pipe bash`,
          ]),
    { starts: ['parallel', 'bash', 'printf'], local: false },
  ),
  {
    name: 'words of env -S',
    starts: ['env'],
    rewrite: ({ words, before }, random) =>
      words === undefined || words.some(one => !/^[\w./-]+$/.test(one.value)) || words[0]?.value === 'eval'
        ? undefined
        : {
            before: '',
            gap: ' ',
            text: `${before}env -S ${inQuotes(words.map(one => one.value).join(random.pick(['\\_', ' ', '\t'])))}`,
          },
  },
  {
    name: 'words by xargs',
    starts: ['xargs', 'printf', 'env', 'nice'],
    rewrite: ({ words, before }, random) =>
      words === undefined || ['eval', 'command', 'builtin', 'exec'].includes(words[0]?.value ?? '')
        ? undefined
        : {
            before: '',
            gap: ' ',
            text: `${before}printf '%s\\0' ${words.map(one => one.source).join(' ')} | xargs -0 ${random.pick(['env', 'nice', `-n ${words.length} nice`])}`,
          },
  },
];
