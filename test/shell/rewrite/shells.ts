import { asArgument, delimiter, fresh, inQuotes, ofText, type Rewrite } from './spelling.ts';

const starting = (
  name: string,
  argv: readonly string[],
  more: Omit<Rewrite, 'name' | 'rewrite'> = {},
): Rewrite => asArgument(name, text => [...argv, text], { starts: [argv[0] ?? ''], ...more });

/** Text that a shell reads as code, in every spelling of handing it over. */
export const SHELLS: readonly Rewrite[] = [
  ofText('sh -c', text => (text.includes('\\') ? undefined : `sh -c ${inQuotes(text)}`), { starts: ['sh'] }),
  // A login shell reads /etc/profile, which sets a PATH of its own.
  starting('bash -lc', ['bash', '-lc'], { local: false }),
  starting('-ec', ['bash', '-ec']),
  starting('-o pipefail -c', ['bash', '-o', 'pipefail', '-c']),
  starting('-eo pipefail -c', ['bash', '-eo', 'pipefail', '-c']),
  starting('--norc -c', ['bash', '--norc', '--noprofile', '-c']),
  starting('-c --', ['bash', '-c', '--']),
  starting('-c -e', ['bash', '-c', '-e']),
  ofText('/bin/sh -c', text => (text.includes('\\') ? undefined : `/bin/sh -c ${inQuotes(text)}`), {
    starts: ['sh'],
  }),
  starting('eval', ['eval'], { starts: [] }),
  starting('env -S', ['env', '-S', 'bash -c'], { starts: ['env', 'bash'], local: false }),
  ofText('dash', text => (text.includes('\\') ? undefined : `dash -c ${inQuotes(text)}`), {
    starts: ['dash'],
  }),
  ofText('code in an argument', text => `bash -c 'eval "$1"' x ${inQuotes(text)}`, { starts: ['bash'] }),
  ofText('two argument words of eval', text => `eval '' ${inQuotes(text)}`),
  ofText("bash <<< '…'", text => `bash <<< ${inQuotes(text)}`, { starts: ['bash'] }),
  ofText("bash -s <<< '…'", text => `bash -s a b <<< ${inQuotes(text)}`, { starts: ['bash'] }),
  ofText(
    'heredoc into a shell',
    (text, random) => {
      const end = delimiter(random);
      return random.pick([`bash <<'${end}'\n${text}\n${end}\n`, `bash -x <<\\${end}\n${text}\n${end}\n`]);
    },
    { starts: ['bash', 'sh'] },
  ),
  ofText(
    'cat heredoc into a shell',
    (text, random) => {
      const end = delimiter(random);
      return `cat <<'${end}' | bash\n${text}\n${end}\n`;
    },
    { starts: ['cat', 'bash'] },
  ),
  ofText('bash < <(…)', text => `bash < <(printf '%s\\n' ${inQuotes(text)})`, { starts: ['bash', 'printf'] }),
  ofText('bash <(…)', text => `bash <(printf '%s\\n' ${inQuotes(text)})`, { starts: ['bash', 'printf'] }),
  ofText('. <(…)', text => `. <(printf '%s\\n' ${inQuotes(text)})`, { starts: ['printf'] }),
  ofText('source /dev/stdin', text => `source /dev/stdin <<< ${inQuotes(text)}`),
  ofText('sh -c "$(…)"', text => `bash -c "$(printf %s ${inQuotes(text)})"`, { starts: ['bash', 'printf'] }),
  ofText("true; eval '…'", text => `true; eval ${inQuotes(text)}`),
  ofText('eval "$(…)"', text => `eval "$(printf '%s\\n' ${inQuotes(text)})"`, { starts: ['printf'] }),
  ofText('piped into a shell', text => `printf '%s\\n' ${inQuotes(text)} | bash`, {
    starts: ['bash', 'printf'],
  }),
  ofText('echo into a shell', text => `echo ${inQuotes(text)} | bash -`, { starts: ['bash', 'echo'] }),
  ofText('through tee', text => `printf '%s\\n' ${inQuotes(text)} | cat - | bash /dev/stdin`, {
    starts: ['bash', 'printf', 'cat'],
  }),
  ofText(
    'code in a variable',
    (text, random) => {
      const name = fresh(random);
      return random.pick([
        `${name}=${inQuotes(text)}; eval "$${name}"`,
        `${name}=${inQuotes(text)}; bash -c "$${name}"`,
        `export ${name}=${inQuotes(text)}; bash -c 'eval "$${name}"'`,
        `${name}=${inQuotes(text)} bash -c 'eval "$${name}"'`,
        `${name}=${inQuotes(text)}; bash <<< "$${name}"`,
        `set -- ${inQuotes(text)}; eval "$1"`,
        `${name}=(x ${inQuotes(text)}); eval "\${${name}[1]}"`,
        `${name}=(x ${inQuotes(text)}); eval "\${${name}[-1]}"`,
      ]);
    },
    { starts: ['bash'] },
  ),
  ofText("trap '…' EXIT", text => `trap ${inQuotes(text)} EXIT`),
  ofText("alias x='…'; x", (text, random) => {
    const name = fresh(random);
    return `shopt -s expand_aliases\nalias ${name}=${inQuotes(text)}\n${name}`;
  }),
  ofText('xargs into a shell', text => `echo x | xargs -I=@= bash -c ${inQuotes(text)}`, {
    starts: ['xargs', 'bash', 'echo'],
  }),
  ofText(
    'find into a shell',
    text =>
      // It replaces these wherever they stand.
      text.includes('{}') ? undefined : `find . -maxdepth 0 -exec bash -c ${inQuotes(text)} \\;`,
    { starts: ['find', 'bash'] },
  ),
  ofText('su -c', text => `su root -c ${inQuotes(text)}`, { starts: ['su'], local: false }),
  ofText("ssh host '…'", text => `ssh host ${inQuotes(text)}`, {
    starts: ['ssh'],
    local: false,
    unsure: true,
  }),
  ofText('docker exec', text => `docker exec -it box bash -c ${inQuotes(text)}`, {
    starts: ['docker', 'bash'],
    local: false,
    unsure: true,
  }),
  ofText('kubectl exec --', text => `kubectl exec pod -- bash -c ${inQuotes(text)}`, {
    starts: ['kubectl', 'bash'],
    local: false,
    unsure: true,
  }),
  ofText('watch', text => `watch -n 5 ${inQuotes(text)}`, { starts: ['watch'], local: false }),
  ofText('flock -c', text => `flock lock -c ${inQuotes(text)}`, { starts: ['flock'], local: false }),
];
