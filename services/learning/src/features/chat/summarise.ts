import { createDeadline } from '@linguamate/shared/deadline';
import type { LearningDependencies } from '../../dependencies.ts';
import { completeText } from './ask-tutor.ts';
import { renderSummaryPrompt } from './prompts/tutor-v2.ts';
import { listMessages, listMessagesAfter } from './repository.ts';
import type { Received } from './send-message.ts';
import { readSummary, saveSummary } from './thread.repository.ts';

type Dependencies = Pick<LearningDependencies, 'db' | 'toolkit' | 'logger'>;

/** Messages that travel with every question word for word. */
export const historyWindow = 10;
/** Summing up after every message would double the cost of a conversation. */
const messagesPerSummary = 10;
const timeoutMs = 15_000;
const longestSummary = 2_000;

/**
 * Brings the running summary of a long conversation up to date, without anybody waiting for it. What fails is made up for after
 * the next message; until then the older messages are merely not known to the AI.
 */
export function summariseLater(deps: Dependencies, received: Received): void {
  summarise(deps, received).catch((error: unknown) => {
    deps.logger.info({ err: error }, 'the conversation was not summed up');
  });
}

async function summarise(deps: Dependencies, { thread, identity }: Received): Promise<void> {
  const { summary, summarisedTo } = await readSummary(deps.db, thread.id);
  const window = await listMessages(deps.db, thread.id, { limit: historyWindow });
  const first = window.at(-1);
  if (first === undefined || window.length < historyWindow) return;
  const left = { after: summarisedTo, before: first.id, limit: messagesPerSummary * 4 };
  const messages = await listMessagesAfter(deps.db, thread.id, left);
  const last = messages.at(-1);
  if (last === undefined || messages.length < messagesPerSummary) return;
  const deadline = createDeadline({ timeoutMs });
  try {
    const prompt = renderSummaryPrompt(summary, messages);
    const text = await completeText(deps.toolkit, { token: identity.token, deadline }, prompt);
    await saveSummary(deps.db, thread.id, {
      before: summarisedTo,
      summary: text.slice(0, longestSummary),
      to: last.id,
    });
  } finally {
    deadline.dispose();
  }
}
