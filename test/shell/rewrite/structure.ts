import { delimiter, fresh, ofText, type Rewrite } from './spelling.ts';

function inDocument(text: string, end: string): string {
  return `cat <<${end}\n$(\n${text}\n)\n${end}\n`;
}

/** Compound commands around it. */
export const STRUCTURE: readonly Rewrite[] = [
  ofText('if', text => `if true; then\n${text}\nfi`),
  ofText('else', text => `if false; then :; else\n${text}\nfi`),
  ofText('the condition of if', text => `if {\n${text}\n}; then :; fi`),
  ofText('elif', text => `if false; then :; elif true; then\n${text}\nfi`),
  ofText('for', (text, random) => `for ${fresh(random)} in 1; do\n${text}\ndone`),
  ofText('for over arithmetic', text => `for ((i=0;i<1;i++)); do\n${text}\ndone`),
  ofText('while', text => `while :; do\n${text}\nbreak; done`),
  ofText('until', text => `until {\n${text}\n:; }; do break; done`),
  ofText('case', text => `case x in a) ;; x|y)\n${text}\n;; esac`),
  ofText('case *', text => `case $RANDOM in *)\n${text}\n;; esac`, { unsure: true }),
  ofText('functions', (text, random) => {
    const name = fresh(random);
    return random.pick([
      `${name}() {\n${text}\n}; ${name}`,
      `function ${name} {\n${text}\n}\n${name}`,
      `${name}() (\n${text}\n)\n${name} a b`,
      `${name}() { eval "$1"; }; ${name} '${text.replaceAll("'", "'\\''")}'`,
      `${name}() { "$@"; }; ${name} eval '${text.replaceAll("'", "'\\''")}'`,
    ]);
  }),
  ofText('coproc', text => `coproc {\n${text}\n}; wait`),
  ofText('a test before', text => `[[ -n x ]] && {\n${text}\n}`),
  ofText('inside a substitution', text => `: "$(\n${text}\n)"`, { unsure: true }),
  ofText('inside back-ticks', text => `: \`${text.replace(/[\\`$]/g, '\\$&')}\n\``, { unsure: true }),
  ofText('inside a process substitution', text => `cat <(\n${text}\n)`, { starts: ['cat'] }),
  ofText('inside a default', text => `: "\${UNSET_NAME:-$(\n${text}\n)}"`, { unsure: true }),
  ofText('inside arithmetic', text => `: $(( 1 + $(\n${text}\n) 0 ))`, { unsure: true }),
  ofText('inside an assignment', (text, random) => `${fresh(random)}=$(\n${text}\n)`, { unsure: true }),
  ofText('inside an array', (text, random) => `${fresh(random)}=($(\n${text}\n))`, { unsure: true }),
  ofText('inside a here-document', (text, random) => inDocument(text, delimiter(random)), {
    starts: ['cat'],
    unsure: true,
  }),
  ofText('inside a test', text => `[[ x == "$(\n${text}\n)" ]]`, { unsure: true }),
  ofText('after exit that may not come', text => `false && exit 0\n${text}`),
];
