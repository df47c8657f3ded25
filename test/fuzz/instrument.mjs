// Puts a counter into every branch of a bundle, so that a fuzzer can tell an input that goes somewhere new.
import ts from 'typescript';

/** The source with `COUNTERS[n]++` at the start of each function, branch and operand that may not run, and how many. */
export function instrument(code) {
  const source = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const inserts = [];
  let count = 0;
  const counter = () => `__COUNTERS[${count++}]++`;
  const first = at => inserts.push([at, `${counter()};`]);
  const wrapped = node => {
    inserts.push([node.getStart(), `(${counter()},`], [node.getEnd(), ')']);
  };
  const statement = node => {
    if (node === undefined || ts.isBlock(node)) return;
    inserts.push([node.getStart(), `{${counter()};`], [node.getEnd(), '}']);
  };
  const visit = node => {
    if (ts.isBlock(node)) first(node.getStart() + 1);
    else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) wrapped(node.body);
    else if (ts.isConditionalExpression(node)) {
      wrapped(node.whenTrue);
      wrapped(node.whenFalse);
    } else if (ts.isIfStatement(node)) {
      statement(node.thenStatement);
      statement(node.elseStatement);
    } else if (ts.isCaseOrDefaultClause(node) && node.statements.length > 0)
      first(node.statements[0].getStart());
    else if (ts.isBinaryExpression(node) && CHOOSES.has(node.operatorToken.kind)) wrapped(node.right);
    ts.forEachChild(node, visit);
  };
  visit(source);
  // Of two at one place the outer one, which was found first, opens first and closes last.
  const ordered = inserts.map(([at, text], order) => ({
    at,
    text,
    order,
    closes: text === ')' || text === '}',
  }));
  ordered.sort(
    (a, b) =>
      a.at - b.at ||
      Number(b.closes) - Number(a.closes) ||
      (a.closes ? b.order - a.order : a.order - b.order),
  );
  let result = '';
  let from = 0;
  for (const { at, text } of ordered) {
    result += code.slice(from, at) + text;
    from = at;
  }
  return { code: result + code.slice(from), count };
}

const CHOOSES = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);
