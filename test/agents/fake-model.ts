import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A tool call that the model makes. */
export interface Step {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Done before the model makes it: the world changes while the agent works. */
  readonly before?: () => Promise<void> | void;
}

/** What came of a call, as the model was told. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
}

interface Block {
  readonly type: string;
  readonly tool_use_id?: string;
  readonly content?: unknown;
  readonly is_error?: boolean;
}

interface MessagesRequest {
  readonly model: string;
  readonly tools?: readonly unknown[];
  readonly messages: readonly { readonly role: string; readonly content: string | readonly Block[] }[];
}

/**
 * A model on loopback that makes the given calls one after the other and then says that it is done: the Messages API
 * of Anthropic as far as Claude Code streams it. The number of results in a request says which step is next.
 */
export class FakeModel {
  readonly #server: Server;
  readonly #steps: readonly Step[];
  readonly #results = new Map<string, ToolResult>();

  static async start(steps: readonly Step[]): Promise<FakeModel> {
    const model = new FakeModel(steps);
    await new Promise<void>(resolve => model.#server.listen(0, '127.0.0.1', resolve));
    return model;
  }

  private constructor(steps: readonly Step[]) {
    this.#steps = steps;
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', chunk => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        if (pathname.endsWith('/messages')) void this.#message(JSON.parse(body), response);
        else response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** In the order of the steps. */
  get results(): readonly ToolResult[] {
    return this.#steps.flatMap((_, index) => this.#results.get(idOf(index)) ?? []);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #message({ model, tools = [], messages }: MessagesRequest, response: ServerResponse): Promise<void> {
    for (const { content } of messages)
      for (const block of typeof content === 'string' ? [] : content)
        if (block.type === 'tool_result' && block.tool_use_id !== undefined)
          this.#results.set(block.tool_use_id, {
            text: textOf(block.content),
            isError: block.is_error === true,
          });
    // Requests without tools are Claude Code's own, for titles and the like.
    const next = tools.length === 0 ? this.#steps.length : this.#results.size;
    const step = this.#steps[next];
    await step?.before?.();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (type: string, body: object): void => {
      response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...body })}\n\n`);
    };
    const usage = { input_tokens: 1, output_tokens: 1 };
    send('message_start', {
      message: {
        id: `msg_${next}`,
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        usage,
      },
    });
    const block =
      step === undefined
        ? { type: 'text', text: '' }
        : { type: 'tool_use', id: idOf(next), name: step.tool, input: {} };
    const delta =
      step === undefined
        ? { type: 'text_delta', text: 'done' }
        : { type: 'input_json_delta', partial_json: JSON.stringify(step.input) };
    send('content_block_start', { index: 0, content_block: block });
    send('content_block_delta', { index: 0, delta });
    send('content_block_stop', { index: 0 });
    send('message_delta', { delta: { stop_reason: step === undefined ? 'end_turn' : 'tool_use' }, usage });
    send('message_stop', {});
    response.end();
  }
}

function idOf(step: number): string {
  return `toolu_${String(step).padStart(6, '0')}`;
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map(one => String(one.text ?? '')).join('\n') : '';
}
