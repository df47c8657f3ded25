import type { MessagePort } from 'node:worker_threads';
import type { HasherData } from '../audit/verify/worker.ts';
import type { WriterData } from '../audit/writer-worker.ts';
import type { CompileWorkerData } from '../daemon/compile-worker.ts';
import type { JudgeWorkerData } from '../daemon/judge-worker.ts';

/** What a thread of this program is for. */
type ThreadData = WriterData | HasherData | JudgeWorkerData | CompileWorkerData;

/** Loads what the thread's role needs and nothing else: the log's writer has no use for a shell. */
export async function runThread(port: MessagePort, data: ThreadData): Promise<void> {
  switch (data.role) {
    case 'writer': {
      const { runWriter } = await import('../audit/writer-worker.ts');
      runWriter(port, data);
      return;
    }
    case 'hasher': {
      const { runHasher } = await import('../audit/verify/worker.ts');
      runHasher(port, data);
      return;
    }
    case 'judge': {
      const { runJudge } = await import('../daemon/judge-worker.ts');
      runJudge(port, data);
      return;
    }
    case 'compile': {
      const { runCompile } = await import('../daemon/compile-worker.ts');
      runCompile(port, data);
      return;
    }
  }
}
