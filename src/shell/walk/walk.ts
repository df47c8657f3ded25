import { LIMITS } from '../../core/limits.ts';
import { EMPTY_WORD } from '../../core/word.ts';
import { dispatch } from '../dispatch.ts';
import { Expander } from '../expand/expander.ts';
import { type Frame, type Output, spanOf } from '../frame.ts';
import type {
  CommandNode,
  CompoundCommand,
  CompoundList,
  Coproc,
  ParsedScript,
  Pipeline,
  Redirection,
  Statement,
} from '../parse.ts';
import { walkAndOr } from './and-or.ts';
import { walkCompound } from './compound.ts';
import { inOrder } from './outputs.ts';
import { walkPipeline } from './pipeline.ts';
import { divert, readRedirects } from './redirects.ts';
import { walkSimple } from './simple.ts';

export function walkScript(script: ParsedScript, frame: Frame): Output {
  for (const error of script.errors ?? [])
    frame.recorder.unknown('parse', spanOf(frame, { pos: error.pos, end: script.end }), error.message);
  if (frame.depth > LIMITS.scanDepth) {
    frame.recorder.unknown('nesting', spanOf(frame, script));
    return undefined;
  }
  return walkStatements(script.commands, frame);
}

function walkStatements(statements: readonly Statement[], frame: Frame): Output {
  return inOrder(statements, one => walkStatement(one, frame));
}

/** The body of a compound command. */
export function walkList(list: CompoundList, frame: Frame): Output {
  return walkStatements(list.commands, frame);
}

function walkStatement({ command, background }: Statement, frame: Frame): Output {
  const here = background === true ? { ...frame, state: frame.state.fork() } : frame;
  if (command.type === 'AndOr') return walkAndOr(command, here, walkLink);
  return walkLink(command, here);
}

/** A command of an and-or list. */
function walkLink(node: CommandNode | Pipeline, frame: Frame): Output {
  return node.type === 'Pipeline' ? walkPipeline(node, frame, walkCommand) : walkCommand(node, frame);
}

export function walkCommand(node: CommandNode, frame: Frame): Output {
  frame.recorder.step();
  switch (node.type) {
    case 'Command':
      return walkSimple(node, frame);
    case 'Redirected':
      return walkRedirected(node.command, node.redirects, node, frame);
    case 'Function': {
      const name = node.name.value;
      frame.state.define(name, { node, source: frame.source, marks: frame.marks });
      return EMPTY_WORD;
    }
    case 'Coproc':
      return walkCoproc(node, frame);
    default:
      return walkCompound(node, frame, walkList);
  }
}

function walkCoproc({ body }: Coproc, frame: Frame): Output {
  const inner = { ...frame, state: frame.state.fork(), stdin: { text: undefined } };
  if (body.type === 'CompoundList') walkList(body, inner);
  else walkCommand(body, inner);
  return EMPTY_WORD;
}

function walkRedirected(
  command: CompoundCommand,
  redirections: readonly Redirection[],
  node: CompoundCommand | { pos: number; end: number },
  frame: Frame,
): Output {
  const redirects = readRedirects(redirections, new Expander(frame));
  if (redirects.reads.length + redirects.writes.length > 0)
    dispatch([], frame, {
      span: spanOf(frame, node),
      names: 'all',
      env: [],
      reads: redirects.reads,
      writes: redirects.writes,
      feeds: [],
    });
  const output = walkCompound(
    command,
    redirects.stdin === undefined ? frame : { ...frame, stdin: redirects.stdin },
    walkList,
  );
  return divert(output, redirects, frame);
}
