import { describe, expect, it } from 'vitest';
import { scanned, shown } from './scanned.ts';

/** What a command starts beside itself. */
function inner(command: string): readonly string[] {
  return shown(scanned(command).invocations.filter(one => one.parent !== undefined));
}

/** Each line: a command, and behind the arrow what it runs, between bars. */
const ROWS: Readonly<Record<string, string>> = {
  'another user': String.raw`
sudo rm a → rm a
sudo -u root -- rm a → rm a
sudo -Eu root X=1 rm a → rm a
sudo -s rm a → rm a
sudo -i -- rm a → rm a
doas -u bob rm a → rm a
pkexec --user bob rm a → rm a
su -c 'rm a' → rm a
su - root -c 'rm a' → rm a
su root -c 'rm a' -s /bin/sh → rm a
su --command='rm a' → rm a
runuser -u bob -- rm a → rm a
runuser -l bob -c 'rm a' → rm a
sg disk -c 'rm a' → rm a
gosu bob rm a → rm a`,
  'another place': String.raw`
chroot /mnt rm a → rm a
chroot --userspec=1:1 /mnt rm a → rm a
unshare -r -m rm a → rm a
unshare --propagation private rm a → rm a
nsenter -t 1 -m -u -i -n rm a → rm a
setpriv --reuid 1 rm a → rm a
systemd-run --user --scope -p X=y rm a → rm a
ssh host rm a → rm a
ssh -o X=Y -p 22 me@host 'rm a; rm b' → rm a | rm b
ssh host -p 22 rm a → rm a
ssh -o ProxyCommand='rm a' host → rm a
ssh -oProxyCommand='rm a' host → rm a
scp -o 'ProxyCommand rm a' x host: → rm a
docker exec -it box rm a → rm a
docker run --rm -v a:b --name x img rm a → rm a
docker run --entrypoint rm img a → rm a
docker -H tcp://x run img sh -c 'rm a' → sh -c rm a | rm a
docker compose -f x.yml exec -T web rm a → rm a
docker-compose run --rm web rm a → rm a
podman run -e X=1 img rm a → rm a
podman container exec box rm a → rm a
nerdctl run img rm a → rm a
kubectl exec -it pod -c c -- sh -c 'rm a' → sh -c rm a | rm a
kubectl -n ns exec pod -- rm a → rm a
kubectl exec pod rm a → rm a
kubectl run x --image=i --rm -it -- rm a → rm a
oc rsh pod rm a → rm a
crictl exec -i id rm a → rm a
lxc exec box -- rm a → rm a
vagrant ssh -c 'rm a' → rm a
adb -s x shell rm a → rm a
gcloud compute ssh vm --command='rm a' → rm a`,
  'another way to run': String.raw`
timeout -k 5 10 rm a → rm a
timeout --signal=KILL 10s rm a → rm a
nice -n5 rm a → rm a
nice -5 rm a → rm a
ionice -c3 rm a → rm a
chrt -f 10 rm a → rm a
taskset -c 0,1 rm a → rm a
numactl --interleave all rm a → rm a
stdbuf -oL rm a → rm a
env -u X A=1 rm a → rm a
env -i -C /tmp rm a → rm a
env -S'rm -rf a' → rm -rf a
env -vS 'rm "a b"' → rm a b
nohup rm a → rm a
setsid -f rm a → rm a
/usr/bin/time -f %e rm a → rm a
strace -f -o out rm a → rm a
exec -a x rm a → rm a
command -p rm a → rm a
flock -n /tmp/l rm a → rm a
flock /tmp/l -c 'rm a' → rm a
watch -n5 rm a → rm a
watch -x rm a → rm a
script -qc 'rm a' /dev/null → rm a
xargs -a list rm → rm ⟨xargs⟩
echo x | xargs -I{} sh -c 'rm {}' → sh -c rm x | rm x
find . -exec rm {} \; → rm ./⟨find⟩
find d -name '*.o' -exec sh -c 'rm $1' _ {} \; → sh -c rm $1 _ d/⟨find⟩/⟨*⟩.o | rm d/⟨find⟩/⟨*⟩.o
find . -ok rm {} + → rm ./⟨find⟩
find . -execdir rm {} \; -exec ls \; → rm ./⟨find⟩ | ls
fd x -x rm → rm ./⟨fd⟩/⟨fd⟩
parallel rm ::: a b → rm a | rm b
parallel ::: 'rm a' 'rm b' → rm a | rm b
ls | parallel rm {} → rm ⟨parallel⟩
parallel -j4 rm {.} {/} {//} {/.} ::: d/a.txt → rm d/a a.txt d a
parallel rm {1} {2} ::: a b ::: c d → rm a c | rm a d | rm b c | rm b d
parallel rm ::: a b :::+ c d → rm a c | rm b d
parallel --link rm ::: a b ::: c d → rm a c | rm b d
parallel -N2 rm ::: a b c → rm a b | rm c
parallel --colsep , rm {2} ::: a,b → rm b
parallel -q bash -c 'rm {}' ::: 'a b' → bash -c rm a b | rm a b
parallel bash -c 'echo {}; rm x' ::: a → bash -c echo a | echo | rm x | bash -c echo a; rm x | echo a | rm x
parallel 'rm {}; ls {}' ::: a → rm a | ls a
parallel rm {-1} ::: a ::: b → rm b
parallel rm {= s/a/b/ =} ::: a → rm ⟨parallel⟩
parallel -S host rm ::: a → rm a
parallel -a list rm → rm ⟨parallel⟩
parallel rm :::: list → rm ⟨parallel⟩
printf 'rm a\nrm b\n' | parallel → rm a | rm b
echo 'rm a' | parallel --pipe bash → bash | rm a
printf 'a\nb\n' | parallel -X rm → rm a b
sem -j2 rm a → rm a
echo a b | xargs -P4 -n1 -- rm → rm a | rm b
echo a b | xargs -tn1 rm → rm a | rm b
echo a b | xargs -J % rm % z → rm a b z
echo a | xargs -i@ rm @/x → rm a/x
echo "-rf $X" | xargs rm → rm -rf ⟨X⟩
ls | xargs -I{} rm -r {} → rm -r ⟨xargs⟩
ls | xargs -s 100 rm → rm ⟨xargs⟩
ls | xargs --max-args=1 --no-run-if-empty rm → rm ⟨xargs⟩
find d -execdir rm {} + → rm ./⟨find⟩
find d -okdir rm {} \; → rm ./⟨find⟩
fd x -x rm {/} \; -x ls {} → rm ./⟨fd⟩/⟨fd⟩ | ls ./⟨fd⟩/⟨fd⟩
fd -X rm {} → rm ./⟨fd⟩
env -S'rm\_"a\_b" # c' → rm a b
busybox rm a → rm a
busybox sh -c 'rm a' → sh -c rm a | rm a
toybox rm a → rm a
/lib64/ld-linux-x86-64.so.2 /bin/rm a → /bin/rm a
ls | entr -r rm a → rm a
hyperfine 'rm a' -p 'rm b' → rm b | rm a
nix-shell -p x --run 'rm a' → rm a`,
  'terminals and later': String.raw`
echo 'rm a' | at now → rm a
batch <<< 'rm a' → rm a
at -f x.sh now → sh x.sh
echo '0 5 * * * rm a' | crontab - → rm a
crontab <<< '@daily rm a' → rm a
tmux new-session -d -s x 'rm a' → rm a
tmux new -d rm a → rm a
tmux send-keys -t x 'rm a' Enter → rm a
tmux send-keys -t x rm Space a C-m → rm a
tmux split-window -h 'rm a' → rm a
tmux run-shell 'rm a' → rm a
screen -dmS x rm a → rm a
screen -S x -X stuff 'rm a\n' → rm a
expect -c 'spawn rm a; interact' → rm a
expect <<< 'spawn -noecho rm a' → rm a`,
  git: String.raw`
git -c alias.x='!rm a' x → rm a
git -c alias.x='!rm' x a → rm a
git -C d -c alias.x='push --force' x → git push --force
git -c core.pager='rm a' log → rm a
git -c core.editor='rm a' commit → rm a
git -c core.sshCommand='rm a' fetch → rm a
git -c CORE.SSHCOMMAND='rm a' fetch → rm a
git -c diff.external='rm a' diff → rm a
git -c credential.helper='!rm a' fetch → rm a
git -c core.fsmonitor='./x.sh' status → ./x.sh
git -c filter.x.clean='rm a' add . → rm a
git rebase -i HEAD~3 --exec 'rm a' → rm a
git rebase -x 'rm a' HEAD~2 → rm a
git bisect run rm a → rm a
git submodule foreach --recursive 'rm a' → rm a
git clone 'ext::rm a' x → rm a
git clone -u 'rm a' x y → rm a
git fetch --upload-pack='rm a' → rm a
git grep -O'rm a' x → rm a
git difftool -x 'rm a' → rm a
git filter-branch --tree-filter 'rm a' HEAD → rm a`,
  'variables that run programs': String.raw`
GIT_SSH_COMMAND='rm a' git fetch → rm a
GIT_SSH=./x git fetch → ./x
GIT_PAGER='rm a' git log → rm a
env GIT_EDITOR='rm a' git commit → git commit | rm a
PAGER='rm a' man ls → rm a
EDITOR='rm a' crontab -e → rm a
BROWSER='rm a' xdg-open x → rm a
LESSOPEN='|rm a' less x → rm a
RSYNC_RSH='rm a' rsync x h: → rm a
export GIT_SSH_COMMAND='rm a'; git fetch → rm a`,
  'archives, builds, copies': String.raw`
tar cf x --checkpoint=1 --checkpoint-action=exec='rm a' . → rm a
tar xf x --to-command='rm a' → rm a
tar -I 'rm a' -xf x → rm a
tar --use-compress-program='rm a' -xf x → rm a
zip x y -T -TT 'rm a #' → rm a
rsync -e 'rm a' x y: → rm a
rsync --rsync-path='rm a; rsync' x h:y → rm a | rsync
make --eval='$(shell rm a)' → rm a
make --eval 'x:;@rm a' → rm a
make X='$(shell rm a)' → rm a
make SHELL=./evil → ./evil -c ⟨make⟩`,
  'editors and viewers': String.raw`
vim -c ':!rm a' → rm a
vim -c 'silent !rm a' -c 'q!' → rm a
vim +'!rm a' f → rm a
vim --cmd '!rm a' → rm a
vim -c 'r !rm a' → rm a
vim -c '%!rm a' f → rm a
vim -c "call system('rm a')" → rm a
vim -c 'py3 import os; os.system("rm a")' → python3 -c import os; os.system("rm a") | sh -c rm a | rm a
nvim -c 'lua os.execute("rm a")' → rm a
ex -s f <<< '!rm a' → rm a
ed f <<< '!rm a' → rm a
printf '%s\n' 'r !rm a' q | ed -s f → rm a
less '+!rm a' f → rm a
man -P 'rm a' ls → rm a
sed '1e rm a' f → rm a
sed -n -e '$!N' -e '/x/e rm a' f → rm a
gdb -batch -ex 'shell rm a' → rm a
gdb -ex '!rm a' --args prog x → rm a | prog x
gdb -ex 'call (int)system("rm a")' → rm a
awk 'BEGIN { system("rm a") }' → sh -c rm a | rm a`,
  'packages that run code': String.raw`
npx -c 'rm a' → rm a
npm exec -c 'rm a' → rm a`,
};

const rows = (text: string): [string, readonly string[]][] =>
  text
    .trim()
    .split('\n')
    .map(line => {
      const [command = '', found = ''] = line.split(' → ');
      return [command, found.split(' | ')];
    });

describe.each(Object.entries(ROWS))('%s', (_theme, text) => {
  it.each(rows(text))('%s', (command, started) => {
    expect(inner(command)).toEqual(started);
  });
});

describe('what runs nothing besides', () => {
  it.each(
    String.raw`
sudo -l
sudo -v
command -v rm
docker ps
docker run --rm img
kubectl get pods
kubectl exec -h
ssh host
git -c core.pager=cat log
git -c core.pager='less -R' log
git -c color.ui=always diff
git -c user.name='x!' commit -m '!rm a'
git -c core.editor=vim commit
git -c core.editor='code --wait' commit
git -c core.sshCommand='ssh -i key -o IdentitiesOnly=yes' fetch
git -c core.fsmonitor=true status
git -c credential.helper=store fetch
git -c core.hooksPath=/dev/null commit
git rebase -i HEAD~2
git log --format='!rm a'
git clone https://x.test/y
GIT_PAGER=cat git log
PAGER=less man ls
EDITOR=vim git commit
GIT_EDITOR=true git rebase --continue
GIT_SSH_COMMAND='ssh -i key' git push
PYTHONPATH=src pytest
NODE_OPTIONS=--max-old-space-size=4096 vite build
PATH=/usr/local/bin:$PATH ls
PATH="./node_modules/.bin:$PATH" vite
export PATH="$HOME/.local/bin:$PATH"
export EDITOR=vim
tar czf x.tgz src
tar -I zstd -cf x y
tar --use-compress-program='pigz -9' -cf x y
tar xzf x.tgz -C d
zip -r x y
rsync -avz -e 'ssh -p 22' a b:c
rsync -a --exclude='!x' a b
make -j4 test
make CC=gcc CFLAGS='-O2 -Wall'
vim f
vim +42 f
vim -c 'wq!' f
vim -c 'w! f' x
vim -c 'set nu' -c '%s/a/b/g' f
ex -s f <<< 'x!'
sed -n 1,5p f
sed 's/e/x/g; s/[/]e/e/' f
sed -i 'a e rm a' f
sed -e '/e rm/d' -e 'be;:e' f
sed 'y/e/r/;s,e rm,x,' f
less f
less +F log
gdb -batch -ex 'run' -ex 'bt' prog
man ls
screen -ls
tmux ls
tmux attach -t x
tmux send-keys -t x 'f(' Escape
crontab -l
crontab -e
npx prettier --check .
script out.log
watch
xargs
`
      .trim()
      .split('\n'),
  )('%s', command => {
    const scan = scanned(command);
    expect([
      inner(command).filter(one => !one.startsWith('echo')),
      scan.unknown.map(one => one.reason).filter(one => one === 'program'),
    ]).toEqual([[], []]);
  });
});

it.each([
  'LD_PRELOAD=./x.so ls',
  'PATH=/tmp/x:$PATH ls',
  'PATH=.:$PATH ls',
  'BASH_ENV=./x sh -c ls',
  'NODE_OPTIONS="--require ./x.js" node -v',
  'GIT_CONFIG_GLOBAL=./x git fetch',
  'git -c core.hooksPath=./hooks commit',
  "sed 's/a/b/e' f",
  'sed e f',
  'ls | at now',
  'export LD_PRELOAD=./x.so',
])('%s runs what is not known', command => {
  expect(scanned(command).coverage).toBe('opaque');
});

it.each([
  ['ssh host rm a', ['rm a']],
  ['ssh host "sudo rm a; ls"', ['sudo rm a', 'rm a', 'ls']],
  ['docker exec box sh -c "rm a"', ['sh -c rm a', 'rm a']],
  ['kubectl exec pod -- rm a', ['rm a']],
  ['rsync --rsync-path="rm a" x h:y', ['rm a']],
  ['rm here; ssh host rm a; rm here', ['rm a']],
  ['ssh -o ProxyCommand="rm here" host', []],
  ['sudo rm a', []],
  ['chroot /mnt rm a', []],
])('%s: what runs elsewhere is marked', (command, elsewhere) => {
  const remote = scanned(command).invocations.filter(one => one.remote === true);
  expect(shown(remote)).toEqual(elsewhere);
});

it.each([
  ['npx -y cowsay hi', 'https://registry.npmjs.org/cowsay'],
  ['npx --package=a@1 b', 'https://registry.npmjs.org/a@1'],
  ['npm exec -- cowsay@2', 'https://registry.npmjs.org/cowsay@2'],
  ['pnpm dlx x', 'https://registry.npmjs.org/x'],
  ['bunx @a/x@1', 'https://registry.npmjs.org/@a/x@1'],
  ['npx https://x.test/y.tgz', 'https://x.test/y.tgz'],
  ['uvx ruff@latest check', 'https://pypi.org/project/ruff@latest'],
  ['uv tool run ruff', 'https://pypi.org/project/ruff'],
  ['pipx run black .', 'https://pypi.org/project/black'],
  ['go run x.test/y@latest', 'https://x.test/y@latest'],
  ['deno run -A https://x.test/a.ts', 'https://x.test/a.ts'],
])('%s fetches a package and runs it', (command, target) => {
  const touches = scanned(command).invocations.flatMap(one => one.touches ?? []);
  expect(touches).toEqual([{ kind: 'download', target: [{ lit: target }], recursive: false }]);
});

it.each([
  'npx tsc',
  'npx -w x tsc',
  'uvx ruff check',
  'npx --no-install x@1',
  'go run .',
  'go run ./cmd/x',
  'npm test',
  'uv run pytest',
  'deno run a.ts',
])('%s fetches nothing', command => {
  expect(scanned(command).invocations.flatMap(one => one.touches ?? [])).toEqual([]);
});
