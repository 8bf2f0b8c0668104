import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LearningApp, TestLearner } from './learning-app.ts';

type Correction = { original: string; corrected: string; explanation: string; kind: string };
export type Reply = {
  code?: string;
  reply: string;
  translation?: string;
  degraded: boolean;
  corrections: Correction[];
  suggestions: string[];
  message: { id: string; role: string };
  userMessage: { id: string };
};
export type Thread = { id: string; title: string; messages: { role: string; text: string }[] };
type Call = { messages: { role: string; content: string }[]; authorization: string | undefined };

/** Stands where toolkit-proxy stands, and says what a test wants it to say. */
export class Toolkit {
  calls: Call[] = [];
  answers: { status: number; body: unknown }[] = [];
  readonly server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      this.calls.push({ ...JSON.parse(text), authorization: request.headers.authorization });
      const { status, body } = this.answers.shift() ?? { status: 503, body: {} };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  say(completion: string): void {
    this.answers.push({ status: 200, body: { completion } });
  }
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
}

/** An answer of a model in the agreed shape, with a correction that quotes nobody and too many suggestions. */
export const goodAnswer = JSON.stringify({
  reply: '¡Hola! ¿Cómo estás?',
  translation: 'Hello! How are you?',
  corrections: [
    { original: 'yo tener', corrected: 'yo tengo', explanation: 'Conjugate.', kind: 'grammar' },
    { original: 'never written', corrected: 'x', explanation: 'Invented.', kind: 'grammar' },
  ],
  suggestions: ['Estoy bien', 'x'.repeat(100), 'Mal', 'Así así', 'Muy bien', '¿Y tú?', 'Adiós'],
});

/** Opens a conversation about the fixture course; `say` talks in it. */
export async function openThread(app: LearningApp, learner?: TestLearner) {
  const person = learner ?? (await app.learner());
  const { body } = await person.post<Thread>('/api/chat/threads', { body: { courseId: 'mini-es-en' } });
  const say = (text: string, clientEventId?: string) =>
    person.post<Reply>(`/api/chat/threads/${body.id}/messages`, {
      body: { text, ...(clientEventId === undefined ? {} : { clientEventId }) },
    });
  return { learner: person, thread: body, say };
}
