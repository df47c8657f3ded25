import { EXIT } from '../../core/exit.ts';
import { examine } from '../../pipeline.ts';
import { compileSources } from '../../policy/compile.ts';
import { readPolicyFile } from '../../policy/file/policy-file.ts';
import { readSources } from '../../policy/file/sources.ts';
import { type PolicyFinding, refuseErrors } from '../../policy/finding.ts';
import { type ExampleResult, runExamples } from '../../policy/lint/examples.ts';
import { checkFile } from '../../policy/lint/file-findings.ts';
import { visible } from '../../report/escape.ts';
import { activeDirs } from '../active-dirs.ts';
import { placesFor } from '../home.ts';
import type { Context } from '../verb.ts';
import { namedPolicies } from './sources.ts';

/** `policy test`: exit 7 where an example fails, 3 where a file does not load for another reason. */
export function test({ home, out }: Context, paths: readonly string[]): number {
  const places = placesFor(home);
  const results = paths.length > 0 ? named() : active();
  const failed = results.filter(({ ok }) => !ok);
  const passed = results.length - failed.length;
  if (out.json) {
    const rows = results.map(({ column: _, ...row }) => row);
    out.object('policy.test', { passed, failed: failed.length, results: rows });
  } else {
    for (const { rule, example, expected, file, line, column } of failed) {
      const wrong = expected === 'match' ? 'does not fire on' : 'fires on';
      out.line(
        `${visible(`${file}:${line}:${column}`)}: ${out.style.red('failed')}: ${visible(rule)} ${wrong} ${visible(example)}`,
      );
    }
    if (out.verbose)
      for (const { rule, example, ok } of results)
        if (ok) out.line(`${out.style.green('ok')}  ${visible(rule)}  ${visible(example)}`);
    out.line(`${passed} passed, ${failed.length} failed`);
  }
  return failed.length > 0 ? EXIT.mismatch : EXIT.ok;

  function active(): readonly ExampleResult[] {
    const { examples, findings } = compileSources(readSources(activeDirs(places, process.cwd())), {
      examine,
    });
    refuseErrors(otherThanExamples(findings));
    return examples;
  }

  function named(): ExampleResult[] {
    return namedPolicies(paths, places).flatMap(source => {
      const { policy, findings } = readPolicyFile(source);
      refuseErrors(findings);
      if (policy === undefined) return [];
      refuseErrors(otherThanExamples(checkFile(policy, examine).findings));
      return runExamples(policy, examine);
    });
  }
}

function otherThanExamples(findings: readonly PolicyFinding[]): PolicyFinding[] {
  return findings.filter(({ code }) => code !== 'example');
}
