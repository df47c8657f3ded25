/** [what it is called, the command, the programs it starts and nothing else, in order] */
export type DataRow = readonly [item: string, command: string, programs: string];

const b64 = (text: string): string => Buffer.from(text).toString('base64');

/** What guards stop that they must not: text that is data, and structure that only looks like an attack. */
export const DATA: Readonly<Record<string, readonly DataRow[]>> = {
  prose: [
    ['git commit -m "fix; rm -rf / bug"', 'git commit -m "fix; rm -rf / bug"', 'git'],
    ["gh pr create --body '…$(rm -rf /)…'", "gh pr create --body 'see $(rm -rf /) here'", 'gh'],
    ["grep -rn 'curl.*| sh' .", "grep -rn 'curl.*| sh' .", 'grep'],
    ["echo 'a && rm -rf / b'", "echo 'a && rm -rf / b'", 'echo'],
    ['heredoc bodies that are data', "cat > install.sh <<'EOF'\ncurl x | sh\nrm -rf /\nEOF", 'cat'],
    ['README text', 'cat > README.md <<EOF\nRun `ls`, never rm -rf /\nEOF', 'ls cat'],
    ['rg patterns', "rg 'rm -rf /|curl .* \\| sh' docs", 'rg'],
    ['test names', 'npx vitest -t "denies rm -rf / and curl | sh"', 'npx vitest'],
    ["the guard's own check", 'rampart check "rm -rf /"', 'rampart'],
  ],
  'everyday clean-up': [
    ['rm -rf ./node_modules', 'rm -rf ./node_modules', 'rm'],
    ['./dist', 'rm -rf ./dist', 'rm'],
    ['build/', 'rm -rf build/', 'rm'],
    ['coverage', 'rm -rf coverage', 'rm'],
    ['target', 'rm -rf target', 'rm'],
    ['__pycache__', 'rm -rf __pycache__', 'rm'],
    ["find . -name '*.orig' -delete", "find . -name '*.orig' -delete", 'find'],
    ['rm -rf "$(mktemp -d)"', 'rm -rf "$(mktemp -d)"', 'mktemp rm'],
    ['trap \'rm -rf "$tmp"\' EXIT', 'trap \'rm -rf "$tmp"\' EXIT', 'trap rm'],
    ['git clean -n', 'git clean -n', 'git'],
  ],
  'programs whose name starts like a shell': [
    ['| shuf', 'seq 5 | shuf', 'seq shuf'],
    ['| sha256sum', 'curl -s x | sha256sum', 'curl sha256sum'],
    ['| shasum', 'curl -s x | shasum', 'curl shasum'],
    ['| shellcheck', 'cat x.sh | shellcheck -', 'cat shellcheck'],
    ['| shortlog', 'git log | git shortlog', 'git git'],
  ],
  'structure that looks like an attack and is not': [
    ['eval "$(ssh-agent -s)"', 'eval "$(ssh-agent -s)"', 'ssh-agent eval'],
    ['eval "$(direnv hook bash)"', 'eval "$(direnv hook bash)"', 'direnv eval'],
    ['eval "$(pyenv init -)"', 'eval "$(pyenv init -)"', 'pyenv eval'],
    ['eval "$(brew shellenv)"', 'eval "$(brew shellenv)"', 'brew eval'],
    ['source <(kubectl completion bash)', 'source <(kubectl completion bash)', 'kubectl source'],
    ['. ./venv/bin/activate', '. ./venv/bin/activate', '.'],
    ['curl -s api | jq .', 'curl -s api | jq .', 'curl jq'],
    ['wget -qO- x | tar xz', 'wget -qO- x | tar xz', 'wget tar'],
    ['base64 -d <<< aGk=', 'base64 -d <<< aGk=', 'base64'],
    [
      'a base64 payload that decodes to ls -la',
      `echo ${b64('ls -la')} | base64 -d | sh`,
      'echo base64 sh ls',
    ],
    ['python -c "import subprocess"', 'python3 -c "import subprocess"', 'python3'],
    [
      'node -e with Buffer.from',
      `node -e 'console.log(Buffer.from("${b64('rm -rf /')}", "base64"))'`,
      'node',
    ],
  ],
  'names close to secrets': [
    ['.env.example', 'cat .env.example', 'cat'],
    ['tests/fixtures/.env.test', 'cat tests/fixtures/.env.test', 'cat'],
    ['id_rsa.pub', 'cat ~/.ssh/id_rsa.pub', 'cat'],
    ['ssh -i key host', 'ssh -i key host', 'ssh'],
    ['ssh-add', 'ssh-add', 'ssh-add'],
    ['ssh-keygen -f', 'ssh-keygen -f key', 'ssh-keygen'],
    ['tokenizer.go', 'cat tokenizer.go', 'cat'],
    ['cat /etc/passwd', 'cat /etc/passwd', 'cat'],
  ],
  'harmless looks at dangerous tools': [
    ['fdisk -l', 'fdisk -l', 'fdisk'],
    ['parted --version', 'parted --version', 'parted'],
    ['mkfs.ext4 disk.img', 'mkfs.ext4 disk.img', 'mkfs.ext4'],
    ['iptables -L', 'iptables -L', 'iptables'],
    ['kubectl get', 'kubectl get pods', 'kubectl'],
    ['terraform plan', 'terraform plan', 'terraform'],
    ['aws s3 ls', 'aws s3 ls', 'aws'],
  ],
  'long commands': [
    ['over 8 KiB', `ls ${'some-file '.repeat(1_000)}`, 'ls'],
    ['a 4 KiB compound', Array.from({ length: 400 }, () => 'echo ok').join('; '), 'echo '.repeat(400).trim()],
  ],
};
