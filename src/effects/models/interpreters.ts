import { LIMITS } from '../../core/limits.ts';
import { literalText, textOf, type Word, word } from '../../core/word.ts';
import { type Draft, onPath } from '../draft.ts';
import type { Family } from '../model.ts';

/** `python -m http.server` listens, `-m pip` installs: modules that are programs. */
const MODULES: Readonly<Record<string, readonly [kind: Draft['kind'], deed: string]>> = {
  'http.server': ['listen', 'server'],
  SimpleHTTPServer: ['listen', 'server'],
  pyftpdlib: ['listen', 'server'],
  smtpd: ['listen', 'server'],
  pip: ['install', 'pip'],
  ensurepip: ['install', 'pip'],
  pipx: ['install', 'pip'],
  twine: ['publish', 'twine'],
};

/** The directory that everybody can fetch from then on. */
function servedBy(argv: readonly Word[]): Word | undefined {
  const at = argv.findIndex(one => /^(?:-d|--directory)$/.test(textOf(one) ?? ''));
  return at < 0 ? undefined : argv[at + 1];
}

function modules(argv: readonly Word[]): Draft[] {
  const at = argv.findIndex(one => textOf(one) === '-m');
  const name = textOf(argv[at + 1] ?? []);
  const found = at < 0 || name === undefined || !Object.hasOwn(MODULES, name) ? undefined : MODULES[name];
  if (found === undefined) return [];
  const verb = literalText(argv[at + 2] ?? []);
  if (found[1] === 'pip' && !/^(?:install|download)$/.test(verb)) return [];
  if (found[1] === 'twine' && verb !== 'upload') return [];
  const served =
    found[1] === 'server' ? [onPath('read', servedBy(argv) ?? word('.'), { recursive: true })] : [];
  return [{ kind: found[0], target: argv.at(-1) ?? [], on: 'resource', deed: found[1] }, ...served];
}

/** What AppleScript asks of other applications; nobody here reads it as a program. */
function appleScript(argv: readonly Word[]): Draft[] {
  const code = argv.slice(1).map(literalText).join('\n').slice(0, LIMITS.codeTextChars);
  const drafts: Draft[] = [];
  if (/\bmake\b.{0,64}\blogin item\b/i.test(code))
    drafts.push({ kind: 'persist', target: word('login item'), on: 'resource', deed: 'service' });
  if (/\bhidden answer\b/i.test(code))
    drafts.push({
      kind: 'inspect-secrets',
      target: word('a password dialog'),
      on: 'resource',
      deed: 'input',
    });
  if (/\bwith administrator privileges\b/i.test(code))
    drafts.push({ kind: 'escalate', target: word('administrator'), on: 'resource', deed: 'run-as' });
  const store = /Cookies\.binarycookies|NoteStore\.sqlite|login\.keychain|\bLogin Data\b|\bchat\.db\b/i.exec(
    code,
  )?.[0];
  if (store !== undefined)
    drafts.push({ kind: 'inspect-secrets', target: word(store), on: 'resource', deed: 'dump' });
  return drafts;
}

const CODE =
  'c=execute:code@res^ e|eval=execute:code@res^ E=execute:code@res^ p|print=execute:code@res^ r=execute:code@res^ m=^ W= X= O= I= M= S= V+ask v+ask h+ask u B s n l a d= t= require= import= loader= check';

/** The script is an effect of its own; what its code touches is read elsewhere. */
const SHELL = 'c= o= O= rcfile= init-file= s i l x e u v n f norc noprofile posix login';

export const INTERPRETERS: Family = {
  names:
    'python python2 python3 pypy pypy3 ipython bpython micropython osascript perl ruby lua luajit php Rscript julia tclsh guile sbcl clisp racket ocaml ghci runghc groovy scala jshell elixir iex erl escript jjs jrunscript gforth octave octave-cli maxima sage wish expect raku R irb pry pwsh powershell nu elvish xonsh bc dc m4 gnuplot coffee hy bb clj clojure rhino d8 qjs node nodejs deno tsx ts-node esno vite-node swc-node workerd sh bash dash zsh ksh mksh ash fish csh tcsh rbash yash source . java javac kotlin kotlinc jar javap gcc cc clang g++ c++ clang++ ld as rustc ghc tsc swiftc gfortran nvcc ocamlc ocamlopt fpc dmd ldc2 valac protoc cmake ninja make gmake bmake just task mage scons autoconf automake autoreconf qmake xcodebuild msbuild ctest cpack tox nox invoke pytest py.test unittest jest vitest mocha ava playwright cypress karma phpunit rspec tape nyc c8 webpack rollup esbuild vite parcel tsup gulp grunt eslint ruff mypy pyright pylint flake8 rubocop phpstan golangci-lint staticcheck buf sphinx-build mkdocs hugo jekyll next nuxt astro svelte-kit gatsby storybook watchexec entr nodemon air foreman overmind honcho pre-commit husky lint-staged commitlint lefthook bats shellspec behave robot locust coverage pip-compile cookiecutter yo plop copier busybox toybox screen tmux byobu zellij dtach abduco ffmpeg convert magick identify mogrify gs pdftk qpdf pdftotext wkhtmltopdf libreoffice soffice exiftool optipng jpegoptim cwebp dot plantuml mmdc latex pdflatex xelatex lualatex latexmk tectonic ffprobe mediainfo mkvmerge handbrakecli inkscape gimp potrace tesseract asciinema vhs typst groff troff ps2pdf enscript a2ps rampart claude codex gemini opencode aider cursor-agent amp crush ollama',
  models: () => ({
    'python|python2|python3|pypy|pypy3|ipython|bpython|micropython': {
      options: `${CODE} i`,
      posix: true,
      does: 'execute',
      special: modules,
      examples: {
        'python3 --version': '',
        'python -c "print(1)"': 'execute',
        'python -m http.server': 'listen',
        'python build.py': 'execute',
        'python -m pip install x': 'install',
      },
    },
    osascript: {
      options: 'e=execute:code@res^ l= s= i',
      does: 'execute',
      special: appleScript,
      examples: {
        'osascript x.scpt': 'execute',
        'osascript --help': '',
        'osascript -e \'display notification "x"\'': 'execute',
        'osascript -e \'tell application "System Events" to make login item at end\'': 'execute persist',
      },
    },
    php: {
      options: `${CODE} S=listen:server@res t=`,
      does: 'execute',
      posix: true,
      special: argv => {
        if (!argv.some(one => textOf(one) === '-S')) return [];
        const at = argv.findIndex(one => textOf(one) === '-t');
        return [onPath('read', (at < 0 ? undefined : argv[at + 1]) ?? word('.'), { recursive: true })];
      },
      examples: {
        'php --version': '',
        'php -S localhost:8000 -t public': 'listen',
        'php -r "echo 1;"': 'execute',
      },
    },
    'perl|ruby|lua|luajit|Rscript|julia|tclsh|guile|sbcl|clisp|racket|ocaml|ghci|runghc|groovy|scala|jshell|elixir|iex|erl|escript|jjs|jrunscript|gforth|octave|octave-cli|maxima|sage|wish|expect|raku|R|irb|pry|pwsh|powershell|nu|elvish|xonsh|bc|dc|m4|gnuplot|coffee|hy|bb|clj|clojure|rhino|d8|qjs':
      {
        options: `${CODE.replace('p|print=execute:code@res^', 'p')} i?>execute,write*`,
        does: 'execute',
        posix: true,
        examples: {
          'perl --version': '',
          "perl -e 'print 1'": 'execute',
          'perl run.pl': 'execute',
          "perl -pi -e 's/a/b/' /etc/hosts": 'configure execute write',
        },
      },
    'node|nodejs|deno|tsx|ts-node|esno|vite-node|swc-node|workerd': {
      options: `${CODE} allow-all!execute:no-sandbox inspect?!listen:debugger inspect-brk?!listen:debugger allow-read? allow-net? env-file=read`,
      does: 'execute',
      posix: true,
      verbs: {
        'install|add|cache': 'install:dependencies+',
        publish: 'publish+',
        'run|test|task|eval|serve': 'execute:script+@res',
        'compile|fmt|lint|check|doc|info|--version|upgrade|init': '',
      },
      examples: {
        'node --version': '',
        'node app.js': 'execute',
        'node -e "1"': 'execute',
        'node --inspect app.js': 'execute listen',
      },
    },
    'sh|bash|dash|zsh|ksh|mksh|ash|fish|csh|tcsh|rbash|yash': {
      options: SHELL,
      posix: true,
      examples: { 'sh --version': '', 'sh -c ls': '', 'sh run.sh': 'execute' },
    },
    'source|.': { examples: { 'source ./x': 'execute', source: '' } },
    'java|javac|kotlin|kotlinc|jar|javap|gcc|cc|clang|g++|c++|clang++|ld|as|rustc|ghc|tsc|swiftc|gfortran|nvcc|ocamlc|ocamlopt|fpc|dmd|ldc2|valac|protoc|cmake|ninja|make|gmake|bmake|just|task|mage|scons|autoconf|automake|autoreconf|qmake|xcodebuild|msbuild|ctest|cpack|tox|nox|invoke|pytest|py.test|unittest|jest|vitest|mocha|ava|playwright|cypress|karma|phpunit|rspec|tape|nyc|c8|webpack|rollup|esbuild|vite|parcel|tsup|gulp|grunt|eslint|ruff|mypy|pyright|pylint|flake8|rubocop|phpstan|golangci-lint|staticcheck|buf|sphinx-build|mkdocs|hugo|jekyll|next|nuxt|astro|svelte-kit|gatsby|storybook|watchexec|entr|nodemon|air|foreman|overmind|honcho|pre-commit|husky|lint-staged|commitlint|lefthook|bats|shellspec|behave|robot|locust|coverage|pip-compile|cookiecutter|yo|plop|copier':
      {
        options:
          'o=write C= f|file=read I= j= l= L= D= O? W? std= x= B= S= G= t|target= d= outfile=write outdir=write outDir=write jar=execute cp= classpath= p|project= c|config=read E= n|dry-run|just-print|recon+dry q+dry list+ask help-list+ask k= m= fix w|watch',
        verbs: { 'install|uninstall|autoupdate': 'configure:hooks+' },
        does: 'execute:build+@res',
        examples: { 'make -n': '', 'make all': 'execute', 'make SHELL=/tmp/x': 'execute' },
      },
    'busybox|toybox': { examples: { 'busybox ls': '', 'busybox rm x': 'delete' } },
    'screen|tmux|byobu|zellij|dtach|abduco': {
      options: 'S= d m r x X= L= s= n= t= f=read c= A D R q',
      verbs: {
        'kill-server|kill-session|kill-window|kill-pane|kill-all-sessions|ka': 'kill:session+',
        'new|new-session|new-window|neww|send-keys|send|respawn-pane|run-shell|run|split-window|if-shell|set-hook|pipe-pane|popup|display-popup':
          'execute:command+@res',
        'capture-pane|save-buffer|show-buffer': 'inspect-secrets:screen+',
        'ls|list-sessions|attach|a|attach-session|has-session|has|list-windows|detach|info|list-keys': '',
      },
      examples: { 'screen -ls': '', 'screen kill-server': 'kill' },
    },
    'ffmpeg|convert|magick|identify|mogrify|gs|pdftk|qpdf|pdftotext|wkhtmltopdf|libreoffice|soffice|exiftool|optipng|jpegoptim|cwebp|dot|plantuml|mmdc|latex|pdflatex|xelatex|lualatex|latexmk|tectonic|ffprobe|mediainfo|mkvmerge|handbrakecli|inkscape|gimp|potrace|tesseract|asciinema|vhs|typst|groff|troff|ps2pdf|enscript|a2ps':
      {
        options:
          'i=read o|output=write outdir=write sOutputFile=write shell-escape!execute:shell f|from= t|to= c= r= y v= d= p= P= s= b= dSAFER',
        dash: 'single',
        examples: {
          'ffmpeg -version': '',
          'ffmpeg -i ~/.netrc': 'credential-access',
          'ffmpeg -shell-escape x': 'execute',
        },
      },
    rampart: {
      verbs: {
        'approve|deny|kill|uninstall|allow|upgrade|setup': 'configure:guard+',
        'serve stop|uninstall': 'kill:guard+',
        'policy|check|status|pending|audit|exec|wrap|serve|doctor|session': '',
      },
      examples: { 'rampart status': '', 'rampart approve x': 'configure', 'rampart serve stop': 'kill' },
    },
    'claude|codex|gemini|opencode|aider|cursor-agent|amp|crush|ollama': {
      options:
        'p|print= m|model= dangerously-skip-permissions!escalate:agent-without-guard yolo!escalate:agent-without-guard y!escalate:agent-without-guard dangerously-bypass-approvals-and-sandbox!escalate:agent-without-guard full-auto!escalate:agent-without-guard a|ask-for-approval= s|sandbox= add-dir= permission-mode= allowedTools= settings=read mcp-config=read c|config= message= resume r yes-always!escalate:agent-without-guard',
      verbs: {
        'mcp add|remove|add-json': 'configure:agent+',
        'config set|add|remove': 'configure:agent+',
        rm: 'delete:model@res',
        'pull|update|install': 'download@res',
        'exec|e|run': 'execute:agent+@res',
        'list|ls|doctor|ps|show|--version': '',
      },
      examples: { 'claude --version': '', 'claude --dangerously-skip-permissions': 'escalate' },
    },
  }),
};
