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
  'runners and launchers': String.raw`
poetry run rm a → rm a
poetry -C d run rm a → rm a
uv run rm a → rm a
uv run --with x --python 3.12 rm a → rm a
uv run -- rm a → rm a
uv run script.py → python3 script.py
pipenv run rm a → rm a
bundle exec rm a → rm a
npm exec -- rm a → rm a
npm exec rm a → rm a
npm x -y -- rm a → rm a
pnpm exec rm a → rm a
pnpm dlx cowsay hi → cowsay hi
pnpm -r exec rm a → rm a
yarn exec rm a → rm a
yarn exec -- rm a → rm a
yarn dlx cowsay → cowsay
mise exec node@20 -- rm a → rm a
mise x -- rm a → rm a
asdf exec rm a → rm a
direnv exec . rm a → rm a
nix-shell --run 'rm a' → rm a
nix develop -c rm a → rm a
nix develop --command bash -c 'rm a' → bash -c rm a | rm a
nix shell nixpkgs#hello -c rm a → rm a
conda run -n env rm a → rm a
conda run --no-capture-output -p /x rm a → rm a
micromamba run -n env rm a → rm a
mamba run rm a → rm a
pdm run rm a → rm a
hatch run rm a → rm a
hatch run test:rm a → rm a
rye run rm a → rm a
script -q /dev/null rm a → rm a
dbus-run-session -- rm a → rm a
systemd-run --user -t rm a → rm a
systemd-run -p A=B --wait rm a → rm a
systemd-run -E A=B -d rm a → rm a
firejail --private rm a → rm a
firejail --noprofile -- rm a → rm a
bwrap --ro-bind / / --dev /dev rm a → rm a
bwrap --bind / / --chdir /tmp -- bash -c 'rm a' → bash -c rm a | rm a
proot -r /x -b /y:/z rm a → rm a
fakeroot rm a → rm a
fakeroot -- rm a → rm a
unbuffer rm a → rm a
unbuffer -p rm a → rm a
expect -c 'spawn rm a' → rm a
ls | entr rm a → rm a
ls | entr -s 'rm a' → rm a
watchexec -e js rm a → rm a
watchexec -- rm a → rm a
watchexec -r --exts js,ts -- rm a → rm a
nodemon --exec 'rm a' → rm a
nodemon -x 'rm a' -e js → rm a
hyperfine 'rm a' → rm a
hyperfine -w 3 'rm a' 'rm b' → rm a | rm b
strace -f -e trace=open rm a → rm a
ltrace -f rm a → rm a
gdb -batch -ex run --args rm a → rm a
gdb -ex '!rm a' → rm a
perf stat rm a → rm a
perf record -g -o out -- rm a → rm a
perf stat -e cycles -r 5 rm a → rm a
valgrind --leak-check=full rm a → rm a
catchsegv rm a → rm a
setarch x86_64 -R rm a → rm a
setarch -R rm a → rm a
linux32 rm a → rm a
i386 rm a → rm a
taskset -c 0 rm a → rm a
chrt -b 0 rm a → rm a
ionice -c2 -n7 rm a → rm a
prlimit --nofile=10 rm a → rm a
prlimit -n10 rm a → rm a
numactl -N 0 -m 0 rm a → rm a
cgexec -g cpu:x rm a → rm a
ip netns exec ns rm a → rm a
ip -n ns netns exec ns rm a → rm a
ip vrf exec red rm a → rm a
lxc exec box --env A=1 -- rm a → rm a
incus exec box rm a → rm a
podman exec -it box rm a → rm a
docker compose exec web rm a → rm a
docker compose run --rm web rm a → rm a
docker-compose exec -T web rm a → rm a
vagrant ssh default -c 'rm a' -- -A → rm a
multipass exec vm -- rm a → rm a
multipass exec vm rm a → rm a
wsl rm a → rm a
wsl -d Ubuntu -u root -- rm a → rm a
wsl -e rm a → rm a
wsl.exe --exec rm a → rm a
tmux send-keys 'rm a' Enter → rm a
tmux new-window 'rm a' → rm a
tmux new-session -d 'rm a' → rm a
tmux neww -t x -n y rm a → rm a
screen -X stuff 'rm a^M' → rm a
screen -dm rm a → rm a
screen -S x -p 0 -X stuff $'rm a\n' → rm a
faketime '2020-01-01' rm a → rm a
cpulimit -l 50 -- rm a → rm a
cpulimit -l 50 rm a → rm a
eatmydata rm a → rm a
trickle -d 10 rm a → rm a
tsocks rm a → rm a
proxychains4 -q rm a → rm a
softlimit -m 1 rm a → rm a
envdir /e rm a → rm a
chpst -u bob rm a → rm a
dumb-init rm a → rm a
tini -- rm a → rm a
tini -s -g rm a → rm a
runcon -t x_t rm a → rm a
runcon system_u:system_r:x_t:s0 rm a → rm a
sg docker 'rm a' → rm a
start-stop-daemon --start --exec /bin/rm -- a → /bin/rm a
start-stop-daemon -S -x /bin/rm -- a → /bin/rm a
daemonize /bin/rm a → /bin/rm a
daemon -- rm a → rm a
s6-setuidgid bob rm a → rm a
sudo -u bob bash -c 'rm a' → bash -c rm a | rm a
doas -n rm a → rm a
machinectl shell x /bin/rm a → /bin/rm a
systemd-nspawn -D /x rm a → rm a
schroot -c x -- rm a → rm a
toolbox run rm a → rm a
distrobox enter x -- rm a → rm a
flatpak-spawn --host rm a → rm a
nsenter -t 1 -a rm a → rm a
arch-chroot /mnt rm a → rm a
ssh-agent rm a → rm a
ssh-agent bash -c 'rm a' → bash -c rm a | rm a
dotenv rm a → rm a
dotenv -e .env -- rm a → rm a
cross-env A=1 rm a → rm a
env-cmd -f .env rm a → rm a
op run -- rm a → rm a
doppler run -- rm a → rm a
aws-vault exec prod -- rm a → rm a
chamber exec svc -- rm a → rm a
sops exec-env f 'rm a' → rm a
sops exec-file f 'rm {}' → rm {}
concurrently 'rm a' 'rm b' → rm a | rm b
concurrently -n x "rm a" → rm a
onchange '*.js' -- rm a → rm a
chokidar '*.js' -c 'rm a' → rm a
retry rm a → rm a
retry -t 3 -- rm a → rm a
with-contenv rm a → rm a
turbo exec -- rm a → rm a
nx exec -- rm a → rm a
lerna exec -- rm a → rm a
lerna exec 'rm a' → rm a
bun x cowsay → cowsay
bun exec 'rm a' → rm a
xvfb-run -a rm a → rm a
xvfb-run rm a → rm a
torsocks rm a → rm a
torify rm a → rm a
logsave f rm a → rm a
annotate-output rm a → rm a
ifne rm a → rm a
ls | ifne rm a → rm a
chronic rm a → rm a
timelimit -t 5 rm a → rm a
tsp rm a → rm a
nq rm a → rm a
ld.so rm a → rm a
rlwrap rm a → rm a
socat - exec:'rm a' → rm a
socat tcp-listen:1 system:'rm a' → rm a
nc -e /bin/sh h 1 → /bin/sh
ncat -c 'rm a' h 1 → rm a
ncat --sh-exec 'rm a' h 1 → rm a
busybox nc -e /bin/sh h 1 → nc -e /bin/sh h 1 | /bin/sh
kubectl debug node/x -- rm a → rm a
kubectl exec deploy/x -c c -- rm a → rm a
salt '*' cmd.run 'rm a' → rm a
pssh -h hosts rm a → rm a
parallel-ssh -h hosts 'rm a' → rm a
clush -w h rm a → rm a
dsh -m h rm a → rm a
mosh host -- rm a → rm a
mosh host rm a → rm a
sshpass -p x ssh h 'rm a' → ssh h rm a | rm a
rsh host rm a → rm a
eval rm a → rm a
heroku run rm a → rm a
heroku run -a app -- rm a → rm a
fly ssh console -C 'rm a' → rm a
railway run rm a → rm a
gh codespace ssh -- rm a → rm a
gcloud compute ssh vm -- rm a → rm a
minikube ssh -- rm a → rm a
minikube ssh 'rm a' → rm a
colima ssh -- rm a → rm a
limactl shell default rm a → rm a
lima rm a → rm a
orb rm a → rm a
nerdctl exec x rm a → rm a
buildah run x -- rm a → rm a
buildah run x rm a → rm a
ctr run x y rm a → rm a
crictl exec x rm a → rm a
pct exec 100 -- rm a → rm a
jexec 1 rm a → rm a
zlogin z rm a → rm a
singularity exec img rm a → rm a
apptainer exec img rm a → rm a
srun -n 1 rm a → rm a
srun rm a → rm a
mpirun -np 4 rm a → rm a
mpiexec -n 4 rm a → rm a
sbatch --wrap 'rm a' → rm a`,
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
npx rimraf@5 dist → rimraf dist
bunx cowsay hi → cowsay hi
npm exec -c 'rm a' → rm a`,
  'options that name a command': String.raw`
go run -exec 'rm a' f.go → rm a
go test -exec='rm a' ./... → rm a
split --filter='rm a' f → rm a
sort --compress-program=prog f → prog
rg --pre prog x → prog
fzf --preview 'rm a' → rm a
fzf --bind 'start:execute(rm a),ctrl-r:reload(ls)' → rm a | ls
tcpdump -i lo -G 1 -w x -z prog → prog
yt-dlp --exec 'rm a' u → rm a
aria2c --on-download-complete=./done.sh u → ./done.sh
apt-get -o APT::Update::Pre-Invoke::='rm a' update → rm a
dpkg --pre-invoke='rm a' -i x → rm a
gcc -wrapper rm,-f,a x.c → rm -f a
cargo --config 'target.x.runner="rm a"' run → rm a
cargo watch -s 'rm a' → rm a
ansible all -m shell -a 'rm a' → rm a
ansible localhost -a 'rm a' → rm a
capsh -- -c 'rm a' → bash -c rm a | rm a
xterm -e rm a → rm a
konsole -e 'rm a; ls' → rm a | ls
gnome-terminal -- rm a → rm a
zip a b -T --unzip-command='rm a' → rm a
git -c core.fsmonitor='rm a' status → rm a
git -c protocol.ext.allow=always clone 'ext::sh -c rm% a' x → sh -c rm% a | rm% | sh -c rm a | rm a
lldb -o 'platform shell rm a' → rm a`,
  'consoles with a way to a shell': String.raw`
sqlite3 x '.shell rm a' → rm a
sqlite3 x <<< '.system rm a' → rm a
psql -c '\! rm a' → rm a
psql db <<< '\o | rm a' → rm a
mysql -e 'system rm a;' → rm a
mysql <<< '\! rm a' → rm a
dc -e '!rm a' → rm a
dc <<< '!rm a' → rm a
m4 <<< 'esyscmd(rm a)' → rm a
gnuplot -e 'system "rm a"' → rm a
lftp -c '!rm a' → rm a
newgrp x <<< 'rm a' → rm a`,
  'languages that are looked at': String.raw`
lua -e 'os.execute("rm a")' → rm a
lua -e 'print("os.execute"); local f = io.popen("rm a")' → rm a
Rscript -e 'system("rm a")' → rm a
Rscript -e 'system2("rm", c("-f", "a"))' → rm -f a
julia -e 'run(\`rm a\`)' → rm a
elixir -e 'System.cmd("rm", ["a"])' → rm a
guile -c '(system "rm a")' → rm a
emacs --batch --eval '(shell-command "rm a")' → rm a
emacs -batch -eval '(call-process "rm" nil nil nil "a")' → rm a
octave --eval 'system("rm a")' → rm a
osascript -e 'do shell script "rm a"' → rm a
ghc -e 'System.Process.callCommand "rm a"' → rm a
groovy -e '"rm a".execute()' → rm a
scala -e 'import sys.process._; "rm a".!' → rm a
jshell <<< 'Runtime.getRuntime().exec("rm a")' → rm a
echo 'os.execute("rm a")' > f.lua; lua f.lua → rm a`,
  'makefiles and package.json': String.raw`
printf 'x:\n\trm a\n' > Makefile; make → rm a
printf 'x:\n\trm a\n' | make -f - → rm a
printf 'all: b\na:\n\trm a\nb:\n\t@-rm b\n' > Makefile; make → rm b
printf 'D = a\nx:\n\trm $(D) $$HOME\n' > Makefile; make → rm a /home/user
printf 'x: a b\n\trm $@ $< $^\n' > Makefile; make → rm x a a b
printf 'x:\n\trm $(D)\n' > m.mk; make -f m.mk D=a → rm a
printf 'F := $(shell ls)\nx:\n\trm a\n\ty $(F)\n' > Makefile; make → rm a | ls | y ⟨ls⟩
printf 'x:\n\trm $(wildcard *.o)\n\tls\n' > Makefile; make → ls
printf 'x:; rm a\n' > Makefile; make x → rm a
printf 'x:\n\tcd s; \\\n\trm a\n' > Makefile; make → cd s | rm a
printf 'x:\n\trm a\n' > s/Makefile; make -C s → rm a
printf 'x:\n\t$(MAKE) y\ny:\n\trm a\n' > Makefile; make → make y | rm a
printf 'x:\n\t$(MAKE) x\n' > Makefile; make x → make x
echo '{"scripts":{"x":"rm a"}}' > package.json; npm run x → rm a
echo '{"scripts":{"x":"rm"}}' > package.json; npm run x -- 'a b' → rm a b
echo '{"scripts":{"prex":"rm a","x":"ls","postx":"rm b"}}' > package.json; npm run x → rm a | ls | rm b
echo '{"scripts":{"build":"rm a"}}' > package.json; yarn build → rm a
echo '{"scripts":{"build":"rm a"}}' > package.json; pnpm build → rm a
echo '{"scripts":{"test":"rm a"}}' > package.json; npm t → rm a
echo '{"scripts":{"postinstall":"rm a"}}' > package.json; npm i → rm a
echo '{"scripts":{"a":"npm run b","b":"rm a"}}' > package.json; npm run a → npm run b | rm a
echo '{"scripts":{"x":"rm a"}}' > s/package.json; npm --prefix s run x → rm a`,
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
npm run build
npm install
npm test
make
make -n all
yarn add x
go test ./...
sort -u f
split -l 5 f
rg -n x
fzf --bind 'ctrl-a:select-all'
sqlite3 x 'select 1; -- .shell rm a'
psql -c 'select 1'
mysql -e 'show tables'
dc -e '5 3 !=a p'
apt-get -o Acquire::Retries=3 update
gcc -o a a.c
lua -e 'print("rm a")'
lua -e '-- os.execute("rm a")'
Rscript -e '# system("rm a")'
Rscript --version
julia -e 'println("system rm a")'
emacs --batch --eval '(message "system")'
octave --eval 'disp("system")'
cargo build
gnome-terminal
ansible all -m ping
ansible all -m copy -a 'src=a dest=b'
pnpm -r build
poetry install
uv sync
uv pip install x
nix build
nix develop
conda list -n run
mise install
direnv allow .
ip addr show
ip netns list
perf report
op item list
socat - tcp:h:80
nc -l 80
watchexec --version
start-stop-daemon --stop --pidfile p
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

describe('what a project’s own files say', () => {
  const files = {
    '/workspace/Makefile': 'x:\n\t$(CC) a\n\trm a\n',
    '/workspace/package.json': '{"scripts":{"x":"rm a && $EDITOR"}}',
  };

  it.each(['make', 'npm run x'])('%s: is entrusted to whoever may run it', command => {
    const scan = scanned(command, { files });
    expect(scan.invocations.filter(one => !one.entrusted).map(({ argv }) => argv.length)).toEqual([
      command.split(' ').length,
    ]);
    expect(shown(scan.invocations)).toContain('rm a');
    expect(scan.coverage).toBe('partial');
  });

  it.each(['echo "x:; rm b" > Makefile; make', `echo '{"scripts":{"x":"rm b"}}' > package.json; npm run x`])(
    '%s: is not, where the command has written it',
    command => {
      const scan = scanned(command, { files });
      expect(scan.invocations.some(one => one.entrusted)).toBe(false);
      expect(shown(scan.invocations)).toContain('rm b');
    },
  );

  it.each(['make', 'npm run x', 'lua x.lua', 'Rscript x.R'])(
    '%s: coverage says that it was not there to read',
    command => {
      expect(scanned(command).unknown.map(one => one.reason)).toEqual(['computed']);
    },
  );

  it('a script that runs itself is said to be cut', () => {
    const scan = scanned(`echo '{"scripts":{"a":"npm run a; npm run a"}}' > package.json; npm run a`);
    expect(scan.unknown.map(one => one.reason)).toContain('limit');
  });
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
