import { errorCodes } from '../../../preload/contract/errors';
import { contract, type Contract } from '../../../preload/contract/index';
import type { Member } from '../../../preload/contract/members';
import { memberNames } from '../../../preload/contract/memberNames';
import { expect, isUnharmed, test } from './securityTest';

const channels = Object.entries(memberNames).flatMap(([domain, members]) =>
  Object.entries(members).flatMap(([name, kind]) => (kind === 'event' ? [] : [{ domain, name }])),
);

/** Requests that take nothing: to them a `__proto__` that the bridge between the worlds dropped is no mistake. */
const takesNothing = (domain: string, name: string) => {
  const members: Record<string, Member> = contract[domain as keyof Contract];
  const member = members[name];
  return member?.kind === 'request' && member.input.safeParse({}).success;
};

test.beforeAll(async ({ opened }) => {
  // A request that asks for a file gets no answer from the user.
  await opened.app.evaluate(({ dialog, shell }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' });
    shell.openPath = () => Promise.resolve('');
  });
});

for (const { domain, name } of channels) {
  test(`${domain}.${name} answers 50 malformed payloads with a typed error`, async ({ opened }) => {
    const startedMs = performance.now();
    const answers = await opened.page.evaluate(
      async ([domainName, memberName]) => {
        const deep = (levels: number) => {
          let value: unknown = null;
          for (let level = 0; level < levels; level += 1) value = { deep: value };
          return value;
        };
        const cyclic: Record<string, unknown> = {};
        cyclic['self'] = cyclic;
        const payloads: unknown[] = [
          undefined,
          null,
          true,
          false,
          0,
          -1,
          1.5,
          Number.NaN,
          Infinity,
          10n ** 100n,
          '',
          'x',
          'x'.repeat(20_000_000),
          [],
          [{}],
          [[[[]]]],
          new Array(200_000).fill(0),
          { unknown: 1 },
          { id: {} },
          { id: [] },
          { id: 'x'.repeat(201) },
          { id: Number.NaN },
          { url: 1 },
          { text: null },
          { query: {}, limit: 1 },
          { offset: -1, limit: 1e9 },
          { offset: Number.NaN, limit: 1 },
          { id: '../../etc/passwd', path: '/etc/passwd' },
          { id: "'; DROP TABLE messages; --", more: 1 },
          JSON.parse('{"__proto__":{"admin":true}}'),
          JSON.parse('{"constructor":{"prototype":{"admin":true}}}'),
          { toString: 1 },
          { then: 1 },
          { length: 1e9 },
          deep(40),
          deep(900),
          deep(100_000),
          cyclic,
          { nested: cyclic },
          [cyclic],
          new Uint8Array(1_000_000),
          new ArrayBuffer(1000),
          () => 1,
          { call: () => 1 },
          Symbol('x'),
          { symbol: Symbol('x') },
          Promise.resolve({}),
          Object.fromEntries(Array.from({ length: 150_000 }, (_, index) => [`key${index}`, index])),
          { sampling: { temperature: 1e9 } },
          { changes: { title: 1 } },
          { conversationId: {}, turn: {} },
          { conversationId: 'x', turn: { type: 'send', parentId: null, text: '   ' }, more: 1 },
        ];
        // The bridge is what injected code would call, by any name it likes.
        const bridge = window.loam as unknown as Record<
          string,
          Record<string, (input: unknown, onPart?: unknown) => Promise<unknown>>
        >;
        const call = bridge[domainName]![memberName]!;
        const replies: unknown[] = [];
        for (const payload of payloads) {
          try {
            replies.push(await call(payload, () => undefined));
          } catch (error) {
            // Too deep or of a kind that the bridge between the worlds cannot carry: it never left the page.
            replies.push({ ok: false, stoppedInPage: String(error) });
          }
        }
        const vanishing = payloads.findIndex(
          (payload) => payload instanceof Object && Object.hasOwn(payload, '__proto__'),
        );
        return { replies, vanishing, isPolluted: Reflect.get({}, 'admin') !== undefined };
      },
      [domain, name] as const,
    );
    expect(answers.isPolluted).toBe(false);
    expect(answers.replies.length).toBeGreaterThanOrEqual(50);
    const { vanishing } = answers;
    const codes = errorCodes as readonly string[];
    for (const [index, reply] of answers.replies.entries()) {
      const { ok, error, stoppedInPage } = reply as {
        ok: boolean;
        error?: { code: string; message: string };
        stoppedInPage?: string;
      };
      // What is left of it is a valid question; its answer may be that there is nothing.
      const isNothingLeft = takesNothing(domain, name) && index === vanishing;
      if (isNothingLeft && (ok || error?.code.endsWith('/not-found'))) continue;
      expect(ok, `payload ${index}`).toBe(false);
      if (stoppedInPage !== undefined) continue;
      expect(codes, `payload ${index}`).toContain(error?.code);
      expect(error?.code, `payload ${index}`).toBe('request/invalid');
      expect(error?.message, `payload ${index}`).not.toMatch(/\bat .+:\d+|\/(home|root|tmp|etc|work)\//);
    }
    expect(performance.now() - startedMs).toBeLessThan(30_000);
    expect(await isUnharmed(opened)).toBe(true);
  });
}

test('an id of another kind or of nobody is answered with what is missing', async ({ opened }) => {
  const replies = await opened.page.evaluate(async () => [
    await window.loam.conversations.get({ id: 'nobody' }),
    await window.loam.conversations.messages({ id: 'nobody' }),
    await window.loam.assistants.delete({ id: 'nobody' }),
    await window.loam.promptTemplates.delete({ id: 'nobody' }),
    await window.loam.models.load({ id: '../../etc/passwd' }),
  ]);
  for (const reply of replies) {
    expect(reply).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/\/not-found$/) as unknown },
    });
  }
});
