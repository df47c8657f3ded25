// A server of one tool over standard input and output (Model Context Protocol, 2025-06-18): it keeps what it is handed
// in the file it was started with, so that a test sees what really reached it.
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const schema = { type: 'object', properties: { text: { type: 'string' }, path: { type: 'string' } } };
const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'notes', version: '1' },
  }),
  'tools/list': () => ({ tools: [{ name: 'keep', description: 'keeps a text', inputSchema: schema }] }),
  'tools/call': ({ arguments: { text } }) => {
    appendFileSync(process.argv[2], `${text}\n`);
    return { content: [{ type: 'text', text: `kept ${text}` }] };
  },
};

createInterface({ input: process.stdin }).on('line', line => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const result = answers[method]?.(params ?? {}) ?? {};
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
});
