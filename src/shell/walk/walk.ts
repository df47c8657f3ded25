import { LIMITS } from '../../core/limits.ts';
import { EMPTY_WORD } from '../../core/word.ts';
import { dispatch } from '../dispatch.ts';
import { Expander } from '../expand/expander.ts';
import { type Frame, type Output, spanOf } from '../frame.ts';
import type {
  CommandNode,
  CompoundCommand,
  CompoundList,
  ParsedScript,
  Pipeline,
  Redirection,
  Statement,
} from '../parse.ts';
import { walkAndOr } from './and-or.ts';
import { walkCompound } from './compound.ts';
import { walkCoproc } from './coprocess.ts';
import { endsShell } from './ends-shell.ts';
import { captured, inOrder } from './outputs.ts';
import { startedBy, walkPipeline } from './pipeline.ts';
import { runReaders } from './readers.ts';
import { descriptorAt, divert, readRedirects, whileOpen } from './redirects.ts';
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
  if (background === true) frame.recorder.background = true;
  if (command.type === 'AndOr') return walkAndOr(command, here, walkLink);
  const output = walkLink(command, here);
  endsShell(here);
  return output;
}

/** A command of an and-or list. */
function walkLink(node: CommandNode | Pipeline, frame: Frame): Output {
  return node.type === 'Pipeline' ? walkPipeline(node, frame, walkCommand) : walkCommand(node, frame);
}

export function walkCommand(node: CommandNode, frame: Frame): Output {
  frame.recorder.step();
  frame.state.goOn();
  switch (node.type) {
    case 'Command':
      return walkSimple(node, frame);
    case 'Redirected':
      return walkRedirected(node.command, node.redirects, node, frame);
    case 'Function': {
      const name = node.name.value;
      const definition = { node, source: frame.source, marks: frame.marks };
      frame.state.define(name, definition);
      // The shell calls it for whatever it does not find.
      if (/^command_not_found_handler?$/.test(name))
        frame.traps.push({
          code: definition,
          frame,
          before: frame.state.fork(),
          ends: [],
          span: spanOf(frame, node),
        });
      return EMPTY_WORD;
    }
    case 'Coproc':
      return walkCoproc(node, frame, (body, inner) =>
        body.type === 'CompoundList' ? walkList(body, inner) : walkCommand(body, inner),
      );
    default:
      return walkCompound(node, frame, walkList);
  }
}

function walkRedirected(
  command: CompoundCommand,
  redirections: readonly Redirection[],
  node: CompoundCommand | { pos: number; end: number },
  frame: Frame,
): Output {
  const { readers, recorder, state } = frame;
  const from = readers.length;
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
  const before = recorder.invocations.length;
  const output = whileOpen(redirects.opened, state, () => {
    const to = descriptorAt(1, frame).output;
    if (to === frame.pipe) return walkCompound(command, frame, walkList);
    return divert(
      captured(frame, inner => walkCompound(command, inner, walkList)),
      to,
      frame,
    );
  });
  runReaders(from, startedBy(frame, before), false, frame);
  return output;
}
