import { delimiter, inQuotes, ofText, type Rewrite } from './spelling.ts';

/** Through a file that is written first and run then. */
export const FILES: readonly Rewrite[] = [
  ofText(
    'write a file, run it',
    (text, random) => {
      const put = random.pick([
        (name: string) => `printf '%s\\n' ${inQuotes(text)} > ${name}`,
        (name: string) => `echo ${inQuotes(text)} > ${name}`,
        (name: string) => {
          const end = delimiter(random);
          return `cat > ${name} <<'${end}'\n${text}\n${end}`;
        },
        (name: string) => `tee ${name} <<< ${inQuotes(text)} >/dev/null`,
        (name: string) => `echo '#!/bin/bash' > ${name}; printf '%s\\n' ${inQuotes(text)} >> ${name}`,
      ]);
      const name = `s${random.below(100)}.sh`;
      const use = random.pick([
        `bash ${name}`,
        `bash ./${name}`,
        `${text.includes('\\') ? 'bash' : 'sh'} -e ${name}`,
        `. ./${name}`,
        `source ./${name}`,
        `bash < ${name}`,
        `cat ${name} | bash`,
        `chmod +x ${name}; ./${name}`,
        `cp ${name} t.sh; bash t.sh`,
        `mv ${name} t.sh && bash t.sh`,
        `ln -sf ${name} l.sh; bash l.sh`,
        `eval "$(cat ${name})"`,
        `eval "$(<${name})"`,
        `X=${name}; bash "$X"`,
        `bash "$PWD/${name}"`,
        `(cd . && bash ./${name})`,
      ]);
      return `${put(name)}\n${use}`;
    },
    {
      starts: ['bash', 'sh', 'cat', 'tee', 'echo', 'printf', 'chmod', 'cp', 'mv', 'ln', 's.sh'],
      local: false,
    },
  ),
];
