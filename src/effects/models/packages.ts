import { literalText, type Word, word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family, Model } from '../model.ts';
import { unauthenticated } from '../plain-http.ts';

/** Registries of languages: what is installed brings code that runs, what is published cannot be taken back. */
const NODE: Omit<Model, 'examples'> = {
  options:
    'g|global prefix=write C|dir= cwd= registry= w|workspace= tag= otp= access= userconfig=read cache= loglevel= filter= F= D|save-dev P O E|save-exact S|save force+force dry-run+dry ignore-scripts p|package=install c|call=execute:code@res y|yes',
  verbs: {
    'install|i|in|ins|inst|isntall|add': 'install*',
    'ci|clean-install|install-clean|install-test|it|rebuild|dedupe|link|ln': 'install:dependencies+',
    'update|up|upgrade|upgrade-interactive': 'install:update+',
    'uninstall|un|remove|rm|r|unlink': '',
    'exec|x|dlx|create|init|innit': 'execute:package+@res',
    'run|run-script|rum|urn|test|t|tst|start|stop|restart': 'execute:script+@res',
    publish: 'publish+',
    'npm publish': 'publish+',
    unpublish: 'infra-destroy:unpublish+ ; f|force!infra-destroy:delete-package',
    deprecate: 'publish:deprecate+',
    'dist-tag add|rm': 'publish:tag+',
    'owner add|rm|remove': 'escalate:owner+',
    'access grant|revoke|public|restricted|set': 'escalate:access+',
    'team add|rm|create|destroy': 'escalate:team+',
    'token create': 'inspect-secrets:token+',
    'token list|revoke|delete': '',
    'login|adduser|logout|add-user': 'configure:login+',
    'config set|delete|edit': 'configure+:settings',
    set: 'configure+:settings',
    'audit fix': 'install:audit-fix+',
    'cache clean|clear|delete|prune': '',
    'store prune': '',
  },
};

const PIP: Omit<Model, 'examples'> = {
  options:
    'r|requirement=read c|constraint=read e|editable=maybe-path i|index-url= extra-index-url= f|find-links= t|target=write prefix=write root=write src=write python-version= platform= d|dest=write w|wheel-dir=write log=write cache-dir= proxy= trusted-host= timeout= python= U|upgrade force-reinstall+force dry-run+dry y|yes user q v break-system-packages',
  verbs: {
    install: 'install,maybe-path*',
    uninstall: 'configure:uninstall@res*',
    'download|wheel': 'download@res',
    'list|show|freeze|check|search|index|cache|hash|debug|inspect': '',
    'config set|unset|edit': 'configure+:settings',
  },
};

/** pacman's operation is a capital letter; what the small ones mean depends on it. */
function pacman(argv: readonly Word[]): Draft[] {
  const [flags = '', ...rest] = argv.slice(1).map(literalText);
  const target = word(rest.filter(one => !one.startsWith('-')).join(' ') || 'system');
  if (/^-\w*[QFT]|^-h|^--(?:query|files|help|version)/.test(flags) || rest.includes('--print')) return [];
  if (/^-\w*S|^--sync/.test(flags))
    return /[sigl]/.test(flags.slice(1)) ? [] : [{ kind: 'install', target, on: 'resource', deed: 'sync' }];
  if (/^-\w*U|^--upgrade/.test(flags)) return [{ kind: 'install', target, on: 'resource', deed: 'file' }];
  return /^-\w*[RD]|^--(?:remove|database)/.test(flags)
    ? [{ kind: 'configure', target, on: 'resource', deed: 'remove' }]
    : [];
}

const SYSTEM_OPTIONS =
  'o|option= c|config-file=read t|target-release= a= y|yes|assume-yes q f n|s|simulate|just-print|dry-run|recon|no-act+dry download-only purge allow-unauthenticated+force force-yes+force nodeps+force R|r= root= installroot= enablerepo= disablerepo= repo= exclude= x= releasever=';

export const PACKAGES: Family = {
  names:
    'npm pnpm yarn bun npx pnpx bunx uvx corepack nvm fnm volta n asdf mise rtx pyenv rbenv nodenv goenv jenv sdk rustup rvm phpenv tfenv tfswitch proto gvm ghcup elan juliaup swiftenv kerl choosenim zvm pip pip3 pipx pip2 uv poetry pdm hatch rye pipenv flit conda mamba micromamba pixi twine cargo go gem bundle bundler rake composer mvn mvnw gradle gradlew sbt ant lein mill bazel bazelisk buck buck2 pants leiningen ivy jbang scala-cli dotnet nuget paket mix rebar3 hex cabal stack opam luarocks cpan cpanm cpm nimble dub shards raco pub dart flutter swift pod carthage spm vcpkg conan zig elm spago gleam esy quicklisp roswell v nim crystal melos fvm tuist mint ghc-pkg dune mops alr fpm meson xmake haxelib wally rokit forge foundryup anchor sui near truffle hardhat apt apt-get aptitude dpkg rpm dpkg-deb pkgutil installer alien yum dnf microdnf tdnf zypper dnf5 urpmi apk xbps-install xbps-remove emerge eopkg swupd opkg slackpkg guix nix-env nix-shell nix nix-channel nixos-rebuild home-manager nix-build flatpak snap brew port fink pkg pkg_add pkg_delete pkgin scoop choco winget mas tlmgr cards cave pacman yay paru pamac pikaur trizen debconf-set-selections dpkg-reconfigure apt-key apt-add-repository add-apt-repository apt-mark update-alternatives alternatives yum-config-manager eselect ldconfig depmod update-initramfs mkinitcpio dracut update-ca-certificates update-ca-trust locale-gen ucf',
  models: () => ({
    'npm|pnpm|yarn|bun': {
      ...NODE,
      special: unauthenticated,
      examples: {
        'npm ls': '',
        'npm view left-pad': '',
        'npm install left-pad': 'install',
        'npm install --registry http://x.test left-pad': 'execute install',
        'npm test': 'execute',
        'npm publish --dry-run': '',
        'npm publish': 'publish',
        'npm config set registry https://x.test': 'configure',
      },
    },
    'npx|pnpx|bunx|uvx': {
      options:
        'p|package=install c|call=execute:code@res y|yes w= from=install with=install q no-install python= version+ask',
      posix: true,
      does: 'execute:package@res',
      examples: { 'npx --version': '', 'npx tsc': 'execute' },
    },
    'corepack|nvm|fnm|volta|n|asdf|mise|rtx|pyenv|rbenv|nodenv|goenv|jenv|sdk|rustup|rvm|phpenv|tfenv|tfswitch|proto|gvm|ghcup|elan|juliaup|swiftenv|kerl|choosenim|zvm':
      {
        verbs: {
          'install|enable|prepare|use|pin|add|update|upgrade|self-update|default|global|set|toolchain|target|component|override':
            'install+:toolchain',
          'uninstall|remove|disable': 'configure+:toolchain',
          'list|ls|current|which|versions|show|doc|init|exec|run|env|--version|shell|local|alias|ls-remote|prefix|root|rehash|completions':
            '',
        },
        examples: { 'corepack list': '', 'corepack enable': 'install' },
      },
    'pip|pip3|pipx|pip2': {
      ...PIP,
      special: unauthenticated,
      verbs: {
        ...PIP.verbs,
        run: 'execute:package+@res',
        'inject|upgrade|upgrade-all|reinstall|ensurepath': 'install+',
      },
      examples: {
        'pip list': '',
        'pip install requests': 'install',
        'pip install -i http://x.test/simple requests': 'execute install',
        'pip install --dry-run x': '',
        'pip uninstall -y x': 'configure',
      },
    },
    uv: {
      special: unauthenticated,
      options: `${PIP.options ?? ''} p= with=install group= extra= package= token=`,
      verbs: {
        'pip install|sync': 'install,maybe-path*',
        'pip uninstall': 'configure:uninstall@res*',
        'pip list|freeze|show|check|tree|compile': '',
        'add|sync|lock|remove': 'install:dependencies+',
        'tool install|upgrade|update-shell': 'install+',
        'tool run': 'execute:package+@res',
        'python install|pin': 'install:toolchain+',
        run: 'execute:script+@res',
        publish: 'publish+',
        'build|venv|init|tree|export|version|cache': '',
        'self update': 'install:uv+',
      },
      examples: { 'uv tree': '', 'uv add x': 'install', 'uv publish': 'publish' },
    },
    'poetry|pdm|hatch|rye|pipenv|flit|conda|mamba|micromamba|pixi': {
      options:
        'n|name= p|prefix=write c|channel= f|file=read G|group= E|extras= r|repository= u= C|directory= repo= y|yes dry-run+dry q v python= all',
      verbs: {
        'add|install|update|sync|lock|upgrade|self': 'install:dependencies+',
        create: 'install:environment+',
        'env create|update': 'install:environment+',
        'env remove': 'delete:environment+@res',
        'env list|info': '',
        'remove|uninstall': 'configure:uninstall+',
        'publish|upload': 'publish+',
        'run|shell|exec': 'execute:script+@res',
        config: 'configure+:settings ; list+ask get= set= show+ask',
        'show|list|info|search|check|build|version|export|tree|init|new|env|--version': '',
      },
      examples: { 'poetry show': '', 'poetry add x': 'install', 'poetry publish': 'publish' },
    },
    twine: {
      options: 'r= u= p= repository-url= config-file=',
      verbs: { 'upload|register': 'publish,read@path*', check: 'read*' },
      examples: { 'twine check dist/x': '', 'twine upload dist/x': 'publish' },
    },
    cargo: {
      options:
        'p|package= F|features= target= manifest-path=read j|jobs= Z= git=download path=read root=write registry= token= index= vers= version= C= bin= example= profile= n|dry-run+dry f|force+force config= color= message-format=',
      verbs: {
        'install|binstall': 'install+',
        'add|update|fetch|vendor': 'install:dependencies+',
        'build|b|check|c|test|t|run|r|bench|clippy|doc|nextest': 'execute:build+@res',
        'publish|release': 'publish+',
        yank: 'infra-destroy:unpublish+ ; undo',
        owner: 'escalate:owner+ ; l|list+ask a|add= r|remove=',
        'login|logout': 'configure:login+',
        'uninstall|remove|rm': 'configure:uninstall+',
        'clean|fmt|tree|metadata|search|new|init|version|info|locate-project|generate-lockfile': '',
      },
      examples: {
        'cargo tree': '',
        'cargo build': 'execute',
        'cargo install x': 'install',
        'cargo publish': 'publish',
      },
    },
    go: {
      options:
        'o=write C= mod= modfile=read tags= ldflags= gcflags= exec=execute:program@res toolexec=execute:program@res run= bench= count= timeout= p= coverprofile=write json',
      dash: 'single',
      verbs: {
        install: 'install+',
        get: 'install:dependencies+',
        'mod download|tidy|vendor': 'install:dependencies+',
        'mod init|edit|graph|verify|why': '',
        'run|test|generate': 'execute:build+@res',
        env: ' ; w!configure:go-env u!configure:go-env',
        'build|vet|fmt|list|doc|version|clean|tool|work|bug|fix|telemetry': '',
      },
      examples: {
        'go vet ./...': '',
        'go get x.test/y': 'install',
        'go test ./...': 'execute',
        'go env -w GOPROXY=x': 'configure',
      },
    },
    'gem|bundle|bundler|rake': {
      options:
        'v|version= i|install-dir=write n|bindir=write s|source= k|key= host= P= path=write gemfile=read j|jobs= f|rakefile=read without= with= otp=',
      verbs: {
        'install|i|update|add|fetch': 'install:dependencies+',
        'uninstall|remove|cleanup': 'configure:uninstall+',
        push: 'publish+',
        yank: 'infra-destroy:unpublish+',
        owner: 'escalate:owner+ ; a|add= r|remove=',
        'signin|signout': 'configure:login+',
        sources: ' ; a|add=configure:source@res r|remove=configure:source@res l+ask',
        'config set|unset': 'configure+:settings',
        exec: 'execute:script+@res',
        'list|search|env|environment|info|which|spec|contents|outdated|check|show|lock|build|config|platform|init|help|version|--version|-T':
          '',
      },
      examples: {
        'gem list': '',
        'gem install rails': 'install',
        'gem push x.gem': 'publish',
        'gem yank x': 'infra-destroy',
      },
    },
    composer: {
      options: 'd|working-dir= g no-scripts dry-run+dry',
      verbs: {
        'install|update|upgrade|require|create-project|i|u|r|reinstall|self-update|selfupdate':
          'install:dependencies+',
        'global require|install|update': 'install+',
        'remove|uninstall': 'configure:uninstall+',
        'run-script|run|exec': 'execute:script+@res',
        config: 'configure+:settings ; l|list+ask',
        'show|info|validate|outdated|licenses|depends|why|search|diagnose|status|audit|dump-autoload|archive|about|check-platform-reqs|fund|init':
          '',
      },
      examples: { 'composer show': '', 'composer require x/y': 'install' },
    },
    'mvn|mvnw|gradle|gradlew|sbt|ant|lein|mill|bazel|bazelisk|buck|buck2|pants|leiningen|ivy|jbang|scala-cli':
      {
        options:
          'f|file=read P= D? s|settings=read pl= p= b=read I=read g= T= q o n|dry-run+dry m+dry tasks+ask',
        verbs: {
          'deploy|publish|publishToMavenCentral|publishPlugins|uploadArchives|publishSigned': 'publish+',
          'install|compile|package|test|verify|build|run|assemble|check|bootRun|clean|jar|exec|testClasses':
            'execute:build+@res',
          'query|info|dependencies|projects|tasks|help|version|about|properties': '',
        },
        does: 'execute:build+@res',
        examples: { 'mvn --version': '', 'mvn test': 'execute', 'mvn deploy': 'publish' },
      },
    'dotnet|nuget|paket': {
      options:
        's|source= k|api-key= c|configuration= o|output=write f|framework= p= v|verbosity= g tool-path=write version= n',
      verbs: {
        'add package|reference': 'install:dependencies+',
        'add source': 'configure:source+',
        'tool install|update|restore': 'install+',
        'restore|install|update': 'install:dependencies+',
        'nuget push': 'publish+',
        push: 'publish+',
        'nuget delete': 'infra-destroy:unpublish+',
        delete: 'infra-destroy:unpublish+',
        'build|run|test|publish|watch|msbuild|exec|pack': 'execute:build+@res',
        'nuget add|update|remove|enable|disable': 'configure:source+',
        'list|new|sln|format|clean|sources|help|locals': '',
      },
      examples: {
        'dotnet list package': '',
        'dotnet build': 'execute',
        'dotnet nuget push x.nupkg': 'publish',
      },
    },
    'mix|rebar3|hex|cabal|stack|opam|luarocks|cpan|cpanm|cpm|nimble|dub|shards|raco|pub|dart|flutter|swift|pod|carthage|spm|vcpkg|conan|zig|elm|spago|gleam|esy|quicklisp|roswell|v|nim|crystal|melos|fvm|tuist|mint|ghc-pkg|dune|mops|alr|fpm|meson|xmake|haxelib|wally|rokit|forge|foundryup|anchor|sui|near|truffle|hardhat':
      {
        options: 'C= p= o=write server= tree=write l= n f=read dry-run+dry',
        verbs: {
          'install|i|add|get|deps.get|deps.update|update|upgrade|fetch|local.hex|archive.install|escript.install|global|require|pin|switch|tap|bootstrap':
            'install:dependencies+',
          'pub get|add|upgrade|global': 'install:dependencies+',
          'pub publish': 'publish+',
          'package update|resolve': 'install:dependencies+',
          'hex.publish|publish|upload|push|make-public|trunk': 'publish+',
          'hex.retire|retire|unpublish|yank': 'infra-destroy:unpublish+',
          'test|run|build|compile|exec|repl|console|phx.server|script|make|bench|develop':
            'execute:build+@res',
          'remove|uninstall|delete|unpin': 'configure:uninstall+',
          // It asks by itself where it is told that this is production.
          'ecto.drop|ecto.reset': 'infra-destroy:development-database+ ; force!infra-destroy:drop-database',
          'list|show|search|info|help|clean|format|fmt|analyze|doctor|check|docs|doc|init|new|version|config|env|outdated|tree|--version|create':
            '',
        },
        examples: { 'mix help': '', 'mix deps.get': 'install', 'mix hex.publish': 'publish' },
      },
    'apt|apt-get|aptitude': {
      options: SYSTEM_OPTIONS,
      verbs: {
        'install|reinstall|build-dep|satisfy': 'install*',
        update: 'configure:package-lists+',
        'upgrade|dist-upgrade|full-upgrade|safe-upgrade|dselect-upgrade': 'install:upgrade+',
        'remove|purge|autoremove|autopurge': 'configure:remove+',
        'download|source|changelog': 'download@res',
        'list|search|show|policy|depends|rdepends|madison|why|versions|moo|clean|autoclean|check|showsrc|indextargets':
          '',
        'edit-sources': 'configure:sources+',
      },
      examples: {
        'apt list': '',
        'apt install jq': 'install',
        'apt -s install jq': '',
        'apt purge libc6': 'configure',
      },
    },
    'dpkg|rpm|dpkg-deb|pkgutil|installer|alien': {
      options:
        'i|install>install&read@path* U|upgrade>install&read@path* F|freshen>install&read@path* e|erase>configure:remove@res* r|remove>configure:remove@res* P|purge>configure:remove@res* l|list+ask L|listfiles+ask s|status+ask S|search+ask q|query+ask V|verify+ask c|contents>read x|extract>read,write X>read,write b|build>read,write force-all+force nodeps+force root= admindir= target= pkg=install import!configure:trusted-key unpack>install&read@path* configure!configure:package reconfigure v h import a',
      examples: { 'dpkg -l': '', 'dpkg -i x.deb': 'install' },
    },
    'yum|dnf|microdnf|tdnf|zypper|dnf5|urpmi': {
      options: SYSTEM_OPTIONS,
      verbs: {
        'install|in|localinstall|groupinstall|reinstall|swap|source-install|si': 'install*',
        'update|upgrade|up|dup|dist-upgrade|system-upgrade|distro-sync|patch': 'install:upgrade+',
        'remove|erase|rm|autoremove|groupremove': 'configure:remove+',
        'config-manager|copr|addrepo|ar|modifyrepo|mr|removerepo|rr|module': 'configure:sources+',
        'list|search|se|info|provides|wp|repolist|lr|check-update|lu|history|clean|makecache|repoquery|deplist|check|refresh|ref|grouplist|updateinfo|if':
          '',
        download: 'download@res',
      },
      examples: { 'yum list': '', 'yum install jq': 'install', 'yum remove glibc': 'configure' },
    },
    'apk|xbps-install|xbps-remove|emerge|eopkg|swupd|opkg|slackpkg|guix|nix-env|nix-shell|nix|nix-channel|nixos-rebuild|home-manager|nix-build|flatpak|snap|brew|port|fink|pkg|pkg_add|pkg_delete|pkgin|scoop|choco|winget|mas|tlmgr|cards|cave':
      {
        options: `${SYSTEM_OPTIONS} X= p= allow-untrusted+force cask pretend+dry b= i=install u= e= A= I= E= f= option= argstr= arg=`,
        verbs: {
          'add|install|bundle|get|upgrade-all|tap-install|bundle-add': 'install*',
          'profile install|add': 'install*',
          'shell|run|develop|flake|pull': 'execute:package+@res',
          'upgrade|update|dist-upgrade|refresh|selfupdate|switch|boot|self': 'install:upgrade+',
          'del|remove|uninstall|rm|autoremove|deinstall|delete|zap':
            'configure:remove+ ; force+force zap+recursive',
          'tap|remote-add|channel|source|set|connect|disconnect|alias|pin|unpin|link|unlink|enable|disable|override':
            'configure:sources+',
          'services start|restart|run': 'persist:service+',
          'services stop': 'kill:service+',
          'list|ls|info|search|outdated|deps|uses|show|query|doctor|config|leaves|desc|home|log|cat|fetch|clean|cleanup|shellenv|--prefix|--version|find|audit|commands|formulae|casks|versions|version|edit|status|which|history|eval|repl|build|store|gc|collect-garbage|describe|missing|livecheck|analytics|completions|stats|policy|provides|view|changes':
            '',
        },
        examples: { 'apk info': '', 'apk add jq': 'install', 'apk del jq': 'configure' },
      },
    'pacman|yay|paru|pamac|pikaur|trizen': {
      special: pacman,
      examples: {
        'pacman -Qi jq': '',
        'pacman -Ss jq': '',
        'pacman -S jq': 'install',
        'pacman -Rns jq': 'configure',
      },
    },
    'debconf-set-selections|dpkg-reconfigure|apt-key|apt-add-repository|add-apt-repository|apt-mark|update-alternatives|alternatives|yum-config-manager|eselect|ldconfig|depmod|update-initramfs|mkinitcpio|dracut|update-ca-certificates|update-ca-trust|locale-gen|ucf':
      {
        options: 'install display+ask list+ask get-selections+ask query+ask p|print-cache+ask v V r= k=',
        verbs: { 'list|finger|exportall|showmanual|showauto|showhold|show|export': '' },
        does: 'configure:system+',
        examples: { 'debconf-set-selections --help': '', 'debconf-set-selections x': 'configure' },
      },
  }),
};
