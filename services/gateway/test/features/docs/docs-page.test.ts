import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { findChromium, openPage } from '../../support/chromium.ts';
import { startGateway, startService } from '../../support/gateway.ts';

const document = {
  openapi: '3.1.0',
  info: { title: 'x', version: '1' },
  tags: [{ name: 'courses' }],
  paths: {
    '/api/courses': {
      get: { tags: ['courses'], summary: 'List of all courses', responses: { '200': { description: 'ok' } } },
    },
  },
};

describe('plan 10: the reference in a browser', () => {
  it('shows all services, asks nobody else for anything, and can call the API', {
    timeout: 90_000,
  }, async (t) => {
    const program = findChromium();
    if (program === null) {
      t.skip('no Chromium on this machine (apt-get install chromium)');
      return;
    }
    const upstream = await startService(document);
    const gateway = await startGateway({ upstreamUrl: upstream.url });
    const page = await openPage(program, `${gateway.url}/api/docs/#tag/courses`);
    try {
      // Sections are drawn when they come into view.
      const text = () =>
        page.evaluate('window.scrollTo(0, document.body.scrollHeight); document.body.innerText');
      await waitFor(async () => String(await text()).includes('List of all courses'), {
        timeoutMs: 25_000,
        intervalMs: 200,
        message: 'the operations to be shown',
      });
      assert.match(String(await text()), /Linguamate API/);
      const press = (label: string) =>
        page.evaluate(
          `(() => {
            const button = [...document.querySelectorAll('button')].find((one) => one.innerText.includes('${label}'));
            button?.click();
            return button !== undefined;
          })()`,
        );
      const called = () => page.requested.filter((url) => url.endsWith('/api/courses')).length;
      await waitFor(() => press('Test Request'), {
        timeoutMs: 20_000,
        message: 'the button of the playground',
      });
      await waitFor(async () => (await press('Send')) && called() > 0, {
        timeoutMs: 20_000,
        intervalMs: 300,
        message: 'the playground to call the API',
      });
      const answer = await page.evaluate("fetch('/api/').then((response) => response.json())");
      assert.equal((answer as { name: string }).name, 'linguamate');
      const foreign = page.requested.filter((url) => /^https?:/.test(url) && !url.startsWith(gateway.url));
      assert.deepEqual(foreign, []);
      // There is no icon, and the playground was used without a token; anything else is a fault of the page.
      const refused = page.complaints.filter((complaint) => !/status of 40[14]/.test(complaint));
      assert.deepEqual(refused, []);
    } finally {
      await page.close();
      await gateway.close();
      await upstream.close();
    }
  });
});
